import { Injectable } from '@nestjs/common';
import { ageOn, isMinor } from '#membership';
import { Clock, Database, dayIn, type Queryable, Role, sql, type Viewer } from '#platform';
import { screenSafely } from '../intake/screen-safely.js';
import type { SupportTopic } from '../screening/index.js';
import type { CasePriority } from '../cases/case-clock.js';

/** What is known of a person who asks for help or flags. */
export interface Writer {
  ageYears: number | null;
  isAdult: boolean;
  jurisdiction: string;
}

export interface ReadNote {
  /** Set if it tells of danger, or could not be read: then the worse is assumed. */
  danger: CasePriority | null;
  topics: readonly SupportTopic[];
  ruleIds: readonly string[];
}

/** Reads what people write beside a flag or a call for help: it is a text like any other, and can be the disclosure itself. */
@Injectable()
export class NoteReading {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async writer({ accountId }: Viewer, programId: string, from: Queryable = this.database): Promise<Writer> {
    const row = await from.first<{
      birthDate: string | null;
      mentee: boolean;
      timeZone: string;
      jurisdiction: string;
    }>(sql`
      select a.birth_date as "birthDate", p.time_zone as "timeZone", p.jurisdiction,
        exists (select from enrolment e where e.account_id = a.id and e.role = ${Role.MENTEE}
          and e.accepted_at is not null) as mentee
      from account a, program p where a.id = ${accountId} and p.id = ${programId}`);
    if (!row) return { ageYears: null, isAdult: false, jurisdiction: '' };
    const today = dayIn(row.timeZone, this.clock.now());
    const ageYears = row.birthDate === null ? null : ageOn(today, row.birthDate);
    const isAdult = row.birthDate === null ? !row.mentee : !isMinor(today, row.birthDate);
    return { ageYears, isAdult, jurisdiction: row.jurisdiction };
  }

  async read(text: string | null, { ageYears, isAdult, jurisdiction }: Writer): Promise<ReadNote> {
    if (text === null) return { danger: null, topics: [], ruleIds: [] };
    const author = { isAdult, ...(ageYears === null ? {} : { ageYears }) };
    const country = jurisdiction.slice(0, 2) || undefined;
    const seen = await screenSafely({ text, author, now: this.clock.now(), country });
    const unreadable = seen.timedOut || seen.findings.some(({ family }) => family === 'DETECTOR');
    const serious = seen.priority === 'P0' || seen.priority === 'P1' ? seen.priority : null;
    return {
      danger: serious ?? (unreadable ? 'P1' : null),
      topics: seen.supportTopics,
      ruleIds: seen.findings.map(({ ruleId, version }) => `${ruleId}@${version}`),
    };
  }
}

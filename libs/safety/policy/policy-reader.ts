import { Injectable } from '@nestjs/common';
import { Clock, type Queryable, sql } from '#platform';
import { policyAt, type PolicySettings, type StoredPolicy } from './policy.js';

interface PolicyRow {
  settings: PolicySettings | null;
  exception: PolicySettings | null;
  exceptionUntil: Date | null;
  version: number | null;
  timeZone: string;
  jurisdiction: string;
}

export interface ProgramRules {
  programId: string;
  timeZone: string;
  jurisdiction: string;
  /** 0 while the program has none of its own. */
  version: number;
  stored: StoredPolicy | null;
  /** What holds at this moment. */
  settings: PolicySettings;
}

/** The policy of a program as it is now. */
@Injectable()
export class PolicyReader {
  constructor(private readonly clock: Clock) {}

  async of(queryable: Queryable, programId: string): Promise<ProgramRules | null> {
    const row = await queryable.first<PolicyRow>(sql`
      select g.time_zone as "timeZone", g.jurisdiction, l.version, l.settings, l.exception,
        l.exception_until as "exceptionUntil"
      from program g left join program_policy l on l.program_id = g.id where g.id = ${programId}`);
    if (!row) return null;
    const { settings, exception, exceptionUntil, version, timeZone, jurisdiction } = row;
    const stored = settings && { settings, exception, exceptionUntil };
    return {
      programId,
      timeZone,
      jurisdiction,
      version: version ?? 0,
      stored,
      settings: policyAt(stored, this.clock.now()),
    };
  }
}

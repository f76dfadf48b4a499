import { Injectable } from '@nestjs/common';
import type { SupportResource } from '#forum';
import { ageOn } from '#membership';
import { Clock, Database, dayIn, sql, type Viewer } from '#platform';
import { supportResourcesFor } from './support-resources.js';

/** Help for whoever asks, whatever their standing: nobody needs a consent for a telephone number. */
@Injectable()
export class SupportReader {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async of({ accountId }: Viewer): Promise<SupportResource[]> {
    const row = await this.database.first<{ birthDate: string | null; jurisdiction: string; timeZone: string }>(sql`
      select a.birth_date as "birthDate", p.jurisdiction, p.time_zone as "timeZone"
      from enrolment e join account a on a.id = e.account_id join program p on p.id = e.program_id
      where e.account_id = ${accountId} order by e.status in ('CLOSED', 'ERASED'), e.created_at desc limit 1`);
    const ageYears = row?.birthDate ? ageOn(dayIn(row.timeZone, this.clock.now()), row.birthDate) : null;
    return supportResourcesFor({ jurisdiction: row?.jurisdiction ?? '', ageYears, topics: [] });
  }
}

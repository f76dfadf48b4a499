import { Injectable } from '@nestjs/common';
import { Clock, Database, sql } from '#platform';
import { draftDays } from '../drafts/drafts.service.js';

const batch = 1_000;

/** Deletes drafts that nobody touched for thirty days (domain 2.9). */
@Injectable()
export class DraftPurge {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** @returns how many were deleted */
  async run(signal?: AbortSignal): Promise<number> {
    const oldest = new Date(this.clock.now().getTime() - draftDays * 86_400_000);
    let deleted = 0;
    for (let last = batch; last === batch && !signal?.aborted; deleted += last) {
      last = await this.database.run(sql`
        delete from draft where id = any(array(select id from draft where updated_at < ${oldest} limit ${batch}))`);
    }
    return deleted;
  }
}

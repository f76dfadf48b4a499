import { Injectable } from '@nestjs/common';
import { Clock, Database, sql } from '#platform';

/** Domain 2.2: those who moderate read what was removed for so long, then the safeguarding lead alone. */
const days = 90;
const batch = 1_000;

/**
 * Puts texts that were removed long ago out of sight of all but the safeguarding lead. It is the mark that posts held for
 * danger bear, so every surface knows it already. Whoever publishes the post after all (an appeal) takes the mark away.
 */
@Injectable()
export class RemovedTexts {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** @returns how many went out of sight */
  async run(signal?: AbortSignal): Promise<number> {
    const before = new Date(this.clock.now().getTime() - days * 86_400_000);
    let put = 0;
    for (let last = batch; last === batch && !signal?.aborted; put += last) {
      last = await this.database.run(sql`
        update post set restricted = true where id = any(array(
          select id from post where state = 'REMOVED' and not restricted and state_changed_at < ${before}
          order by state_changed_at limit ${batch} for update skip locked))`);
    }
    return put;
  }
}

import { Injectable } from '@nestjs/common';
import { Clock, Database, sql, type Sql } from '#platform';

/** What was told so long ago is forgotten. */
export const keepDays = 90;
/** And of one person's, what lies behind so many newer ones: nobody pages further. */
export const keepPerAccount = 1_000;
/** A mail's row tells no more after that than that there was one. */
const keepMailDays = 7;
/** Rows of one statement: each is short. */
const batch = 2_000;
const dayMs = 86_400_000;

/** Deletes what is over, in small steps. A second run finds nothing. */
@Injectable()
export class NotificationsPurge {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async run(signal?: AbortSignal): Promise<void> {
    const now = this.clock.now().getTime();
    const oldest = new Date(now - keepDays * dayMs);
    const oldestMail = new Date(now - keepMailDays * dayMs);
    const gone = sql`(select a.id from account a where a.status = 'CLOSED' or not exists (
      select from enrolment e where e.account_id = a.id and e.status not in ('CLOSED', 'ERASED')))`;
    for (const what of [
      sql`notification where created_at < ${oldest}`,
      sql`notification where account_id in ${gone}`,
      sql`notification n where exists (select from post p where p.id = n.post_id and p.state in ('ERASED', 'WITHDRAWN'))`,
      sql`(select id, ctid, row_number() over (partition by account_id order by id desc) as place from notification) n
        where place > ${keepPerAccount}`,
    ]) {
      await this.drain('notification', what, signal);
    }
    await this.drain('notification_mail', sql`notification_mail where created_at < ${oldestMail}`, signal);
    await this.drain('notification_mail', sql`notification_mail where account_id in ${gone}`, signal);
    await this.drain('notification_preference', sql`notification_preference where account_id in ${gone}`, signal);
  }

  private async drain(
    table: 'notification' | 'notification_mail' | 'notification_preference',
    from: Sql,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const target = {
      notification: sql`notification`,
      notification_mail: sql`notification_mail`,
      notification_preference: sql`notification_preference`,
    }[table];
    const statement = sql`delete from ${target} where ctid = any(array(select ctid from ${from} limit ${batch}))`;
    while (!signal?.aborted && (await this.database.run(statement)) === batch);
  }
}

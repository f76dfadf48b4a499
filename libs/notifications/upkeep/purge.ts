import { Injectable, type OnModuleInit } from '@nestjs/common';
import { enrolmentChanged, EnrolmentStatus } from '#membership';
import { Announcements, Clock, Database, sql, type Sql, type Transaction } from '#platform';

/** What was told so long ago is forgotten. */
export const keepDays = 90;
/** And of one person's, what lies behind so many newer ones: nobody pages further. */
export const keepPerAccount = 1_000;
/** A mail's row tells no more after that than that there was one. */
const keepMailDays = 7;
/** Rows of one statement: each is short. */
const batch = 2_000;
const dayMs = 86_400_000;

const notifications = sql`notification`;
const mails = sql`notification_mail`;
const preferences = sql`notification_preference`;

/** People who take part nowhere any more. */
const gone = sql`account_id in (select a.id from account a where a.status = 'CLOSED' or not exists (
  select from enrolment e where e.account_id = a.id and e.status not in ('CLOSED', 'ERASED')))`;

/** Deletes what is over, in small steps. A second run finds nothing. */
@Injectable()
export class NotificationsPurge implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly announcements: Announcements,
  ) {}

  onModuleInit(): void {
    this.announcements.listen(enrolmentChanged, async (tx, { accountId, programId, to }) => {
      if (to === EnrolmentStatus.ERASED) await this.erase(tx, accountId, programId);
    });
  }

  async run(signal?: AbortSignal): Promise<void> {
    const before = (days: number): Date => new Date(this.clock.now().getTime() - days * dayMs);
    await this.drain(notifications, sql`created_at < ${before(keepDays)}`, signal);
    await this.drain(mails, sql`created_at < ${before(keepMailDays)}`, signal);
    for (const table of [notifications, mails, preferences]) await this.drain(table, gone, signal);
    await this.cut(signal);
  }

  /** Nobody is to be found any more by what they were told: an erased person's rows go with them, at once. */
  private async erase(tx: Transaction, accountId: string, programId: string): Promise<void> {
    await tx.run(sql`
      delete from notification n using post p join board b on b.id = p.board_id
      where n.account_id = ${accountId} and p.id = n.post_id and b.program_id = ${programId}`);
    await tx.run(sql`delete from notification_mail where account_id = ${accountId} and program_id = ${programId}`);
  }

  private async drain(table: Sql, which: Sql, signal?: AbortSignal): Promise<void> {
    const statement = sql`delete from ${table} where ctid = any(array(
      select ctid from ${table} where ${which} limit ${batch}))`;
    while (!signal?.aborted && (await this.database.run(statement)) === batch);
  }

  /** The few who have more than anybody pages through. */
  private async cut(signal?: AbortSignal): Promise<void> {
    const over = await this.database.rows<{ accountId: string }>(sql`
      select account_id as "accountId" from notification group by account_id having count(*) > ${keepPerAccount}`);
    for (const { accountId } of over) {
      const beyond = sql`account_id = ${accountId} and id <= (
        select id from notification where account_id = ${accountId} order by id desc offset ${keepPerAccount} limit 1)`;
      await this.drain(notifications, beyond, signal);
    }
  }
}

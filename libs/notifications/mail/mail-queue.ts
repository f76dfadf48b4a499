import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, Database, Health, Ids, sql, type Transaction } from '#platform';
import { MailSetup } from './mail-setup.js';
import {
  attachToMails,
  claimMail,
  dropMail,
  type MailPlace,
  nextMail,
  overdueMails,
  postponeMail,
  queueMails,
  type WaitingMail,
} from './mail.queries.js';
import { nextDaily } from './quiet-hours.js';

export type { MailPlace } from './mail.queries.js';

/** A post that is taken back, mended or read within this time makes no mail. */
export const mailDelayMs = 2 * 60_000;
/** One mail about a thread in so long at the most (domain 3.9). */
export const threadPaceMs = 3_600_000;
/** Whoever sends a mail has so long; then somebody else tries. Longer after each failure. */
const leaseMs = 2 * 60_000;
export const mostMailTries = 6;
/** Mail that was to go out so long ago says that the mail server, or the worker, is away. */
const overdueMs = 15 * 60_000;

/** Mail that waits. Rows of the database, so a restart loses none. */
@Injectable()
export class MailQueue implements OnModuleInit {
  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly health: Health,
    private readonly ids: Ids,
    private readonly setup: MailSetup,
  ) {}

  onModuleInit(): void {
    this.health.watch('mail', async () => {
      const since = new Date(this.clock.now().getTime() - overdueMs);
      const row = await this.database.first<{ count: number }>(overdueMails(since));
      return row?.count ? `${row.count} overdue` : null;
    });
  }

  /** Where no mail can be sent, none is queued. */
  async add(
    tx: Transaction,
    place: MailPlace,
    notifications: readonly { id: string; accountId: string }[],
  ): Promise<void> {
    if (!this.setup.writes) return;
    const now = this.clock.now();
    const accounts = notifications.map(({ accountId }) => ({ id: this.ids.next(), accountId }));
    const when = {
      now,
      instantAt: new Date(now.getTime() + mailDelayMs),
      dailyAt: nextDaily(new Date(now.getTime() + mailDelayMs), place.timeZone),
    };
    const queued = await tx.run(queueMails(place, accounts, when));
    if (queued > 0) {
      await tx.run(
        attachToMails(
          place,
          notifications.map(({ id }) => id),
        ),
      );
    }
  }

  /** What is due, if mail can be sent at all. */
  async next(): Promise<WaitingMail | null> {
    if (!this.setup.writes) return null;
    const now = this.clock.now();
    return this.database.first<WaitingMail>(nextMail(now, new Date(now.getTime() - threadPaceMs)));
  }

  /** @returns false if somebody else has it, or it is not due any more */
  async claim(mail: WaitingMail): Promise<boolean> {
    const now = this.clock.now();
    const nextTryAt = new Date(now.getTime() + leaseMs * 2 ** mail.attempts);
    return (await this.database.run(claimMail(mail, now, nextTryAt))) === 1;
  }

  async postpone(mail: WaitingMail, until: Date): Promise<void> {
    await this.database.run(postponeMail(mail, until));
  }

  async drop({ id }: WaitingMail): Promise<void> {
    await this.database.run(dropMail(id));
  }

  async sent({ id }: WaitingMail): Promise<void> {
    await this.database.run(sql`update notification_mail set sent_at = ${this.clock.now()} where id = ${id}`);
  }
}

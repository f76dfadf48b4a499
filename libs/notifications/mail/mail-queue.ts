import { Injectable } from '@nestjs/common';
import { Clock, Database, Ids, sql, type Transaction } from '#platform';
import { MailSetup } from './mail-setup.js';
import {
  attachToMails,
  claimMail,
  dropMail,
  type MailPlace,
  nextMail,
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

/** Mail that waits. Rows of the database, so a restart loses none. */
@Injectable()
export class MailQueue {
  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly ids: Ids,
    private readonly setup: MailSetup,
  ) {}

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

  next(): Promise<WaitingMail | null> {
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

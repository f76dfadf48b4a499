import { Injectable } from '@nestjs/common';
import { Clock, Ids, LiveBus, liveTopics, type Sql, type Transaction } from '#platform';
import { type MailPlace, MailQueue } from '../mail/mail-queue.js';
import { type Hearer, putToSleep, tell, tellDecision, type ToldDecision, type ToldPost } from './hearers.queries.js';

/** Writes down who is told, and queues the mail about it, in the caller's transaction. */
@Injectable()
export class Telling {
  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly liveBus: LiveBus,
    private readonly mails: MailQueue,
  ) {}

  async post(tx: Transaction, post: ToldPost, hearers: readonly Hearer[]): Promise<void> {
    if (hearers.length === 0) return;
    const told = {
      ids: hearers.map(() => this.ids.next()),
      accountIds: hearers.map(({ accountId }) => accountId),
      kinds: hearers.map(({ kind }) => kind),
    };
    await this.write(tx, post, tell(post, told, this.clock.now()));
  }

  async decision(tx: Transaction, decision: ToldDecision): Promise<void> {
    await this.write(tx, decision, tellDecision(this.ids.next(), decision, this.clock.now()));
  }

  /** For people who wanted to hear and do not read the board any more. */
  async nothing(tx: Transaction, post: ToldPost, accountIds: readonly string[]): Promise<void> {
    if (accountIds.length > 0) await tx.run(putToSleep(post, accountIds, this.clock.now()));
  }

  private async write(tx: Transaction, place: MailPlace, statement: Sql): Promise<void> {
    const rows = await tx.rows<{ id: string; accountId: string }>(statement);
    if (rows.length === 0) return;
    await this.mails.add(tx, place, rows);
    tx.afterCommit.push(() => {
      for (const { accountId } of rows) this.liveBus.wake(liveTopics.notifications(accountId));
    });
  }
}

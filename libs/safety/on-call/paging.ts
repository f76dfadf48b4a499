import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, Jobs, logger, type Transaction } from '#platform';
import { CaseEntryKind } from '../cases/cases.types.js';
import { OnCallChain, type OnCallPerson } from './chain.js';
import { pageJob } from './page.job.js';
import { type ClaimedPage, type PagedCase, type PageOrder, PageRows } from './page-rows.js';
import { PagingChannels } from './paging-channels.js';

/**
 * Tells people. First the rows: whom, by which channel, once per round. Then each row is sent under its own lock: a job
 * that runs twice, or two workers with the same job, wait for each other and find it sent. A worker that dies while it
 * sends leaves the row unsent, and the next run sends it again under the same id: twice is better than never.
 */
@Injectable()
export class Paging implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly chain: OnCallChain,
    private readonly channels: PagingChannels,
    private readonly pages: PageRows,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(pageJob, (order) => this.run(order));
  }

  /** @throws Error if a channel did not take its page, so that the job is tried again; the others have theirs by then */
  async run(order: PageOrder): Promise<void> {
    const safetyCase = await this.database.transaction((tx) => this.claim(tx, order));
    if (!safetyCase) return;
    const waiting = await this.pages.unsent(order);
    const outcomes = await Promise.all(waiting.map((page) => this.send(safetyCase, page)));
    if (outcomes.includes(false)) throw new Error('a page was not taken');
  }

  /** Writes down who is told, once. @returns null if nobody needs to be told any more */
  private async claim(tx: Transaction, order: PageOrder): Promise<PagedCase | null> {
    const found = await this.pages.lockCase(tx, order);
    if (!found || (await this.pages.claimed(tx, order))) return found;
    const people =
      order.reason === 'ALERT' ? await this.nextOf(tx, order) : await this.chain.leadsFor(tx, order.caseId);
    if (people.length === 0) {
      logger.error({ safetyCase: order.caseId }, 'there is nobody who could be told of a case');
      await this.pages.tell(tx, found, CaseEntryKind.NOBODY_TO_PAGE, order);
      return null;
    }
    for (const person of people) await this.pages.insert(tx, order, person, this.channels.reaching(person));
    await this.pages.tell(tx, found, CaseEntryKind.PAGED, order, people);
    return found;
  }

  /** Round n goes to the n-th of those who can be reached, and on from the start. */
  private async nextOf(tx: Transaction, { caseId, round }: PageOrder): Promise<OnCallPerson[]> {
    const chain = await this.chain.ofCase(tx, caseId);
    const reachable = chain.filter((person) => this.channels.reach(person));
    const people = reachable.length > 0 ? reachable : chain;
    const person = people[(round - 1) % Math.max(people.length, 1)];
    return person ? [person] : [];
  }

  private async send(safetyCase: PagedCase, page: ClaimedPage): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      if (!(await this.pages.lockUnsent(tx, page.id))) return true;
      try {
        await this.channels.send(page.channel, this.channels.message(safetyCase, page));
      } catch (error) {
        // What a server or a mailbox answered may quote what it was sent; the class of the error is enough here.
        logger.error({ page: page.id, channel: page.channel, reason: (error as Error).name }, 'a page was not taken');
        await this.pages.failed(tx, safetyCase, page);
        return false;
      }
      await this.pages.sent(tx, page.id);
      return true;
    });
  }
}

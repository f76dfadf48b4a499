import { logger } from '#platform';
import { PageChannelName, type PageMessage, PagingChannel } from './paging-channel.js';

/** A line in the log of the server: always there, so that a page leaves a mark even where nothing else is set up. */
export class LogChannel extends PagingChannel {
  readonly name = PageChannelName.LOG;

  reaches(): boolean {
    return true;
  }

  send({ id, caseId, priority, to }: PageMessage): Promise<void> {
    logger.warn({ page: id, safetyCase: caseId, priority, account: to.accountId }, 'somebody has to look');
    return Promise.resolve();
  }
}

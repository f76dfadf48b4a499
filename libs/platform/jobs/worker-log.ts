import { Logger as WorkerLogger } from 'graphile-worker';
import { logger } from '../logging.js';

const levels = { error: 'error', warning: 'warn', info: 'debug', debug: 'trace' } as const;

/** graphile-worker's log lines among ours; its payloads are ids only, and are left out all the same. */
export const workerLog = new WorkerLogger(() => (level, message) => {
  logger[levels[level]]({ part: 'jobs' }, message);
});

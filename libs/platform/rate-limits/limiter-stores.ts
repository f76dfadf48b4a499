import { Redis } from 'ioredis';
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRedis,
  type RateLimiterRes,
} from 'rate-limiter-flexible';
import type { Database, NumberedSql } from '../database/database.js';
import { logger } from '../logging.js';

/** Where the counts are kept, and how to let go of it. */
export interface LimiterStore {
  /** Takes one from what is left. @returns milliseconds to wait if nothing was left, else null */
  take(key: string, points: number, seconds: number): Promise<number | null>;
  close(): void;
}

const isAnswer = (thrown: unknown): thrown is RateLimiterRes =>
  typeof thrown === 'object' && thrown !== null && 'msBeforeNext' in thrown;

/** One limiter for each size of window, made on first use. */
class Limiters implements LimiterStore {
  private readonly limiters = new Map<string, RateLimiterAbstract>();

  constructor(
    private readonly make: (options: { points: number; duration: number; keyPrefix: string }) => RateLimiterAbstract,
    readonly close: () => void,
  ) {}

  async take(key: string, points: number, seconds: number): Promise<number | null> {
    const size = `${points}/${seconds}`;
    let limiter = this.limiters.get(size);
    if (!limiter) {
      limiter = this.make({ points, duration: seconds, keyPrefix: '' });
      this.limiters.set(size, limiter);
    }
    try {
      await limiter.consume(key);
      return null;
    } catch (thrown) {
      if (isAnswer(thrown)) return thrown.msBeforeNext;
      throw thrown;
    }
  }
}

/**
 * What counts instead while the store is away: this process alone, so several processes together allow more. Posting must
 * not stop because a count cannot be kept.
 */
const insurance = (points: number, duration: number): RateLimiterMemory =>
  new RateLimiterMemory({ points, duration, keyPrefix: 'insurance' });

/** Counts in the table `rate_limit`: one statement for each use, through our own pool. */
export function postgresStore(database: Database): LimiterStore {
  const client = {
    async query({ text, values }: NumberedSql) {
      const rows = await database.rowsOf<{ points: number; expire: number }>({ text, values });
      return { rows, rowCount: rows.length };
    },
  };
  return new Limiters(
    ({ points, duration, keyPrefix }) =>
      new RateLimiterPostgres({
        storeClient: client,
        storeType: 'client',
        tableName: 'rate_limit',
        tableCreated: true,
        clearExpiredByTimeout: false,
        points,
        duration,
        keyPrefix,
        insuranceLimiter: insurance(points, duration),
      }),
    () => undefined,
  );
}

/** Counts in Redis; the connection is made on first use, and is not waited for when it is away. */
export function redisStore(url: string): LimiterStore {
  const redis = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 1_000,
    commandTimeout: 500,
  });
  let told = false;
  redis.on('ready', () => (told = false));
  redis.on('error', (error: Error) => {
    if (!told) logger.warn({ reason: error.message }, 'rate limits cannot reach Redis and count in this process');
    told = true;
  });
  return new Limiters(
    ({ points, duration, keyPrefix }) => {
      if (redis.status === 'wait') void redis.connect().catch(() => undefined);
      return new RateLimiterRedis({
        storeClient: redis,
        rejectIfRedisNotReady: true,
        points,
        duration,
        keyPrefix: `porchlight:limit${keyPrefix}`,
        insuranceLimiter: insurance(points, duration),
      });
    },
    () => redis.disconnect(),
  );
}

import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { staffRoles } from '../access.js';
import { Clock } from '../clock.js';
import { Config } from '../config.js';
import { Database } from '../database/database.js';
import { Refusal } from '../errors.js';
import { madeAt } from '../ids.js';
import { Role, type Viewer } from '../viewer.js';
import { allowances, type LimitedAction, newcomerDays } from './allowances.js';
import { type LimiterStore, postgresStore, redisStore } from './limiter-stores.js';

/** Where something is limited: each board has its own count, so a lively board does not silence another. */
export interface LimitedPlace {
  boardId: string;
  programId: string;
}

/**
 * How often an account may do something. Counted per account, never by address: three hundred pupils of one school come
 * from one. Windows are fixed and run on the wall clock, not on the clock of the rules: they guard the machine.
 */
@Injectable()
export class RateLimits implements OnApplicationShutdown {
  private readonly store: LimiterStore | null;

  constructor(
    config: Config,
    database: Database,
    private readonly clock: Clock,
  ) {
    const { RATE_LIMITS: on, REDIS_URL: redisUrl } = config.values;
    this.store = on ? (redisUrl ? redisStore(redisUrl) : postgresStore(database)) : null;
  }

  onApplicationShutdown(): void {
    this.store?.close();
  }

  /**
   * Counts one use; one statement (none with Redis, or when limits are off). Ask once the viewer is known to be allowed,
   * and before any costly work.
   * @throws Refusal RATE_LIMITED with `retryAfterSeconds`
   */
  async consume(viewer: Viewer, action: LimitedAction, place: LimitedPlace | null = null): Promise<void> {
    if (!this.store) return;
    const { seconds, ...points } = allowances[action];
    const key = `${action}:${viewer.accountId}:${place?.boardId ?? ''}`;
    const wait = await this.store.take(key, points[this.standing(viewer, place)], seconds);
    if (wait === null) return;
    const retryAfterSeconds = Math.max(1, Math.ceil(wait / 1_000));
    throw new Refusal('RATE_LIMITED', undefined, { retryAfterSeconds });
  }

  private standing(viewer: Viewer, place: LimitedPlace | null): 'staff' | 'newcomer' | 'member' {
    const works = viewer.enrolments.some(
      ({ programId, role }) => (place === null || place.programId === programId) && isStaffRole(role),
    );
    if (works) return 'staff';
    const days = (this.clock.now().getTime() - madeAt(viewer.accountId).getTime()) / 86_400_000;
    return days < newcomerDays ? 'newcomer' : 'member';
  }
}

const isStaffRole = (role: Role): boolean => (staffRoles as readonly Role[]).includes(role);

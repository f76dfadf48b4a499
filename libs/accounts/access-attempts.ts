import { type BeforeApplicationShutdown, Injectable, type OnModuleInit } from '@nestjs/common';
import { Audit, Database, logger } from '#platform';

/** Actions of the trail. */
export type RefusedAccess =
  /** A sign-in with a wrong password, or for a name that does not exist. */
  | 'sign-in.failed'
  /** A sign-in that was not judged because of too many wrong ones before it. */
  | 'sign-in.slowed'
  /** A wrong password given in an open session. */
  | 'password.refused'
  /** Things asked for by id that are not there for whoever asked. */
  | 'access.not-found';

interface Counted {
  action: RefusedAccess;
  accountId: string | null;
  count: number;
}

const flushEveryMs = 60_000;
/** Lines of one minute and process; what exceeds them is counted on the line of nobody. */
const mostLines = 200;

/**
 * Tells the trail and the log of failed sign-ins and of guessed ids (OWASP ASVS 5.0, 16.3.1 and 16.3.2): one line for each
 * account and kind in a minute, with their number. Neither a name that was tried, an id that was guessed nor an address is kept.
 */
@Injectable()
export class AccessAttempts implements OnModuleInit, BeforeApplicationShutdown {
  private counts = new Map<string, Counted>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.flush(), flushEveryMs);
    this.timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.flush();
  }

  /**
   * Returns at once.
   * @param accountId whose sign-in it is, or who asked; null for a name that does not exist and for the anonymous
   */
  note(action: RefusedAccess, accountId: string | null, count = 1): void {
    const own = `${action}:${accountId}`;
    const key = this.counts.has(own) || this.counts.size < mostLines ? own : `${action}:null`;
    const counted = this.counts.get(key) ?? { action, accountId: key === own ? accountId : null, count: 0 };
    counted.count += count;
    this.counts.set(key, counted);
  }

  /** Writes what was counted since the last time. */
  async flush(): Promise<void> {
    const counted = [...this.counts.values()];
    this.counts = new Map();
    if (counted.length === 0) return;
    for (const [action, lines] of Map.groupBy(counted, (line) => line.action)) {
      const attempts = lines.reduce((sum, { count }) => sum + count, 0);
      const accounts = lines.filter(({ accountId }) => accountId !== null).length;
      logger.warn({ action, attempts, accounts }, 'refused access of the last minute');
    }
    try {
      await this.database.transaction(async (tx) => {
        for (const { action, accountId, count } of counted) {
          await this.audit.write(tx, {
            action,
            // Who signs in is not known before the password was right.
            actorId: action === 'access.not-found' || action === 'password.refused' ? accountId : null,
            targetType: 'Account',
            targetId: accountId ?? 'unknown',
            facts: { count },
          });
        }
      });
    } catch (error) {
      logger.error({ err: error }, 'refused access could not be written to the trail');
    }
  }
}

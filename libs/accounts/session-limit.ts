import { sql, type Transaction } from '#platform';
import { type SessionRow, sessionRows } from './accounts.queries.js';
import { livingSessions } from './accounts.policy.js';

/**
 * Sessions that one account has at the same time (OWASP ASVS 5.0, 7.1.2). Young people sign in on many shared machines
 * without signing out; more than this is no person.
 */
export const mostSessions = 25;

/** Those that have to end before another one is opened: used longest ago first out. The account must be locked. */
export const sessionsInExcess = (tx: Transaction, accountId: string, now: Date): Promise<SessionRow[]> =>
  sessionRows(
    tx,
    livingSessions(accountId, now),
    sql`order by s.last_used_at desc, s.id desc limit 100 offset ${mostSessions - 1}`,
  );

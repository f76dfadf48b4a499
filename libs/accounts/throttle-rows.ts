import { join, type Queryable, sql, type Transaction } from '#platform';
import type { ThrottleState } from './throttle.js';

/** The rows of `sign_in_throttle`. They are locked in the order of their keys, so two attempts never wait for each other. */
export interface StoredState extends ThrottleState {
  key: Buffer;
}

const columns = sql`key, failures, last_failure_at as "lastFailureAt", blocked_until as "blockedUntil"`;

export const readStates = (from: Queryable, keys: readonly Buffer[], locked: boolean): Promise<StoredState[]> =>
  from.rows<StoredState>(sql`
    select ${columns} from sign_in_throttle where key = any(${keys}::bytea[])
    order by key ${locked ? sql`for update` : sql``}`);

/** Makes the rows that are missing, and locks them all. */
export function lockStates(tx: Transaction, keys: readonly Buffer[], now: Date): Promise<StoredState[]> {
  const sorted = [...keys].sort((one, other) => Buffer.compare(one, other));
  return tx.rows<StoredState>(sql`
    insert into sign_in_throttle (key, failures, last_failure_at)
    values ${join(sorted.map((key) => sql`(${key}, 0, ${now})`))}
    on conflict (key) do update set key = excluded.key
    returning ${columns}`);
}

export async function writeState(tx: Transaction, key: Buffer, next: ThrottleState): Promise<void> {
  await tx.run(sql`
    update sign_in_throttle
    set failures = ${next.failures}, last_failure_at = ${next.lastFailureAt}, blocked_until = ${next.blockedUntil}
    where key = ${key}`);
}

export async function deleteStates(tx: Transaction, keys: readonly Buffer[]): Promise<void> {
  await tx.run(sql`delete from sign_in_throttle where key = any(${keys}::bytea[])`);
}

export const stateOf = (states: readonly StoredState[], key: Buffer): StoredState | null =>
  states.find((state) => state.key.equals(key)) ?? null;

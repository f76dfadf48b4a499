import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, Config, Database, join, Refusal, sql, type Queryable, type Transaction } from '#platform';
import { networkOf } from './addresses.js';
import { afterFailure, forgottenBefore, secondsBlocked, type ThrottleLimit, type ThrottleState } from './throttle.js';

/** One thing that a wrong password counts against. */
export interface Guard {
  key: Buffer;
  limit: ThrottleLimit;
  /** A right password clears it. An address is not cleared: whoever guesses may own an account there. */
  cleared: boolean;
}

const keyOf = (...parts: string[]): Buffer => createHash('sha256').update(JSON.stringify(parts)).digest();

/** The name, from wherever it is tried: at most some 24 guesses a day once it is at an hour. */
const nameLimit: ThrottleLimit = { free: 5, longest: 3_600 };
/** The address, whatever names are tried: a whole school may share it, so many are free and the pause stays short. */
const addressLimit: ThrottleLimit = { free: 50, longest: 900 };
/** One person at one place where they have signed in before. */
const placeLimit: ThrottleLimit = { free: 5, longest: 900 };

/**
 * What guards a sign-in. A stranger's attempts count against the name and their address. From a place where the account
 * has signed in within 30 days only that pair counts: so whoever guesses elsewhere cannot lock the owner out, and
 * neither can a classmate behind the same address.
 */
export function guardsOfSignIn(nameKey: string, address: string, knownPlace: boolean): Guard[] {
  const network = networkOf(address);
  if (knownPlace) return [{ key: keyOf('place', nameKey, network), limit: placeLimit, cleared: true }];
  return [
    { key: keyOf('name', nameKey), limit: nameLimit, cleared: true },
    { key: keyOf('address', network), limit: addressLimit, cleared: false },
  ];
}

/** Whoever holds a stolen access token must not find out the password by trying to change it. */
export const guardsOfPasswordChange = (accountId: string): Guard[] => [
  { key: keyOf('change', accountId), limit: nameLimit, cleared: true },
];

interface StoredState extends ThrottleState {
  key: Buffer;
}

const columns = sql`key, failures, last_failure_at as "lastFailureAt", blocked_until as "blockedUntil"`;

/**
 * Counts wrong passwords. Asked twice for each attempt: `admit` before the costly hash, and `succeeded` or `failed` after
 * it, where the pause that others have set meanwhile counts too; so a hundred guesses sent at once learn no more than
 * the free ones, and a hundred right passwords sent at once are all right.
 */
@Injectable()
export class SignInThrottle {
  private readonly on: boolean;

  constructor(
    config: Config,
    private readonly clock: Clock,
    private readonly database: Database,
  ) {
    this.on = config.values.RATE_LIMITS;
  }

  /** @throws Refusal RATE_LIMITED while a pause is on */
  async admit(guards: readonly Guard[]): Promise<void> {
    if (this.on) this.refuseBlocked(await this.read(this.database, guards, false));
  }

  /** @throws Refusal RATE_LIMITED, and nothing is counted, if a pause has begun meanwhile */
  async succeeded(tx: Transaction, guards: readonly Guard[]): Promise<void> {
    if (!this.on) return;
    const states = await this.read(tx, guards, true);
    this.refuseBlocked(states);
    if (states.length === 0) return;
    const cleared = guards.filter((guard) => guard.cleared).map(({ key }) => key);
    await tx.run(sql`delete from sign_in_throttle where key = any(${cleared}::bytea[])`);
  }

  /** @throws Refusal RATE_LIMITED, and nothing is counted, if a pause has begun meanwhile */
  async failed(tx: Transaction, guards: readonly Guard[]): Promise<void> {
    if (!this.on) return;
    const now = this.clock.now();
    // In one order, so two attempts never wait for each other; touching makes the row and locks it.
    const sorted = [...guards].sort((one, other) => Buffer.compare(one.key, other.key));
    const states = await tx.rows<StoredState>(sql`
      insert into sign_in_throttle (key, failures, last_failure_at)
      values ${join(sorted.map(({ key }) => sql`(${key}, 0, ${now})`))}
      on conflict (key) do update set key = excluded.key
      returning ${columns}`);
    this.refuseBlocked(states);
    for (const { key, limit } of sorted) {
      const next = afterFailure(states.find((state) => state.key.equals(key)) ?? null, limit, now);
      await tx.run(sql`
        update sign_in_throttle
        set failures = ${next.failures}, last_failure_at = ${now}, blocked_until = ${next.blockedUntil}
        where key = ${key}`);
    }
  }

  /** Deletes what is forgotten. @returns how many */
  async purge(): Promise<number> {
    return this.database.run(sql`
      delete from sign_in_throttle where last_failure_at < ${forgottenBefore(this.clock.now())}`);
  }

  private read(from: Queryable, guards: readonly Guard[], locked: boolean): Promise<StoredState[]> {
    const keys = guards.map(({ key }) => key);
    return from.rows<StoredState>(sql`
      select ${columns} from sign_in_throttle where key = any(${keys}::bytea[])
      order by key ${locked ? sql`for update` : sql``}`);
  }

  private refuseBlocked(states: readonly StoredState[]): void {
    const retryAfterSeconds = secondsBlocked(states, this.clock.now());
    if (retryAfterSeconds === 0) return;
    throw new Refusal('RATE_LIMITED', 'Too many wrong passwords: wait before the next try.', { retryAfterSeconds });
  }
}

import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, Config, Database, Refusal, sql, type Transaction } from '#platform';
import { networkOf } from './addresses.js';
import {
  afterFailure,
  type Bucket,
  forgiven,
  forgottenBefore,
  poured,
  remembered,
  secondsBlocked,
  secondsFull,
  type ThrottleLimit,
} from './throttle.js';
import { deleteStates, lockStates, readStates, stateOf, type StoredState, writeState } from './throttle-rows.js';

const keyOf = (...parts: string[]): Buffer => createHash('sha256').update(JSON.stringify(parts)).digest();

/** One account name, from wherever it is tried: some 24 guesses a day once the pause is an hour. */
const nameLimit: ThrottleLimit = { free: 5, longest: 3_600 };
/** One account name at one network. */
const placeLimit: ThrottleLimit = { free: 5, longest: 900 };
/**
 * One network, whatever names are tried. A school of hundreds shares one, so a hundred typing errors at once are nothing;
 * a list of names that is tried from there then gets through at six a minute.
 */
export const addressBucket: Bucket = { size: 100, step: 10 };

/** What a failed sign-in counts against: the same three for every name, known or not. */
export interface SignInGuards {
  name: Buffer;
  place: Buffer;
  address: Buffer;
}

export function guardsOfSignIn(nameKey: string, address: string): SignInGuards {
  const network = networkOf(address);
  return { name: keyOf('name', nameKey), place: keyOf('place', nameKey, network), address: keyOf('address', network) };
}

/** Whoever holds a stolen access token must not find out the password by trying to change or confirm it. */
export const guardsOfPassword = (accountId: string): Buffer[] => [keyOf('change', accountId)];

export const slowed = (retryAfterSeconds: number): Refusal =>
  new Refusal('RATE_LIMITED', 'Too many wrong passwords: wait before the next try.', { retryAfterSeconds });

/**
 * Counts wrong passwords. A sign-in is judged after the hash, under a lock: what others have counted meanwhile is seen, so a
 * hundred guesses sent at once learn no more than the free ones.
 *
 * The answer to a wrong password depends on the three counts alone, never on whether the account exists or who has signed
 * in from here. What the account has to do with it is which counts a *right* password must pass: where the person has
 * signed in within 30 days, only that of this name at this network. So nobody elsewhere locks a person out, and nobody
 * behind the same address does either, unless they guess at that very name.
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

  /**
   * A wrong password. Each count goes up that is not blocked already.
   * @returns seconds to wait, to be told instead of "wrong"; 0: tell that it is wrong
   */
  async wrong(tx: Transaction, guards: SignInGuards): Promise<number> {
    if (!this.on) return 0;
    const now = this.clock.now();
    return this.count(tx, guards, await lockStates(tx, Object.values(guards) as Buffer[], now), now);
  }

  /**
   * A right password. The typing errors before it, at this network, were the person's own and are taken back everywhere.
   * While a pause is on for the name it counts like a wrong one, so that the counts never tell that it was right.
   * @param knownPlace the person has signed in from here of late
   * @returns seconds to wait, the same as after a wrong one; 0: they may come in
   */
  async right(tx: Transaction, guards: SignInGuards, knownPlace: boolean): Promise<number> {
    if (!this.on) return 0;
    const { name, place, address } = guards;
    const now = this.clock.now();
    const states = await lockStates(tx, Object.values(guards) as Buffer[], now);
    const [ofName, ofPlace, ofAddress] = [stateOf(states, name), stateOf(states, place), stateOf(states, address)];
    const paused = secondsBlocked(knownPlace ? [ofPlace] : [ofName, ofPlace], now) > 0;
    if (paused) return this.count(tx, guards, states, now);
    if (!knownPlace && secondsFull(ofAddress, addressBucket, now) > 0) return this.shown(guards, states, now);
    const own = remembered(ofPlace, now);
    const ofOthers = knownPlace ? forgiven(ofName, own, nameLimit) : null;
    const ofNetwork = poured(ofAddress, addressBucket, -own, now);
    if (ofOthers) await writeState(tx, name, ofOthers);
    if (ofNetwork.failures > 0) await writeState(tx, address, ofNetwork);
    const over = [place, ...(ofOthers ? [] : [name]), ...(ofNetwork.failures > 0 ? [] : [address])];
    await deleteStates(tx, over);
    return 0;
  }

  private async count(
    tx: Transaction,
    guards: SignInGuards,
    states: readonly StoredState[],
    now: Date,
  ): Promise<number> {
    const { name, place, address } = guards;
    for (const [key, limit] of [
      [name, nameLimit],
      [place, placeLimit],
    ] as const) {
      const state = stateOf(states, key);
      if (secondsBlocked([state], now) === 0) await writeState(tx, key, afterFailure(state, limit, now));
    }
    const known = stateOf(states, address);
    if (secondsFull(known, addressBucket, now) === 0) {
      await writeState(tx, address, poured(known, addressBucket, 1, now));
    }
    return this.shown(guards, states, now);
  }

  private shown({ name, place, address }: SignInGuards, states: readonly StoredState[], now: Date): number {
    return Math.max(
      secondsBlocked([stateOf(states, name), stateOf(states, place)], now),
      secondsFull(stateOf(states, address), addressBucket, now),
    );
  }

  /**
   * For a password given in an open session: before the hash.
   * @throws Refusal RATE_LIMITED while a pause is on
   */
  async admit(keys: readonly Buffer[]): Promise<void> {
    if (this.on) this.refuseBlocked(await readStates(this.database, keys, false));
  }

  /** @throws Refusal RATE_LIMITED, and nothing is counted, if a pause has begun meanwhile */
  async succeeded(tx: Transaction, keys: readonly Buffer[]): Promise<void> {
    if (!this.on) return;
    const states = await readStates(tx, keys, true);
    this.refuseBlocked(states);
    if (states.length > 0) await deleteStates(tx, keys);
  }

  /** @throws Refusal RATE_LIMITED, and nothing is counted, if a pause has begun meanwhile */
  async failed(tx: Transaction, keys: readonly Buffer[]): Promise<void> {
    if (!this.on) return;
    const now = this.clock.now();
    const states = await lockStates(tx, keys, now);
    this.refuseBlocked(states);
    for (const state of states) await writeState(tx, state.key, afterFailure(state, nameLimit, now));
  }

  /** Deletes what is forgotten. @returns how many */
  async purge(): Promise<number> {
    return this.database.run(sql`
      delete from sign_in_throttle where last_failure_at < ${forgottenBefore(this.clock.now())}`);
  }

  private refuseBlocked(states: readonly StoredState[]): void {
    const retryAfterSeconds = secondsBlocked(states, this.clock.now());
    if (retryAfterSeconds > 0) throw slowed(retryAfterSeconds);
  }
}

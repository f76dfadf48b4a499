import { LRUCache } from 'lru-cache';
import type { DeliveryAllowance } from '../rate-limits/allowances.js';

/** Points that are executed at the same time in this process: one costly selection, or a thousand usual ones. */
export const pointsAtOnce = 5_000;

export interface DeliveryTurnsOptions {
  /** Unset: members are not bounded; they still take turns. */
  allowance?: DeliveryAllowance | undefined;
  atOnce?: number;
  /** Milliseconds; a test holds it still. */
  now?: () => number;
}

/** Gives the turn back; call it once. */
export type Leave = () => void;

interface Waiter {
  cost: number;
  admit(leave: Leave): void;
}

interface Account {
  /** Negative after a costly delivery: the next one waits until it is above zero again. */
  points: number;
  countedAt: number;
}

/** Members whose points are remembered; whoever is forgotten has all of them again. */
const mostAccounts = 50_000;
/** Milliseconds between two looks at members who wait for points. */
const leastPauseMs = 20;
const mostPauseMs = 1_000;

/**
 * Decides which delivery of a subscription is executed next. Members take turns, whatever the number of their
 * subscriptions. Nobody overtakes a costly delivery whose turn it is. A member without points waits while the others go
 * on. Nothing is refused or dropped: what waits is an event's ids in its queue.
 */
export class DeliveryTurns {
  /** Members with something to deliver, in the order of their turns. */
  readonly #ready = new Map<string, Set<Waiter>>();
  /** Those of them who have no points. */
  readonly #parked = new Map<string, Set<Waiter>>();
  readonly #accounts = new LRUCache<string, Account>({ max: mostAccounts });
  readonly #atOnce: number;
  readonly #now: () => number;
  #running = 0;
  #timer: NodeJS.Timeout | undefined;
  #scheduled = false;

  constructor(private readonly options: DeliveryTurnsOptions = {}) {
    this.#atOnce = options.atOnce ?? pointsAtOnce;
    this.#now = options.now ?? (() => performance.now());
  }

  /** Points that are being executed. */
  get running(): number {
    return this.#running;
  }

  /**
   * Waits for a turn.
   * @param member whose points are charged
   * @param signals end the wait
   * @returns null if a signal came first
   */
  async enter(member: string, cost: number, signals: readonly AbortSignal[]): Promise<Leave | null> {
    if (signals.some(({ aborted }) => aborted)) return null;
    const points = Math.max(1, cost);
    if (this.#ready.size === 0 && !this.#parked.has(member) && this.#fits(points) && this.#pause(member) === 0) {
      return this.#admit(member, points);
    }
    return new Promise((resolve) => {
      const end = (leave: Leave | null): void => {
        for (const signal of signals) signal.removeEventListener('abort', giveUp);
        resolve(leave);
      };
      const giveUp = (): void => {
        waiters.delete(waiter);
        end(null);
      };
      const waiter: Waiter = { cost: points, admit: end };
      const waiters = this.#parked.get(member) ?? this.#ready.get(member) ?? new Set();
      waiters.add(waiter);
      if (!this.#parked.has(member)) this.#ready.set(member, waiters);
      for (const signal of signals) signal.addEventListener('abort', giveUp, { once: true });
      this.#dispatch();
    });
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #dispatch(): void {
    for (const [member, waiters] of this.#ready) {
      const [waiter] = waiters;
      if (!waiter) {
        this.#ready.delete(member);
        continue;
      }
      const pause = this.#pause(member);
      if (pause > 0) {
        this.#ready.delete(member);
        this.#parked.set(member, waiters);
        this.#wakeIn(pause);
        continue;
      }
      if (!this.#fits(waiter.cost)) return;
      waiters.delete(waiter);
      // Behind the others: a Map is iterated in the order of insertion, also over what is added meanwhile.
      this.#ready.delete(member);
      if (waiters.size > 0) this.#ready.set(member, waiters);
      waiter.admit(this.#admit(member, waiter.cost));
    }
  }

  #fits(points: number): boolean {
    return this.#running === 0 || this.#running + points <= this.#atOnce;
  }

  #admit(member: string, points: number): Leave {
    this.#running += points;
    const account = this.#accounts.get(member);
    if (account) account.points -= points;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#running -= points;
      if (this.#ready.size > 0) this.#dispatchSoon();
    };
  }

  /** After other work of this process had its turn: a backlog of deliveries must not keep requests waiting. */
  #dispatchSoon(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#dispatch();
    });
  }

  /** @returns milliseconds until the member has points; 0 if now */
  #pause(member: string): number {
    const { allowance } = this.options;
    if (!allowance) return 0;
    const now = this.#now();
    const account = this.#accounts.get(member) ?? { points: allowance.burst, countedAt: now };
    const earned = (Math.max(0, now - account.countedAt) / 1_000) * allowance.pointsPerSecond;
    account.points = Math.min(allowance.burst, account.points + earned);
    account.countedAt = now;
    this.#accounts.set(member, account);
    return account.points > 0 ? 0 : Math.ceil((-account.points / allowance.pointsPerSecond) * 1_000) + 1;
  }

  #wakeIn(milliseconds: number): void {
    this.#timer ??= setTimeout(
      () => {
        this.#timer = undefined;
        for (const [member, waiters] of this.#parked) this.#ready.set(member, waiters);
        this.#parked.clear();
        this.#dispatch();
      },
      Math.min(Math.max(milliseconds, leastPauseMs), mostPauseMs),
    ).unref();
  }
}

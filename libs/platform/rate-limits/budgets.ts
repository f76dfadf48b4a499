import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Config } from '../config.js';
import { Refusal } from '../errors.js';

/** What an account has left in the running minute. */
export interface Budget {
  /** Points of this operation: objects that it can return, at least 1. */
  cost: number;
  /** Points of a minute. */
  limit: number;
  remaining: number;
  resetAt: Date;
}

/**
 * Points of one account in a minute. A page of twenty posts with authors and reactions costs about a hundred, so this is
 * ten such pages in every second of the minute: far above any reader, and a bound for a crawler.
 */
export const pointsPerMinute = 60_000;
const windowMs = 60_000;
/** Accounts counted at a time; whoever is forgotten begins a new minute. */
const mostAccounts = 50_000;

/**
 * Counts what operations cost, per account and minute, in this process: what it bounds is the work of this very process,
 * so several processes allow several times as much, and counting costs nothing.
 */
@Injectable()
export class Budgets {
  private readonly on: boolean;
  private readonly spent = new LRUCache<string, { points: number; endsAt: number }>({ max: mostAccounts });

  constructor(config: Config) {
    this.on = config.values.RATE_LIMITS;
  }

  /**
   * Takes the points of one operation.
   * @returns what is left; null when limits are off
   * @throws Refusal RATE_LIMITED with `retryAfterSeconds` when the minute is used up
   */
  charge(accountId: string, cost: number): Budget | null {
    if (!this.on) return null;
    const now = Date.now();
    const known = this.spent.get(accountId);
    const window = known && known.endsAt > now ? known : { points: 0, endsAt: now + windowMs };
    const points = Math.max(1, cost);
    if (window.points + points > pointsPerMinute) {
      throw new Refusal('RATE_LIMITED', 'This account has used up its points of this minute.', {
        retryAfterSeconds: Math.max(1, Math.ceil((window.endsAt - now) / 1_000)),
      });
    }
    window.points += points;
    this.spent.set(accountId, window);
    return {
      cost: points,
      limit: pointsPerMinute,
      remaining: pointsPerMinute - window.points,
      resetAt: new Date(window.endsAt),
    };
  }
}

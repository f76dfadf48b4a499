import { Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Config, Refusal } from '#platform';
import { networkOf } from './addresses.js';

/**
 * Sign-ins that one network may try in ten seconds, right or wrong. Each costs a hash of 55 ms, whatever comes of it, so a
 * flood has to be stopped before the hash. A whole school at the bell stays below.
 */
export const attemptsAtOnce = 200;
const windowSeconds = 10;

/**
 * Bounds the hashing that one network can cause in this process. It looks at no name, so its answer says nothing about
 * accounts. It runs on the wall clock: it guards the machine, not a password.
 */
@Injectable()
export class SignInFlood {
  private readonly limiter: RateLimiterMemory | null;

  constructor(config: Config) {
    this.limiter = config.values.RATE_LIMITS
      ? new RateLimiterMemory({ points: attemptsAtOnce, duration: windowSeconds })
      : null;
  }

  /** @throws Refusal RATE_LIMITED for at most ten seconds */
  async admit(address: string): Promise<void> {
    try {
      await this.limiter?.consume(networkOf(address));
    } catch (thrown) {
      if (!(thrown instanceof RateLimiterRes)) throw thrown;
      const retryAfterSeconds = Math.max(1, Math.ceil(thrown.msBeforeNext / 1_000));
      throw new Refusal('RATE_LIMITED', 'Too many sign-ins from this address at once.', { retryAfterSeconds });
    }
  }
}

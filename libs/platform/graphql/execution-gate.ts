import { Refusal } from '../errors.js';

interface Waiter {
  admit(): void;
}

/**
 * Bounds how many operations run at once in this process, and how many wait. What does not fit is refused at once
 * (503, try again), so those admitted stay fast and memory stays flat under any load.
 */
export class ExecutionGate {
  readonly #waiting = new Set<Waiter>();
  #running = 0;
  #idle: (() => void)[] = [];

  constructor(
    private readonly maximumRunning: number,
    private readonly maximumWaiting: number,
  ) {}

  get running(): number {
    return this.#running;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /**
   * Waits for a place; pair each with one `leave`.
   * @param anonymous shed first: only half of the waiting places are for callers without a token
   * @param signal ends the wait when the deadline passes or the client goes
   * @throws Refusal `UNAVAILABLE`, or the signal's reason
   */
  async enter(anonymous: boolean, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#running < this.maximumRunning) {
      this.#running++;
      return;
    }
    const places = anonymous ? this.maximumWaiting / 2 : this.maximumWaiting;
    if (this.#waiting.size >= places) {
      throw new Refusal('UNAVAILABLE', 'Too many requests are waiting; try again soon.', { retryAfterSeconds: 1 });
    }
    await new Promise<void>((resolve, reject) => {
      const giveUp = (): void => {
        this.#waiting.delete(waiter);
        reject(signal.reason as Error);
      };
      const waiter: Waiter = {
        admit: () => {
          signal.removeEventListener('abort', giveUp);
          resolve();
        },
      };
      signal.addEventListener('abort', giveUp, { once: true });
      this.#waiting.add(waiter);
    });
  }

  leave(): void {
    const [next] = this.#waiting;
    if (next) {
      this.#waiting.delete(next);
      next.admit(); // takes over this place
      return;
    }
    this.#running--;
    if (this.#running === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** Resolves when nothing runs or waits. */
  async idle(): Promise<void> {
    if (this.#running > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }
}

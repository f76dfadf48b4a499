import type { SourceEvent } from './source-event.js';

/** Events that wait in one queue. The source keeps the rest in its log and continues there when the reader has taken some. */
export const mostWaiting = 100;

export interface EventQueueOptions {
  /** Called once, when the reader leaves or the source ends the queue. */
  onClose: () => void;
  /** Called when there is room again after `push` found none. */
  onRoom?: () => void;
}

/**
 * The source of one subscription: a bounded queue between the hub that writes and the one reader. Every subscription
 * resolver returns one. It ends once, with or without an error.
 */
export class EventQueue<Event extends SourceEvent = SourceEvent> implements AsyncIterableIterator<Event> {
  private readonly waiting: Event[] = [];
  private readonly cutting = new AbortController();
  private reader: { resolve: (result: IteratorResult<Event>) => void; reject: (error: Error) => void } | undefined;
  private ending: { error: Error | null } | undefined;
  private full = false;

  constructor(private readonly options: EventQueueOptions) {}

  /** Aborted when the queue ends and what waits is dropped: a delivery that is under way must not be sent any more. */
  get cut(): AbortSignal {
    return this.cutting.signal;
  }

  get length(): number {
    return this.waiting.length;
  }

  /** @returns false if there is no room: nothing was added, and `onRoom` tells when to continue */
  push(event: Event): boolean {
    if (this.ending) return true;
    if (this.reader) {
      this.reader.resolve({ done: false, value: event });
      this.reader = undefined;
      return true;
    }
    if (this.waiting.length >= mostWaiting) {
      this.full = true;
      return false;
    }
    this.waiting.push(event);
    return true;
  }

  /** Whether `push` found no room and the reader has not made any since. */
  get isFull(): boolean {
    return this.full;
  }

  /** What waits is still read; then the subscription ends, with the error if there is one. */
  end(error: Error | null = null, dropWaiting = false): void {
    if (this.ending) return;
    this.ending = { error };
    if (dropWaiting) {
      // After access was lost nothing more is delivered, not even what was already here.
      this.waiting.length = 0;
      this.cutting.abort();
    }
    this.options.onClose();
    const reader = this.reader;
    this.reader = undefined;
    if (!reader) return;
    this.ending = { error: null };
    if (error) reader.reject(error);
    else reader.resolve({ done: true, value: undefined });
  }

  next(): Promise<IteratorResult<Event>> {
    const event = this.waiting.shift();
    if (event !== undefined) {
      if (this.full && this.waiting.length <= mostWaiting / 2) {
        this.full = false;
        this.options.onRoom?.();
      }
      return Promise.resolve({ done: false, value: event });
    }
    if (this.ending) {
      const { error } = this.ending;
      this.ending = { error: null };
      return error ? Promise.reject(error) : Promise.resolve({ done: true, value: undefined });
    }
    return new Promise((resolve, reject) => (this.reader = { resolve, reject }));
  }

  return(): Promise<IteratorResult<Event>> {
    this.end(null, true);
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

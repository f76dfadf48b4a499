/** Events that a subscriber has not taken yet. Past this the reader is too slow and starts again from its cursor. */
const mostWaiting = 1_000;

/** A queue between the hub that writes and one subscription that reads. Ends once, with or without an error. */
export class EventQueue<Event> implements AsyncIterableIterator<Event> {
  private readonly waiting: Event[] = [];
  private reader: { resolve: (result: IteratorResult<Event>) => void; reject: (error: Error) => void } | undefined;
  private ending: { error: Error | null } | undefined;

  /** @param onClose called once, when the reader leaves or the queue is ended */
  constructor(private readonly onClose: () => void) {}

  /** @returns false if the reader is too far behind: nothing was added */
  push(event: Event): boolean {
    if (this.ending) return true;
    if (this.reader) {
      this.reader.resolve({ done: false, value: event });
      this.reader = undefined;
      return true;
    }
    if (this.waiting.length >= mostWaiting) return false;
    this.waiting.push(event);
    return true;
  }

  /** What waits is still read; then the subscription ends, with the error if there is one. */
  end(error: Error | null = null, dropWaiting = false): void {
    if (this.ending) return;
    this.ending = { error };
    // After access was lost nothing more is delivered, not even what was already here.
    if (dropWaiting) this.waiting.length = 0;
    this.onClose();
    const reader = this.reader;
    this.reader = undefined;
    if (!reader) return;
    if (error) reader.reject(error);
    else reader.resolve({ done: true, value: undefined });
  }

  next(): Promise<IteratorResult<Event>> {
    const event = this.waiting.shift();
    if (event !== undefined) return Promise.resolve({ done: false, value: event });
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

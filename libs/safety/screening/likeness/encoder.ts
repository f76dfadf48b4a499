/**
 * Turns a stretch of words into a vector of its meaning: the Universal Sentence Encoder (Cer et al. 2018), its small English
 * model, through WebAssembly in a thread of this process, so that requests go on meanwhile. Its weights come with the
 * package; nothing is loaded from elsewhere and no text leaves.
 */
import { extname } from 'node:path';
import { Worker as Thread } from 'node:worker_threads';

/** Names what made the vectors: weights of the head fit these alone. */
export const ENCODER = 'universal-sentence-encoder-lite/1';
export const DIMENSIONS = 512;
/** Longer stretches are cut: the encoder takes time for each piece of a word, some tenth of a millisecond a character. */
export const MOST_CHARACTERS = 240;
/** For one batch, and for loading. Whoever waits longer than this, queue included, goes without. */
const MOST_MS = 10_000;
/** Texts that may wait. One more is refused at once: a burst degrades text by text, never all that wait. */
export const MOST_WAITING = 64;
/** After so many failures in a row nobody asks for a while: a missing or damaged model fails each time. */
const MOST_FAILURES = 3;
const PAUSE_MS = 30_000;
/** Then its memory is given back, until there is a doubt again. */
const IDLE_MS = 20_000;

export type Vector = ArrayLike<number>;

export class TimeoutError extends Error {}

/** What the queue needs of the thread; a test may bring another one. */
export interface Worker {
  on(event: 'message', listener: (answer: { id: number; vectors: readonly Vector[] }) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'exit', listener: () => void): unknown;
  postMessage(question: { id: number; stretches: readonly string[] }): void;
  ref(): void;
  unref(): void;
  terminate(): unknown;
}

interface Waiting {
  id: number;
  stretches: readonly string[];
  resolve: (vectors: readonly Vector[]) => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout;
}

/** One batch at a time is with the thread; the others wait here, so that a failure is the failure of one. */
export class EncoderQueue {
  private worker: Worker | undefined;
  private current: Waiting | undefined;
  private readonly waiting: Waiting[] = [];
  private asked = 0;
  private failures = 0;
  private pausedUntil = 0;
  private idle: NodeJS.Timeout | undefined;

  constructor(
    private readonly start: () => Worker,
    private readonly mostMs = MOST_MS,
  ) {}

  encode(stretches: readonly string[]): Promise<readonly Vector[]> {
    if (performance.now() < this.pausedUntil) return Promise.reject(new Error('the encoder failed repeatedly'));
    if (this.waiting.length >= MOST_WAITING) return Promise.reject(new TimeoutError('too many wait for the encoder'));
    clearTimeout(this.idle);
    const id = (this.asked += 1);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.giveUp(id), this.mostMs);
      this.waiting.push({ id, stretches, resolve, reject, timer });
      this.next();
    });
  }

  private next(): void {
    if (this.current) return;
    this.current = this.waiting.shift();
    if (!this.current) return this.rest();
    try {
      const { id, stretches } = this.current;
      this.worker ??= this.started();
      this.worker.ref();
      this.worker.postMessage({ id, stretches });
    } catch (error) {
      this.fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  private started(): Worker {
    const worker = this.start();
    worker.on('message', ({ id, vectors }) => {
      if (this.worker === worker && this.current?.id === id) this.settle(({ resolve }) => resolve(vectors));
    });
    worker.on('error', (error) => this.worker === worker && this.fail(error));
    worker.on('exit', () => this.worker === worker && this.fail(new Error('the thread of the encoder ended')));
    return worker;
  }

  /** The one whose time is over. If it is with the thread, the thread hangs: the next gets another. */
  private giveUp(id: number): void {
    const error = new TimeoutError('the encoder took too long');
    if (this.current?.id === id) return this.fail(error);
    const at = this.waiting.findIndex((each) => each.id === id);
    const [late] = at < 0 ? [] : this.waiting.splice(at, 1);
    late?.reject(error);
  }

  private settle(how: (waiting: Waiting) => void, failures = 0): void {
    const { current } = this;
    this.current = undefined;
    this.failures = failures;
    if (current) {
      clearTimeout(current.timer);
      how(current);
    }
    this.next();
  }

  /** The one that is with the thread is refused; the others go on with another thread. */
  private fail(error: Error): void {
    const { worker, current, failures } = this;
    this.worker = undefined;
    void worker?.terminate();
    if (!current) return;
    if (failures + 1 >= MOST_FAILURES) this.pause(error);
    this.settle(({ reject }) => reject(error), failures + 1);
  }

  private pause(error: Error): void {
    this.pausedUntil = performance.now() + PAUSE_MS;
    for (const each of this.waiting.splice(0)) {
      clearTimeout(each.timer);
      each.reject(error);
    }
  }

  /** It keeps the process alive only while somebody waits. */
  private rest(): void {
    this.worker?.unref();
    clearTimeout(this.idle);
    this.idle = setTimeout(() => {
      const { worker } = this;
      this.worker = undefined;
      void worker?.terminate();
    }, IDLE_MS).unref();
  }
}

const queue = new EncoderQueue(
  () => new Thread(new URL(`./encoder-thread${extname(import.meta.filename)}`, import.meta.url)),
);

/**
 * The first call loads the model: a third of a second and a hundred megabytes.
 * @param stretches words joined by spaces; several at once cost less
 * @returns as many vectors of 512
 * @throws Error when the encoder fails, TimeoutError when it takes ten seconds or too many wait
 */
export async function encode(stretches: readonly string[]): Promise<readonly Vector[]> {
  return queue.encode(stretches.map((stretch) => stretch.slice(0, MOST_CHARACTERS) || ' '));
}

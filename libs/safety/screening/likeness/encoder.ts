/**
 * Turns a stretch of words into a vector of its meaning: the Universal Sentence Encoder (Cer et al. 2018), its small English
 * model, through WebAssembly in a thread of this process, so that requests go on meanwhile. Its weights come with the
 * package; nothing is loaded from elsewhere and no text leaves.
 */
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';

/** Names what made the vectors: weights of the head fit these alone. */
export const ENCODER = 'universal-sentence-encoder-lite/1';
export const DIMENSIONS = 512;
/** Longer stretches are cut: the encoder takes time for each piece of a word, some tenth of a millisecond a character. */
export const MOST_CHARACTERS = 240;
/** Enough for a machine that is far too busy, and for loading; who still waits then is refused. */
const MOST_MS = 10_000;
/** Then its memory is given back, until there is a doubt again. */
const IDLE_MS = 20_000;

export type Vector = ArrayLike<number>;

export class TimeoutError extends Error {}

interface Waiting {
  resolve: (vectors: readonly Vector[]) => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout;
}

class EncoderThread {
  private readonly worker = new Worker(new URL(`./encoder-thread${extname(import.meta.filename)}`, import.meta.url));
  private readonly waiting = new Map<number, Waiting>();
  private asked = 0;
  private idle: NodeJS.Timeout | undefined;

  constructor(private readonly onEnd: () => void) {
    this.worker.on('message', ({ id, vectors }: { id: number; vectors: readonly Vector[] }) => {
      this.settle(id)?.resolve(vectors);
    });
    this.worker.on('error', (error: Error) => this.end(error));
    this.worker.on('exit', () => this.end(new Error('the thread of the encoder ended')));
    this.worker.unref();
  }

  encode(stretches: readonly string[]): Promise<readonly Vector[]> {
    const id = (this.asked += 1);
    clearTimeout(this.idle);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.end(new TimeoutError('the encoder took too long')), MOST_MS);
      this.waiting.set(id, { resolve, reject, timer });
      this.worker.ref();
      this.worker.postMessage({ id, stretches });
    });
  }

  private settle(id: number): Waiting | undefined {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    clearTimeout(waiting?.timer);
    if (this.waiting.size === 0) this.rest();
    return waiting;
  }

  /** It keeps the process alive only while somebody waits. */
  private rest(): void {
    this.worker.unref();
    clearTimeout(this.idle);
    this.idle = setTimeout(() => this.end(new Error('nobody asked')), IDLE_MS).unref();
  }

  /** Whoever waits is refused, and the next one gets another thread. */
  private end(error: Error): void {
    this.onEnd();
    clearTimeout(this.idle);
    for (const id of [...this.waiting.keys()]) this.settle(id)?.reject(error);
    void this.worker.terminate();
  }
}

let thread: EncoderThread | undefined;

/**
 * The first call loads the model: a third of a second and a hundred megabytes.
 * @param stretches words joined by spaces; several at once cost less
 * @returns as many vectors of 512
 * @throws Error when the encoder fails, TimeoutError when it takes ten seconds
 */
export async function encode(stretches: readonly string[]): Promise<readonly Vector[]> {
  const current = (thread ??= new EncoderThread(() => {
    if (thread === current) thread = undefined;
  }));
  return current.encode(stretches.map((stretch) => stretch.slice(0, MOST_CHARACTERS) || ' '));
}

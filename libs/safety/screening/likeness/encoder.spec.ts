import { DIMENSIONS, encode, EncoderQueue, MOST_WAITING, TimeoutError, type Vector, type Worker } from './encoder.js';
import { Meanings } from './meanings.js';

const product = (one: Vector, other: Vector): number => {
  let sum = 0;
  for (let at = 0; at < DIMENSIONS; at += 1) sum += (one[at] ?? 0) * (other[at] ?? 0);
  return sum;
};
const only = async (stretch: string): Promise<Vector> => (await encode([stretch]))[0] ?? [];

describe('the encoder', () => {
  it('sees what is meant, whatever the words', async () => {
    const [help, same, other] = await Promise.all(
      [
        'nobody at home gives me anything to eat',
        'there is never food for me in our kitchen',
        'my robot can turn left',
      ].map(only),
    );
    expect(help).toHaveLength(DIMENSIONS);
    expect(product(help!, same!)).toBeGreaterThan(product(help!, other!) + 0.2);
  });

  it('says the same each time, alone and beside others', async () => {
    const [alone, again, [, , beside]] = await Promise.all([
      only('see you on tuesday'),
      only('see you on tuesday'),
      encode(['first', 'a second one that is longer', 'see you on tuesday']),
    ]);
    expect(again).toEqual(alone);
    expect(product(beside!, alone)).toBeGreaterThan(0.9999);
  });

  it('refuses what it fails at, and goes on', async () => {
    await expect(encode([])).rejects.toThrow();
    expect(await only('still here')).toHaveLength(DIMENSIONS);
  });
});

describe('meanings', () => {
  it('are known from the second reading on, of what was doubtful in the first', async () => {
    const meanings = new Meanings();
    expect(await meanings.settle()).toBe(false);
    expect(meanings.of(['hello', 'there'], 1)).toBeUndefined();
    expect(await meanings.settle()).toBe(true);
    expect(meanings.of(['hello', 'there'], 1)).toHaveLength(DIMENSIONS);
    expect(await meanings.settle()).toBe(false);
  });

  it('are asked of the gravest alone where much is doubtful', async () => {
    const meanings = new Meanings();
    const stretches = Array.from({ length: 40 }, (_, at) => [`sentence${String(at)}`, 'x'.repeat(50)]);
    stretches.forEach((words, at) => meanings.of(words, at));
    await meanings.settle();
    const known = stretches.filter((words) => meanings.of(words, 0) !== undefined);
    expect(known.length).toBeGreaterThan(1);
    expect(known.length).toBeLessThan(7);
    expect(known.at(-1)).toEqual(stretches.at(-1));
  });
});

/** A thread that answers when it is told to. */
class HandWorker implements Worker {
  readonly asked: number[] = [];
  private readonly listeners = new Map<string, (what: never) => void>();
  on(event: string, listener: (what: never) => void): void {
    this.listeners.set(event, listener);
  }
  postMessage({ id }: { id: number }): void {
    this.asked.push(id);
  }
  answer(): void {
    this.listeners.get('message')?.({ id: this.asked.at(-1), vectors: [[1]] } as never);
  }
  fail(): void {
    this.listeners.get('error')?.(new Error('a shard is missing') as never);
  }
  ref(): void {}
  unref(): void {}
  terminate(): void {}
}

describe('the queue of the encoder', () => {
  const opened = (mostMs?: number): { queue: EncoderQueue; workers: HandWorker[] } => {
    const workers: HandWorker[] = [];
    const queue = new EncoderQueue(() => {
      workers.push(new HandWorker());
      return workers.at(-1)!;
    }, mostMs);
    return { queue, workers };
  };

  it('refuses the one that fails, and answers those behind it', async () => {
    const { queue, workers } = opened();
    const [first, second] = [queue.encode(['one']), queue.encode(['two'])];
    workers[0]?.fail();
    await expect(first).rejects.toThrow('a shard is missing');
    workers[1]?.answer();
    expect(await second).toEqual([[1]]);
  });

  it('refuses one text too many at once, and none of those that wait', async () => {
    const { queue, workers } = opened();
    const waiting = Array.from({ length: MOST_WAITING + 1 }, () => queue.encode(['one']));
    await expect(queue.encode(['late'])).rejects.toThrow(TimeoutError);
    for (const each of waiting) {
      workers[0]?.answer();
      expect(await each).toEqual([[1]]);
    }
  });

  it('stops asking a thread that fails each time', async () => {
    const { queue, workers } = opened();
    for (let round = 0; round < 3; round += 1) {
      const asked = queue.encode(['one']);
      workers.at(-1)?.fail();
      await expect(asked).rejects.toThrow('a shard is missing');
    }
    await expect(queue.encode(['one'])).rejects.toThrow('repeatedly');
    expect(workers).toHaveLength(3);
  });
});

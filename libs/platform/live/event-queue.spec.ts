import { EventQueue, mostWaiting } from './event-queue.js';
import { SourceEvent } from './source-event.js';

class Numbered extends SourceEvent {
  constructor(readonly number: number) {
    super();
  }
  override readFor(): Promise<object> {
    return Promise.resolve({});
  }
}

describe('the queue of a subscription', () => {
  const closed: true[] = [];
  const rooms: true[] = [];
  let queue: EventQueue<Numbered>;
  beforeEach(() => {
    closed.length = rooms.length = 0;
    queue = new EventQueue<Numbered>({ onClose: () => closed.push(true), onRoom: () => rooms.push(true) });
  });
  const fill = (): number => {
    let pushed = 0;
    while (queue.push(new Numbered(pushed))) pushed += 1;
    return pushed;
  };

  it('takes so many events, and says when there is room again', async () => {
    expect(fill()).toBe(mostWaiting);
    expect([queue.isFull, queue.length]).toEqual([true, mostWaiting]);
    for (let taken = 0; taken < mostWaiting / 2; taken += 1) {
      expect(rooms).toHaveLength(0);
      expect((await queue.next()).value).toMatchObject({ number: taken });
    }
    expect([rooms.length, queue.isFull]).toEqual([1, false]);
    while (queue.length > 0) await queue.next();
    expect(rooms).toHaveLength(1);
  });

  it('hands an event to a reader who waits, and what waits before its end', async () => {
    const waiting = queue.next();
    queue.push(new Numbered(1));
    queue.push(new Numbered(2));
    queue.end(new Error('over'));
    expect(queue.cut.aborted).toBe(false);
    expect((await waiting).value).toMatchObject({ number: 1 });
    expect((await queue.next()).value).toMatchObject({ number: 2 });
    await expect(queue.next()).rejects.toThrow('over');
    expect(await queue.next()).toEqual({ done: true, value: undefined });
    expect(closed).toHaveLength(1);
  });

  it('drops what waits when access is lost, and tells a delivery under way', async () => {
    fill();
    queue.end(new Error('lost'), true);
    expect([queue.cut.aborted, queue.length]).toEqual([true, 0]);
    queue.push(new Numbered(0));
    await expect(queue.next()).rejects.toThrow('lost');
    expect(await queue.next()).toEqual({ done: true, value: undefined });
  });

  it('ends for a reader who waits, with the reason, once', async () => {
    const waiting = queue.next();
    queue.end(new Error('lost'), true);
    await expect(waiting).rejects.toThrow('lost');
    expect(await queue.next()).toEqual({ done: true, value: undefined });
    await queue.return();
    expect(closed).toHaveLength(1);
  });
});

import { DeliveryTurns, type Leave } from './delivery-turns.js';

/** Lets everything that is due be done, timers aside. */
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

describe('turns of deliveries', () => {
  const order: string[] = [];
  const leaves: (Leave | null)[] = [];
  beforeEach(() => {
    order.length = 0;
    leaves.length = 0;
  });
  const enter = (turns: DeliveryTurns, member: string, cost: number, signals: AbortSignal[] = []): void => {
    void turns.enter(member, cost, signals).then((leave) => {
      order.push(leave ? member : `${member} gave up`);
      leaves.push(leave);
    });
  };
  const leaveNext = async (): Promise<void> => {
    leaves.shift()?.();
    await settled();
  };

  it('go from member to member, whatever the number of their subscriptions', async () => {
    const turns = new DeliveryTurns({ atOnce: 1_000 });
    for (let n = 0; n < 20; n += 1) enter(turns, 'ben', 1_000);
    enter(turns, 'ada', 1_000);
    enter(turns, 'dan', 5);
    await settled();
    expect(order).toEqual(['ben']);
    for (let n = 0; n < 4; n += 1) await leaveNext();
    expect(order).toEqual(['ben', 'ben', 'ada', 'dan', 'ben']);
  });

  it('never execute more points at once than they may, one that is dearer than all of it excepted', async () => {
    const turns = new DeliveryTurns({ atOnce: 1_000 });
    for (const member of ['ada', 'ben', 'cleo', 'dan']) enter(turns, member, 400);
    enter(turns, 'mia', 4_900);
    await settled();
    expect([order, turns.running]).toEqual([['ada', 'ben'], 800]);
    await leaveNext();
    expect([order, turns.running]).toEqual([['ada', 'ben', 'cleo'], 800]);
    await leaveNext();
    expect(turns.running).toBe(800);
    await leaveNext();
    await leaveNext();
    expect([order, turns.running]).toEqual([['ada', 'ben', 'cleo', 'dan', 'mia'], 4_900]);
    enter(turns, 'ada', 1);
    await settled();
    expect(order).toHaveLength(5);
    await leaveNext();
    expect(order.at(-1)).toBe('ada');
  });

  it('take a thousand usual deliveries together', async () => {
    const turns = new DeliveryTurns();
    for (let n = 0; n < 1_000; n += 1) enter(turns, `member ${n}`, 5);
    await settled();
    expect([order.length, turns.running]).toEqual([1_000, 5_000]);
  });

  it('pass over a member without points until they have come back', async () => {
    let now = 0;
    const turns = new DeliveryTurns({ allowance: { pointsPerSecond: 100, burst: 1_000 }, now: () => now });
    for (let n = 0; n < 4; n += 1) enter(turns, 'ben', 600);
    await settled();
    // The second one is still begun; after it 200 points are missing.
    expect(order).toEqual(['ben', 'ben']);
    for (const leave of leaves.splice(0)) leave?.();
    enter(turns, 'ada', 600);
    await settled();
    expect(order).toEqual(['ben', 'ben', 'ada']);
    now = 1_999;
    await new Promise((resolve) => setTimeout(resolve, 0));
    await settled();
    expect(order).toHaveLength(3);
    now = 2_010;
    while (order.length < 4) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(order.at(-1)).toBe('ben');
    for (const leave of leaves.splice(0)) leave?.();
    turns.stop();
  });

  it('give up when the stream ends, waiting or not', async () => {
    const turns = new DeliveryTurns({ atOnce: 10 });
    const [ended, ending] = [new AbortController(), new AbortController()];
    ended.abort();
    enter(turns, 'ben', 10, [ended.signal]);
    enter(turns, 'ada', 10);
    enter(turns, 'dan', 10, [ending.signal]);
    enter(turns, 'mia', 10);
    await settled();
    ending.abort();
    await settled();
    expect(order).toEqual(['ben gave up', 'ada', 'dan gave up']);
    leaves.forEach((leave) => leave?.());
    await settled();
    expect(order.at(-1)).toBe('mia');
  });

  it('count a turn that is given back twice once', async () => {
    const turns = new DeliveryTurns({ atOnce: 10 });
    enter(turns, 'ada', 10);
    await settled();
    const [leave] = leaves;
    leave?.();
    leave?.();
    expect(turns.running).toBe(0);
  });
});

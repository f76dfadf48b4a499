import { afterEach, describe, expect, it } from '@jest/globals';
import { defaultLimits } from '../../libs/platform/graphql/limits.js';
import { type Answer, type Example, sleep, startExample } from './example-server.js';

describe('time and load', () => {
  let example: Example;
  afterEach(() => example.close());

  it('ends what passes its deadline, over both transports', async () => {
    example = await startExample({ limits: { deadlineMs: 100 } });
    const timeout = { extensions: { code: 'TIMEOUT', retryable: true } };
    const answer = await example.post({ query: '{ wait(ms: 1000) }' });
    expect(answer).toMatchObject({ status: 503, body: { errors: [timeout] } });
    const socket = await (await example.socket()).init();
    expect((await socket.run('{ wait(ms: 1000) }'))[0]).toMatchObject({ payload: { errors: [timeout] } });
  });

  it('runs so many at once, lets so many wait, and refuses the rest with 503; the anonymous first', async () => {
    example = await startExample({ limits: { running: 2, waiting: 4 } });
    const send = (token?: string): Promise<Answer> => example.post({ query: '{ wait(ms: 300) }' }, token);
    const anonymous = [send(), send(), send(), send(), send()];
    await sleep(100);
    const members = [send('ada:1'), send('ada:2'), send('ada:3')];
    const statuses = async (answers: Promise<Answer>[]): Promise<number[]> =>
      (await Promise.all(answers)).map(({ status }) => status).sort();
    expect(await statuses(anonymous)).toEqual([200, 200, 200, 200, 503]);
    expect(await statuses(members)).toEqual([200, 200, 503]);
    expect([example.server.gate.running, example.server.gate.waiting]).toEqual([0, 0]);
  });

  it('answers running requests at shutdown and takes no new ones', async () => {
    example = await startExample();
    const running = example.post({ query: '{ wait(ms: 300) }' });
    await sleep(100);
    const stopped = example.close();
    await expect(example.post({ query: '{ hello }' }).then(({ status }) => status)).rejects.toThrow('fetch failed');
    expect((await running).body).toEqual({ data: { wait: true } });
    await stopped;
  });

  it('waits no longer than the grace at shutdown', async () => {
    example = await startExample();
    const running = example.post({ query: '{ wait(ms: 5000) }' }).catch((error: Error) => error.message);
    await sleep(50);
    const before = performance.now();
    await example.server.close({ graceSeconds: 0.2 });
    expect(performance.now() - before).toBeLessThan(4_000);
    expect(await running).toBe('fetch failed');
  });
});

describe('limits of a socket', () => {
  let example: Example;
  const { socket } = defaultLimits;
  afterEach(() => example.close());

  it('holds 64 KiB in a frame', async () => {
    example = await startExample();
    const open = await (await example.socket()).init();
    expect(await open.run('query ($text: String) { echo(text: $text) }', { text: 'x'.repeat(60_000) })).toHaveLength(2);
    open.send({ type: 'ping', payload: { text: 'x'.repeat(70_000) } });
    expect(await open.closed).toMatchObject({ code: 1009 });
  });

  it('agrees on no compression', async () => {
    example = await startExample();
    const open = await example.socket();
    expect(open.socket.extensions).toBe('');
  });

  it('takes 50 messages in 10 seconds', async () => {
    example = await startExample();
    const open = await (await example.socket()).init();
    for (let sent = 1; sent <= 49; sent++) open.send({ type: 'ping' });
    await open.until((messages) => messages.length === 50);
    open.send({ type: 'ping' });
    expect(await open.closed).toEqual({ code: 1013, reason: 'Too many messages' });
  });

  it('runs 20 operations at once', async () => {
    example = await startExample();
    const open = await (await example.socket()).init();
    const query = 'subscription { count(upTo: 99, everyMs: 60000) }';
    for (let id = 1; id <= 20; id++) open.send({ id: String(id), type: 'subscribe', payload: { query } });
    await open.until((messages) => messages.filter(({ type }) => type === 'next').length === 20);
    expect(await open.run('{ hello }', {}, '21')).toMatchObject([
      {
        type: 'error',
        payload: [{ extensions: { code: 'RATE_LIMITED', limit: { name: 'subscriptions', maximum: 20 } } }],
      },
    ]);
    open.send({ id: '1', type: 'complete' });
    await sleep(50);
    expect(await open.run('{ hello }', {}, '22')).toHaveLength(2);
  });

  it('has 9 others of the same account beside it', async () => {
    example = await startExample();
    const sockets = await Promise.all(
      Array.from({ length: 10 }, async (_, i) => (await example.socket()).init(`ada:${i}`)),
    );
    const eleventh = await example.socket();
    eleventh.send({ type: 'connection_init', payload: { authorization: 'Bearer ada:11' } });
    expect(await eleventh.closed).toEqual({ code: 1013, reason: 'Too many sockets' });
    await (await example.socket()).init('ben:1');
    sockets[0]?.socket.close();
    await sleep(50);
    await (await example.socket()).init('ada:12');
  });

  it('is closed when its reader does not read', async () => {
    example = await startExample({
      limits: { socket: { ...socket, highWaterBytes: 1_024, bufferBytes: 2_048, stalledMs: 500 } },
    });
    const open = await (await example.socket()).init();
    const closed = open.closed;
    open.socket.pause();
    for (let id = 1; id <= 20; id++) {
      open.send({ id: `${id}${'x'.repeat(2_000)}`, type: 'subscribe', payload: { query: 'subscription { large }' } });
    }
    await sleep(2_000);
    open.socket.resume();
    expect(await closed).toEqual({ code: 1013, reason: 'Reading too slowly' });
  });

  it('is cut when its peer answers no ping', async () => {
    example = await startExample({ limits: { socket: { ...socket, pingMs: 300 } } });
    const open = await (await example.socket()).init();
    open.socket.pause();
    await sleep(2_500);
    expect(example.server.connections.size).toBe(0);
  });
});

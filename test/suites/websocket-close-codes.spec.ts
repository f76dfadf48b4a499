import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { defaultLimits } from '../../libs/platform/graphql/limits.js';
import { type Example, RawSocket, sleep, startExample } from './example-server.js';

/** The table of PROTOCOL.md of graphql-ws, black box; then the codes with which we end sockets ourselves. */
describe('graphql-transport-ws close codes', () => {
  let example: Example;
  beforeAll(async () => {
    example = await startExample({ limits: { socket: { ...defaultLimits.socket, initMs: 300 } } });
  });
  afterAll(() => example.close());

  const subscribe = { id: '1', type: 'subscribe', payload: { query: 'subscription { count(everyMs: 1000) }' } };

  it.each([
    ['text that is not JSON', 'hello'],
    ['an unknown message type', { type: 'nonsense' }],
    ['a message without a type', { id: '1' }],
    ['a subscribe without a query', { id: '1', type: 'subscribe', payload: {} }],
    ['a subscribe with an empty id', { ...subscribe, id: '' }],
  ])('4400 for %s', async (_name, message) => {
    const socket = await (await example.socket()).init();
    expect(await socket.send(message).closed).toMatchObject({ code: 4400 });
  });

  it('4400 for a binary frame', async () => {
    const socket = await (await example.socket()).init();
    socket.socket.send(Buffer.from('{"type":"ping"}'), { binary: true });
    expect(await socket.closed).toMatchObject({ code: 4400 });
  });

  it('4401 for an operation before the acknowledgement', async () => {
    const socket = await example.socket();
    expect(await socket.send(subscribe).closed).toEqual({ code: 4401, reason: 'Unauthorized' });
  });

  it('4403 for a token that is not valid any more, so that the client comes back with a fresh one', async () => {
    const socket = await example.socket();
    socket.send({ type: 'connection_init', payload: { authorization: 'Bearer expired:1' } });
    expect(await socket.closed).toMatchObject({ code: 4403 });
  });

  it.each([['', 'no subprotocol']])('4406 for %s%s', async (protocol) => {
    const socket = await example.socket({ protocol });
    expect(await socket.closed).toEqual({ code: 4406, reason: 'Subprotocol not acceptable' });
  });

  it('does not agree on the old subprotocol either', async () => {
    await expect(example.socket({ protocol: 'graphql-ws' })).rejects.toThrow('no subprotocol');
  });

  it('4408 when connection_init does not come in time', async () => {
    const socket = await example.socket();
    expect(await socket.closed).toEqual({ code: 4408, reason: 'Connection initialisation timeout' });
  });

  it('4409 for an id that is in use', async () => {
    const socket = await (await example.socket()).init();
    expect(await socket.send(subscribe).send(subscribe).closed).toEqual({
      code: 4409,
      reason: 'Subscriber for 1 already exists',
    });
  });

  it('lets an id be used again after its operation has ended', async () => {
    const socket = await (await example.socket()).init();
    await socket.run('{ hello }', {}, 'again');
    socket.received.length = 0;
    expect(await socket.run('{ hello }', {}, 'again')).toHaveLength(2);
    socket.socket.close();
  });

  it('4429 for a second connection_init', async () => {
    const socket = await (await example.socket()).init();
    expect(await socket.send({ type: 'connection_init' }).closed).toEqual({
      code: 4429,
      reason: 'Too many initialisation requests',
    });
  });

  it('answers a ping with a pong, before and after the acknowledgement', async () => {
    const socket = await example.socket();
    socket.send({ type: 'ping', payload: { at: 1 } });
    await socket.until((messages) => messages.some(({ type }) => type === 'pong'));
    expect(socket.received).toEqual([{ type: 'pong', payload: { at: 1 } }]);
    socket.socket.close();
  });

  describe('of our own', () => {
    let own: Example;
    beforeEach(async () => {
      own = await startExample({ limits: { socket: { ...defaultLimits.socket, recheckMs: 200 } } });
    });
    afterEach(() => own.close());

    it('4401 for a session that has ended, at connection_init', async () => {
      own.viewers.ended.add('s1');
      const socket = await own.socket();
      socket.send({ type: 'connection_init', payload: { authorization: 'Bearer ada:s1' } });
      expect(await socket.closed).toMatchObject({ code: 4401 });
    });

    it('4401 for a session that has ended, when the next operation starts', async () => {
      const socket = await (await own.socket()).init('ada:s1');
      own.viewers.ended.add('s1');
      socket.send(subscribe);
      expect(await socket.closed).toMatchObject({ code: 4401 });
    });

    it('4401 by the regular check, if nobody told this process that the session ended', async () => {
      const socket = await (await own.socket()).init('ada:s1');
      const other = await (await own.socket()).init('ada:s2');
      own.viewers.ended.add('s1');
      expect(await socket.closed).toMatchObject({ code: 4401 });
      expect(other.socket.readyState).toBe(WebSocket.OPEN);
    });

    it('keeps sockets open while the sessions cannot be checked', async () => {
      const socket = await (await own.socket()).init('ada:s1');
      own.viewers.fault = Object.assign(new Error('gone'), { code: 'ECONNREFUSED' });
      await sleep(500);
      expect(socket.socket.readyState).toBe(WebSocket.OPEN);
    });

    it('4401 for all sockets of a session or an account, at once, and their sources end', async () => {
      const first = await (await own.socket()).init('ada:s1');
      const second = await (await own.socket()).init('ada:s2');
      const third = await (await own.socket()).init('ada:s2');
      first.send({ ...subscribe, payload: { query: 'subscription { memberCount(upTo: 99, everyMs: 60000) }' } });
      await first.until((messages) => messages.some(({ type }) => type === 'next'));
      expect(own.effects.openStreams).toBe(1);
      expect(own.server.connections.closeSession('s1')).toBe(1);
      expect(await first.closed).toMatchObject({ code: 4401 });
      await sleep(50);
      expect(own.effects.openStreams).toBe(0);
      expect(own.server.connections.closeAccount('ada')).toBe(2);
      expect(await second.closed).toMatchObject({ code: 4401 });
      expect(await third.closed).toMatchObject({ code: 4401 });
      await sleep(50);
      expect(own.server.connections.size).toBe(0);
    });

    it('4403 when the access token expires on an open socket', async () => {
      own.tokens.lifetimeMs = 300;
      const socket = await (await own.socket()).init('ada:s1');
      expect(await socket.closed).toEqual({ code: 4403, reason: 'The access token has expired' });
    });

    it('1013 when the viewer cannot be loaded, so that the client tries again', async () => {
      own.viewers.fault = Object.assign(new Error('gone'), { code: 'ECONNREFUSED' });
      const socket = await own.socket();
      socket.send({ type: 'connection_init', payload: { authorization: 'Bearer ada:s1' } });
      expect(await socket.closed).toMatchObject({ code: 1013 });
    });

    it('1001 at shutdown, after the running query has answered', async () => {
      const idle = await (await own.socket()).init('ada:s1');
      const busy = await (await own.socket()).init('ada:s2');
      idle.send({ ...subscribe, payload: { query: 'subscription { count(upTo: 99, everyMs: 60000) }' } });
      busy.send({ id: '1', type: 'subscribe', payload: { query: '{ wait(ms: 300) }' } });
      await sleep(100);
      const stopped = own.close();
      expect(await idle.closed).toMatchObject({ code: 1001 });
      expect(await busy.closed).toMatchObject({ code: 1001 });
      expect(busy.received.slice(-2)).toMatchObject([
        { type: 'next', payload: { data: { wait: true } } },
        { type: 'complete' },
      ]);
      await stopped;
    });
  });

  it('serves the client of graphql-ws: query, subscription, refusal', async () => {
    const client = createClient({
      url: example.socketUrl,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: 'Bearer ada:s9' },
    });
    const results: unknown[] = [];
    for await (const result of client.iterate({ query: 'subscription { memberCount }' })) results.push(result.data);
    expect(results).toEqual([{ memberCount: 1 }, { memberCount: 2 }, { memberCount: 3 }]);
    const refused = client.iterate({ query: '{ staff }' }).next();
    await expect(refused).rejects.toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    await client.dispose();
  });

  it('refuses an upgrade elsewhere, and one from a page of another site', async () => {
    await expect(RawSocket.open(example.socketUrl.replace('/graphql', '/other'))).rejects.toThrow('404');
    const foreign = example.socket({ headers: { origin: 'https://evil.example' } });
    await expect(foreign).rejects.toThrow('403');
    const own = await example.socket({ headers: { origin: new URL(example.url).origin } });
    own.socket.close();
  });
});

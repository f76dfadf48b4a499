import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { type Answer, type Example, exampleSchema, sleep, startExample } from './example-server.js';

const repeat = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => make(i)).join(' ');
const deep = (levels: number): string => `{ item ${'{ owner '.repeat(levels - 2)}{ id }${' }'.repeat(levels - 2)} }`;

type Fault = { message: string; extensions: Record<string, unknown> };

/** Sends one operation over each transport and returns the errors, which must be the same but for their request ids. */
async function onBoth(example: Example, query: string, variables?: object, token?: string): Promise<Fault[]> {
  const http = (await example.post({ query, variables }, token)).body.errors ?? [];
  const socket = await (await example.socket()).init(token);
  const last = (await socket.run(query, variables)).find(({ type }) => type === 'error' || type === 'next');
  socket.socket.close();
  const payload = last?.payload as Fault[] | { errors?: Fault[] } | undefined;
  const websocket = (Array.isArray(payload) ? payload : payload?.errors) ?? [];
  const bare = (errors: Fault[]): unknown[] =>
    errors.map(({ extensions: { requestId, ...extensions }, ...error }) => {
      expect(requestId).toEqual(expect.any(String));
      return { ...error, extensions };
    });
  expect(bare(websocket)).toEqual(bare(http));
  return http;
}

describe('limits, over HTTP and WebSocket alike', () => {
  let example: Example;
  beforeAll(async () => {
    example = await startExample();
  });
  afterAll(() => example.close());

  it.each<[string, number, string, string]>([
    ['tokens', 2_000, `{ ${'hello '.repeat(100)} }`, `{ ${'hello '.repeat(2_000)} }`],
    ['depth', 14, deep(14), deep(15)],
    ['aliases', 30, `{ item { ${repeat(30, (i) => `a${i}: id`)} } }`, `{ item { ${repeat(31, (i) => `a${i}: id`)} } }`],
    ['rootFields', 20, `{ ${repeat(20, (i) => `a${i}: hello`)} }`, `{ ${repeat(21, (i) => `a${i}: hello`)} }`],
    ['directives', 30, `{ ${'hello @skip(if: false) '.repeat(30)} }`, `{ ${'hello @skip(if: false) '.repeat(31)} }`],
    ['repeats', 100, `{ ${'hello '.repeat(101)} }`, `{ ${'hello '.repeat(102)} }`],
    ['signIn', 1, 'mutation { signIn }', 'mutation { signIn again: signIn }'],
    [
      'nodes',
      1_000,
      '{ items(first: 99) { nodes { items(first: 8) { nodes { id } } } } }',
      '{ items(first: 99) { nodes { items(first: 9) { nodes { id } } } } }',
    ],
  ])('the limit on %s is %i', async (name, maximum, within, over) => {
    expect(await onBoth(example, within)).toEqual([]);
    const [error] = await onBoth(example, over);
    expect(error?.extensions).toMatchObject({
      code: 'QUERY_TOO_COMPLEX',
      retryable: false,
      limit: { name, maximum, found: expect.any(Number) },
    });
    expect((error?.extensions['limit'] as { found: number }).found).toBeGreaterThan(maximum);
  });

  it('lets a signed-in caller ask for five times as many objects', async () => {
    const query = '{ items(first: 100) { nodes { items(first: 40) { nodes { id } } } } }';
    expect(await onBoth(example, query, {}, 'ada:s1')).toEqual([]);
    expect((await onBoth(example, query))[0]?.extensions['limit']).toMatchObject({ maximum: 1_000 });
    const over = query.replace('40', '50');
    expect((await onBoth(example, over, {}, 'ada:s1'))[0]?.extensions['limit']).toMatchObject({ maximum: 5_000 });
  });

  it('counts page sizes given by variables', async () => {
    const query = 'query ($n: Int, $m: Int = 50) { items(first: $n) { nodes { items(last: $m) { nodes { id } } } } }';
    expect(await onBoth(example, query, { n: 10 })).toEqual([]);
    expect((await onBoth(example, query, { n: 100 }))[0]?.extensions).toMatchObject({ code: 'QUERY_TOO_COMPLEX' });
    expect(await onBoth(example, query, { n: 100, m: 5 })).toEqual([]);
  });

  it('allows the usual introspection query', async () => {
    expect(await onBoth(example, getIntrospectionQuery())).toEqual([]);
  });

  it.each([
    [
      'a circle of fragments',
      '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['a circle through fields', '{ item { ...A } } fragment A on Item { owner { ...A } }', 'QUERY_TOO_COMPLEX'],
    [
      'fragments that double at each level',
      `{ item { ...F0 } } ${repeat(12, (i) => `fragment F${i} on Item { a: owner { ...F${i + 1} } b: owner { ...F${i + 1} } }`)} fragment F12 on Item { id }`,
      'QUERY_TOO_COMPLEX',
    ],
    [
      'aliases in a fragment used often',
      `{ ${repeat(8, (i) => `i${i}: item { ...A }`)} } fragment A on Item { a: id b: id c: id }`,
      'QUERY_TOO_COMPLEX',
    ],
  ])('ends quickly on %s', async (_name, query, code) => {
    const before = performance.now();
    expect((await onBoth(example, query))[0]?.extensions).toMatchObject({ code });
    expect(performance.now() - before).toBeLessThan(10_000);
  });

  it('refuses @defer and subscriptions over HTTP, and arrays of operations', async () => {
    expect((await onBoth(example, '{ item { ... @defer { id } } }'))[0]?.extensions).toMatchObject({
      code: 'GRAPHQL_VALIDATION_FAILED',
    });
    for (const body of [{ query: 'subscription { count }' }, [{ query: '{ hello }' }, { query: '{ hello }' }]]) {
      const answer = await example.post(body);
      expect([answer.status, answer.body.errors?.[0]?.extensions['code']]).toEqual([400, 'BAD_REQUEST']);
    }
  });

  it.each([
    ['lists', '[', ']'],
    ['objects', '{"a":', '}'],
  ])('refuses %s that are nested too deep, wherever a client can put them', async (_name, open, close) => {
    const nested = (levels: number): string => `${open.repeat(levels)}1${close.repeat(levels)}`;
    const query = 'query ($text: String) { echo(text: $text) }';
    const most = Math.floor(60_000 / (open.length + close.length));
    for (const levels of [33, 1_000, most]) {
      for (const name of ['variables', 'extensions']) {
        const inside = `{"text":${nested(levels)}}`;
        const { status, body } = await example.post(`{"query":${JSON.stringify(query)},"${name}":${inside}}`);
        expect([status, body.errors?.[0]?.extensions]).toMatchObject([
          400,
          { code: 'INVALID_INPUT', fields: [{ field: name }] },
        ]);
        const raw = await (await example.socket()).init();
        raw.send(`{"id":"1","type":"subscribe","payload":{"query":${JSON.stringify(query)},"${name}":${inside}}}`);
        await raw.until((messages) => messages.some(({ id }) => id === '1'));
        const payload = raw.received.find(({ id }) => id === '1')?.payload as Fault[] | undefined;
        expect(payload?.[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', fields: [{ field: name }] });
        raw.socket.close();
      }
    }
    // Larger than a list of variables may be, and deeper than a stack is.
    const { status, body } = await example.post(
      `{"query":${JSON.stringify(query)},"variables":{"text":${nested(most * 2)}}}`,
    );
    expect([status, body.errors?.[0]?.extensions['code']]).toEqual([400, 'INVALID_INPUT']);
    for (const place of ['query', 'operationName', 'other']) {
      const rest = place === 'query' ? '' : `"query":"{ hello }",`;
      const answer = await example.post(`{${rest}"${place}":${nested(most)}}`);
      expect([place, answer.status < 500]).toEqual([place, true]);
    }
  });

  it.each([
    ['lists', `{ echo(text: ${'['.repeat(900)}1${']'.repeat(900)}) }`],
    ['objects', `{ echo(text: ${'{a:'.repeat(480)}1${'}'.repeat(480)}) }`],
    ['a default', `query ($t: String = ${'['.repeat(900)}1${']'.repeat(900)}) { echo(text: $t) }`],
    ['a type', `query ($t: ${'['.repeat(900)}String${']'.repeat(900)}) { hello }`],
    ['selections', `${'{ item '.repeat(900)}${'}'.repeat(900)}`],
  ])('refuses %s in a document that are nested too deep', async (_name, query) => {
    const [error] = await onBoth(example, query);
    expect(error?.extensions['code']).not.toBe('INTERNAL');
    expect((await example.post({ query })).status).toBe(400);
  });

  it('tells at most three errors of a request that it refuses', async () => {
    for (const query of [
      `{ hello ${'@aa'.repeat(10)} }`,
      `{ ${repeat(20, (i) => `f${i}`)} }`,
      `{ ${repeat(10, (i) => `hello(a${i}: 1)`)} }`,
      `query (${repeat(10, (i) => `$v${i}: Int!`)}) { hello ${repeat(10, (i) => `a${i}: echo(required: $v${i})`)} }`,
    ]) {
      const errors = await onBoth(example, query);
      expect(errors.length).toBeGreaterThan(0);
      expect(errors.length).toBeLessThanOrEqual(3);
    }
  });

  it('counts a page by the default of its variable, whatever the variable is called', async () => {
    const page = (name: string): string =>
      `query ($${name}: Int = 100) { items(first: $${name}) { nodes { items(first: $${name}) { nodes { id } } } } }`;
    for (const name of ['n', 'constructor', 'toString', '__proto__']) {
      expect((await onBoth(example, page(name)))[0]?.extensions).toMatchObject({ code: 'QUERY_TOO_COMPLEX' });
    }
  });

  it('refuses variables over 64 KiB', async () => {
    const variables = { text: 'x'.repeat(65_536) };
    const { status, body } = await example.post({ query: 'query ($text: String) { echo(text: $text) }', variables });
    expect(status).toBe(400);
    expect(body.errors?.[0]?.extensions).toMatchObject({ limit: { name: 'variablesBytes', maximum: 65_536 } });
  });

  it('refuses a body over 256 KiB with 413, announced or not', async () => {
    const body = JSON.stringify({ query: `{ hello } #${'x'.repeat(256 * 1024)}` });
    expect((await example.post(body)).status).toBe(413);
    const stream = new Blob([body]).stream();
    const unannounced = await fetch(example.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: stream,
      duplex: 'half',
    });
    expect(unannounced.status).toBe(413);
    expect(((await unannounced.json()) as Answer['body']).errors?.[0]?.extensions).toMatchObject({
      code: 'QUERY_TOO_COMPLEX',
      limit: { name: 'bodyBytes', maximum: 262_144 },
    });
  });

  it('refuses a compressed body and other charsets', async () => {
    const refused = await example.post('x', undefined, { 'content-encoding': 'gzip' });
    expect(refused.status).toBe(415);
    const latin = await example.post('{}', undefined, { 'content-type': 'application/json; charset=latin1' });
    expect(latin.status).toBe(415);
  });

  it('needs what a browser form cannot send (CSRF)', async () => {
    const form = await example.post('{"query":"{ hello }"}', undefined, { 'content-type': 'text/plain' });
    expect([form.status, form.body.errors?.[0]?.extensions['code']]).toEqual([400, 'BAD_REQUEST']);
    const get = await fetch(`${example.url}?query={hello}`);
    expect(get.status).toBe(400);
  });
});

describe('who may call what, over HTTP and WebSocket alike', () => {
  let example: Example;
  beforeAll(async () => {
    example = await startExample();
  });
  afterAll(() => example.close());

  it('refuses the whole operation before any of it runs', async () => {
    const [error] = await onBoth(example, 'mutation { write }');
    expect(error?.extensions).toMatchObject({ code: 'UNAUTHENTICATED', retryable: false });
    expect(
      (await onBoth(example, '{ hello ... on Query { ...S } } fragment S on Query { a: secret }'))[0]?.extensions,
    ).toMatchObject({
      code: 'UNAUTHENTICATED',
    });
    expect((await onBoth(example, '{ hello staff }', {}, 'ada:s1'))[0]?.extensions).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(await onBoth(example, '{ hello secret staff }', {}, 'mod:s1')).toEqual([]);
    expect(example.effects.writes).toBe(0);
  });

  it('answers refusals before execution with their HTTP status', async () => {
    expect((await example.post({ query: '{ secret }' })).status).toBe(401);
    expect((await example.post({ query: '{ staff }' }, 'ada:s1')).status).toBe(403);
    expect((await example.post({ query: '{ refused }' })).status).toBe(200);
    expect((await example.post({ query: '{ nothing }' })).status).toBe(400);
  });

  it('refuses a bad token or an ended session even for what everybody may call', async () => {
    example.viewers.ended.add('over');
    for (const token of ['expired:s1', 'ada:over']) {
      const answer = await example.post({ query: '{ hello }' }, token);
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      expect(answer.body).toEqual({
        errors: [
          {
            message: expect.any(String),
            extensions: { code: 'UNAUTHENTICATED', retryable: false, requestId: expect.any(String) },
          },
        ],
      });
    }
    const basic = await example.post({ query: '{ hello }' }, undefined, { authorization: 'Basic YTpi' });
    expect(basic.status).toBe(401);
  });

  it('loads the viewer once per operation', async () => {
    const before = example.viewers.loads;
    await example.post({ query: '{ hello viewerName secret }' }, 'ada:s1');
    expect(example.viewers.loads - before).toBe(1);
  });

  it('does not start while a root field says nothing about who may call it', async () => {
    const schema = exampleSchema();
    for (const name of ['hello', 'item']) schema.getQueryType()!.getFields()[name]!.extensions = {};
    schema.getMutationType()!.getFields()['write']!.extensions = {};
    await expect(startExample({ schema })).rejects.toThrow('Query.hello, Query.item, Mutation.write');
  });
});

describe('errors, over HTTP and WebSocket alike', () => {
  let example: Example;
  beforeAll(async () => {
    example = await startExample();
  });
  afterAll(() => example.close());

  it('tells the code, the detail and the path of a refusal', async () => {
    expect(await onBoth(example, '{ refused }')).toMatchObject([
      {
        message: 'text: is empty',
        path: ['refused'],
        extensions: { code: 'INVALID_INPUT', fields: [{ field: 'text', reason: 'is empty' }] },
      },
    ]);
  });

  it('tells nothing of a fault, and logs it with the request id that the client got', async () => {
    const { body, headers } = await example.post({ query: 'query Faulty { faulty }' });
    expect(body.errors).toEqual([
      {
        message: 'Internal error',
        path: ['faulty'],
        locations: [{ line: 1, column: 16 }],
        extensions: { code: 'INTERNAL', retryable: true, requestId: headers.get('x-request-id') },
      },
    ]);
    const line = example.log.find(
      ({ msg, requestId }) => msg === 'internal error' && requestId === headers.get('x-request-id'),
    );
    expect(line).toMatchObject({ operation: 'Faulty', path: 'faulty', err: { message: 'secret detail of a fault' } });
    expect((await onBoth(example, '{ faulty }'))[0]?.extensions).toEqual(expect.objectContaining({ code: 'INTERNAL' }));
  });

  it('calls a lost database connection UNAVAILABLE', async () => {
    expect((await onBoth(example, '{ lost }'))[0]?.extensions).toMatchObject({
      code: 'UNAVAILABLE',
      retryAfterSeconds: 2,
    });
    example.viewers.fault = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    const answer = await example.post({ query: '{ hello }' }, 'ada:s1');
    example.viewers.fault = undefined;
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
    expect(answer.body.errors?.[0]?.extensions['code']).toBe('UNAVAILABLE');
  });

  it.each([
    ['{ hello', 'GRAPHQL_PARSE_FAILED'],
    ['{ helo }', 'GRAPHQL_VALIDATION_FAILED'],
    ['query A { hello } query B { hello }', 'GRAPHQL_VALIDATION_FAILED'],
    ['query ($n: Int!) { items(first: $n) { nodes { id } } }', 'INVALID_INPUT'],
  ])('%s is %s', async (query, code) => {
    expect((await onBoth(example, query, { n: 'many' }))[0]?.extensions).toMatchObject({ code });
  });

  it('calls null for a required argument the fault of the caller', async () => {
    const errors = await onBoth(example, 'query ($n: Int = 1) { echo(required: $n) }', { n: null });
    expect(errors[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', fields: [{ field: 'required' }] });
  });

  it('ends a subscription with one error message when its source throws', async () => {
    const socket = await (await example.socket()).init();
    expect((await socket.run('subscription { trimmed }', {}, '1')).map(({ type }) => type)).toEqual(['next', 'error']);
    expect(socket.received.at(-1)?.payload).toMatchObject([{ extensions: { code: 'RESYNC_REQUIRED' } }]);
    expect(await socket.run('subscription { notStarting }', {}, '2')).toMatchObject([
      { type: 'error', payload: [{ extensions: { code: 'NOT_FOUND' } }] },
    ]);
    expect((await socket.run('subscription { broken }', {}, '3')).at(-1)).toMatchObject({
      type: 'error',
      payload: [{ message: 'Internal error', extensions: { code: 'INTERNAL' } }],
    });
    socket.socket.close();
  });

  it('delivers nothing from a source that is not read for its receiver', async () => {
    const socket = await (await example.socket()).init();
    for (const field of ['ungoverned', 'unread']) {
      expect(await socket.run(`subscription { ${field} }`, {}, field)).toMatchObject([
        { type: 'error', payload: [{ extensions: { code: 'INTERNAL' } }] },
      ]);
    }
    socket.socket.close();
  });

  it('waits for a database that is away, and delivers then', async () => {
    const away = await startExample({ isUnavailable: (error) => (error as Error).message === 'away' });
    const socket = await (await away.socket()).init('ben:1');
    away.viewers.faultOfMany = new Error('away');
    const running = socket.run('subscription { memberCount(upTo: 1) }');
    while (away.viewers.failures === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    away.viewers.faultOfMany = undefined;
    expect((await running).map(({ type }) => type)).toEqual(['next', 'complete']);
    socket.socket.close();
    await away.close();
  });

  it('keeps a sane request id, and makes one otherwise', async () => {
    const kept = await example.post({ query: '{ hello }' }, undefined, { 'x-request-id': 'trace-0123456789' });
    expect(kept.headers.get('x-request-id')).toBe('trace-0123456789');
    const made = await example.post({ query: '{ hello }' }, undefined, { 'x-request-id': 'a b' });
    expect(made.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('logs one line per operation, with no text of the caller but the operation name', async () => {
    example.log.length = 0;
    const variables = { text: 'my secret words' };
    await example.post({ query: 'query Say($text: String) { echo(text: $text) }', variables }, 'ada:secret-session');
    await sleep(20);
    expect(example.log).toEqual([
      expect.objectContaining({
        msg: 'request',
        transport: 'http',
        operation: 'Say',
        ms: expect.any(Number),
        requestId: expect.any(String),
      }),
    ]);
    expect(JSON.stringify(example.log)).not.toContain('secret');
  });
});

describe('in production', () => {
  let example: Example;
  beforeAll(async () => {
    example = await startExample({ environment: { NODE_ENV: 'production' } });
  });
  afterAll(() => example.close());

  it('shows the schema and its suggestions to signed-in callers only', async () => {
    const introspection = '{ __schema { queryType { name } } }';
    expect((await onBoth(example, introspection))[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await onBoth(example, introspection, {}, 'ada:s1')).toEqual([]);
    expect(await onBoth(example, '{ __typename }')).toEqual([]);
    expect((await onBoth(example, '{ helo }'))[0]?.message).toBe('Cannot query field "helo" on type "Query".');
    expect((await onBoth(example, '{ helo }', {}, 'ada:s1'))[0]?.message).toContain('Did you mean "hello"?');
  });

  it('serves no GraphiQL', async () => {
    expect((await fetch(example.url.replace('/graphql', '/graphiql'))).status).toBe(404);
  });
});

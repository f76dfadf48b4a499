import { type IncomingHttpHeaders, request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { startCommunity, type Community } from '../support/community.js';
import { type Example, RawSocket, startExample } from '../suites/example-server.js';

interface Raw {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** As a browser sends it: `fetch` of Node would choose some of these headers itself. */
function send(url: string, method: string, headers: Record<string, string>, body?: unknown): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const call = request(url, { method, headers: { 'content-type': 'application/json', ...headers } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    call.on('error', reject);
    call.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

const preflight = (url: string, origin: string, asked: string): Promise<Raw> =>
  send(url, 'OPTIONS', {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': asked,
  });

const words = (header: string | string[] | undefined): string[] =>
  String(header ?? '')
    .split(',')
    .map((word) => word.trim().toLowerCase());

describe('pages of another origin', () => {
  const started: Example[] = [];
  const start = async (environment: Record<string, string> = {}): Promise<Example> => {
    const example = await startExample({ environment });
    started.push(example);
    return example;
  };
  afterAll(() => Promise.all(started.map((example) => example.close())));

  const refusals = (example: Example): unknown[] =>
    example.log.filter((line) => String(line['msg']).includes('ALLOWED_ORIGINS')).map((line) => line['origin']);

  it.each(['http://localhost:5173', 'https://localhost:8443', 'http://127.0.0.1:4200', 'http://[::1]:9'])(
    'lets %s in while developing, over HTTP and WebSocket',
    async (origin) => {
      const example = await start();
      const answer = await send(example.url, 'POST', { origin }, { query: '{ hello }' });
      expect(answer.headers['access-control-allow-origin']).toBe(origin);
      await expect(example.socket({ headers: { origin } })).resolves.toBeInstanceOf(RawSocket);
      expect(refusals(example)).toEqual([]);
    },
  );

  it.each([
    'http://localhost.evil.example:5173',
    'http://evil.example',
    'http://127.0.0.1.evil.example',
    'http://localhost@evil.example',
    'capacitor://localhost',
    'null',
  ])('does not let %s in', async (origin) => {
    const example = await start();
    const answer = await send(example.url, 'POST', { origin }, { query: '{ hello }' });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    await expect(example.socket({ headers: { origin } })).rejects.toThrow('403');
  });

  it('does not let local pages in on a production server', async () => {
    const example = await start({ NODE_ENV: 'production', PUBLIC_URL: 'https://mentoring.example' });
    const answer = await send(example.url, 'POST', { origin: 'http://localhost:5173' }, { query: '{ hello }' });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    const own = await send(example.url, 'POST', { origin: 'https://mentoring.example' }, { query: '{ hello }' });
    expect(own.headers['access-control-allow-origin']).toBe('https://mentoring.example');
  });

  it('logs a refused origin once, and only so many of them', async () => {
    const example = await start();
    for (let time = 0; time < 3; time += 1) {
      await send(example.url, 'POST', { origin: 'https://evil.example' }, { query: '{ hello }' });
    }
    expect(refusals(example)).toEqual(['https://evil.example']);
    for (let site = 0; site < 150; site += 1) {
      await send(example.url, 'POST', { origin: `https://${site}.example` }, { query: '{ hello }' });
    }
    expect(refusals(example)).toHaveLength(100);
  });

  it('lets clients name themselves, and read their budget', async () => {
    const example = await start();
    const asked = ['apollographql-client-name', 'apollographql-client-version', 'authorization', 'content-type'];
    const { status, headers } = await preflight(example.url, 'http://localhost:5173', asked.join(','));
    expect(status).toBe(204);
    expect(words(headers['access-control-allow-headers'])).toEqual(expect.arrayContaining(asked));
    const answer = await send(example.url, 'POST', { origin: 'http://localhost:5173' }, { query: '{ hello }' });
    expect(words(answer.headers['access-control-expose-headers'])).toEqual(
      expect.arrayContaining(['retry-after', 'x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset']),
    );
  });
});

describe('compressed answers', () => {
  let community: Community;
  beforeAll(async () => {
    community = await startCommunity();
  });
  afterAll(() => community.stop());

  const long = { query: '{ __schema { types { name description fields { name description } } } }' };
  const url = (): string => `${community.url}/graphql`;

  it.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ])('are sent as %s to who accepts it', async (encoding, unpack) => {
    const plain = await send(url(), 'POST', {}, long);
    const packed = await send(url(), 'POST', { 'accept-encoding': encoding }, long);
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(packed.headers['content-encoding']).toBe(encoding);
    expect(words(packed.headers.vary)).toContain('accept-encoding');
    expect(packed.body.length).toBeLessThan(plain.body.length / 4);
    expect(unpack(packed.body).toString()).toBe(plain.body.toString());
  });

  it('are whole for an origin of another port', async () => {
    const headers = { 'accept-encoding': 'gzip', origin: 'http://localhost:5173' };
    const packed = await send(url(), 'POST', headers, long);
    expect(words(packed.headers.vary)).toEqual(expect.arrayContaining(['origin', 'accept-encoding']));
    expect(gunzipSync(packed.body).length).toBeGreaterThan(10_000);
  });

  it('are never those that carry a token', async () => {
    // Long enough to be compressed, were it not for the tokens.
    const boards = 'boards(first: 10) { nodes { id title kind threads(first: 5) { nodes { id title } } } }';
    const signIn = {
      query: `mutation { signIn(input: { username: "ada", password: "porchlight-demo" }) {
        accessToken refreshToken viewer { ${boards} } } }`,
    };
    const answer = await send(url(), 'POST', { 'accept-encoding': 'gzip, br' }, signIn);
    expect(answer.body.toString()).toContain('accessToken');
    expect(answer.body.length).toBeGreaterThan(1_024);
    expect(answer.headers['content-encoding']).toBeUndefined();
  });
});

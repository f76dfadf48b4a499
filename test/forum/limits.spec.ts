import { allowances, sql } from '#platform';
import { type Client, contractOperation, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { boardOf, startThread } from './boards.js';

describe('rate limits', () => {
  let community: Community | undefined;
  afterEach(async () => {
    await community?.stop();
    community = undefined;
  });

  const open = async (env: Record<string, string> = {}): Promise<Community> =>
    (community = await startCommunity({ env }));
  /** All but the last few of an account's uses are used up. */
  const useUp = async ({ database }: Community, action: keyof typeof allowances, left: number): Promise<void> => {
    await database.run(
      sql`update rate_limit set points = ${allowances[action].member - left}::int where key like ${`${action}:%`}`,
    );
  };
  const reply = (client: Client, threadId: string): Promise<Data> =>
    client.send(contractOperation('CreatePost'), { input: { threadId, body: 'Again.' } });

  it('stops who floods, tells when to come back, and nobody else behind the same address (S23)', async () => {
    const { as, database } = await open();
    const [ben, ada] = [await as('ben'), await as('ada')];
    const { threadId } = await startThread(ben, await boardOf(ben, 'COHORT'), [['One.']]);
    const other = await startThread(ben, await boardOf(ben, 'MATCH'), [['One.']]);
    await useUp(community!, 'createPost', 2);
    const answers = [];
    for (let n = 0; n < 4; n += 1) answers.push(await reply(ben, threadId));
    expect(answers.map(({ errors }) => errors?.[0].extensions.code)).toEqual([
      undefined,
      undefined,
      'RATE_LIMITED',
      'RATE_LIMITED',
    ]);
    const { retryAfterSeconds, retryable } = answers[3].errors[0].extensions;
    expect(retryAfterSeconds).toBeGreaterThan(0);
    expect(retryAfterSeconds).toBeLessThanOrEqual(allowances.createPost.seconds);
    expect(retryable).toBe(true);
    expect((await reply(ada, threadId)).errors).toBeUndefined();
    expect((await reply(ben, other.threadId)).errors).toBeUndefined();
    await database.run(sql`update rate_limit set expire = 0`);
    expect((await reply(ben, threadId)).errors).toBeUndefined();
  });

  it('answers a repetition that it has made already, however many there were', async () => {
    const { as } = await open();
    const ben = await as('ben');
    const { threadId } = await startThread(ben, await boardOf(ben, 'COHORT'));
    const input = { threadId, body: 'Once.', idempotencyKey: 'again' };
    const first = await ben.run('CreatePost', { input });
    await useUp(community!, 'createPost', 0);
    expect(await ben.run('CreatePost', { input })).toEqual(first);
  });

  it('is stricter with accounts of the first week, and generous to staff', async () => {
    const { as, clock } = await open();
    const [ben, mia] = [await as('ben'), await as('mia')];
    const boardId = await boardOf(ben, 'COHORT');
    const { threadId } = await startThread(ben, boardId, [['One.']]);
    await mia.run('CreatePost', { input: { threadId, body: 'From staff.' } });
    await useUp(community!, 'createPost', 60 - allowances.createPost.newcomer);
    expect((await reply(ben, threadId)).errors).toBeUndefined();
    clock.advance(-26 * 86_400_000);
    expect((await reply(ben, threadId)).errors?.[0].extensions.code).toBe('RATE_LIMITED');
    expect((await reply(mia, threadId)).errors).toBeUndefined();
  });

  it('counts nothing when it is off', async () => {
    const { as, database } = await open({ RATE_LIMITS: 'off' });
    const ben = await as('ben');
    await startThread(ben, await boardOf(ben, 'COHORT'), [['One.'], ['Two.']]);
    expect(await database.rows(sql`select * from rate_limit`)).toEqual([]);
    expect((await ben.data('{ rateLimit { remaining } }')).rateLimit).toBeNull();
  });

  it('lets people write on while Redis is away, and still stops who floods', async () => {
    const { as, database } = await open({ REDIS_URL: 'redis://127.0.0.1:9' });
    const ben = await as('ben');
    const { threadId } = await startThread(ben, await boardOf(ben, 'COHORT'), [['One.']]);
    expect(await database.rows(sql`select * from rate_limit`)).toEqual([]);
    const answers = [];
    for (let n = 0; n < allowances.createPost.member; n += 1) answers.push(await reply(ben, threadId));
    expect(answers[0].errors).toBeUndefined();
    expect(answers.at(-1).errors[0].extensions.code).toBe('RATE_LIMITED');
  }, 60_000);

  it('tells what is left of the minute, in the answer and in its headers', async () => {
    const { as, url } = await open();
    const ben = await as('ben');
    const boardId = await boardOf(ben, 'COHORT');
    const query = `query ($id: ID!) { rateLimit { cost limit remaining resetAt } board(id: $id) { threads(first: 20) { nodes { id } } } }`;
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${ben.tokens!.accessToken}` },
      body: JSON.stringify({ query, variables: { id: boardId } }),
    });
    const { rateLimit } = ((await response.json()) as Data).data;
    expect(rateLimit).toMatchObject({ cost: 23, limit: 60_000 });
    expect(response.headers.get('x-ratelimit-remaining')).toBe(String(rateLimit.remaining));
    expect(Number(response.headers.get('x-ratelimit-reset'))).toBe(Math.ceil(Date.parse(rateLimit.resetAt) / 1_000));
    expect(rateLimit.remaining).toBeLessThan(60_000 - 23);
  });

  it('refuses before anything runs when the minute is used up, with status 429', async () => {
    const { as, app } = await open();
    const ben = await as('ben');
    const { Budgets } = await import('#platform');
    app.get(Budgets).charge(uuidFrom(ben), 59_999);
    const { status, errors } = await ben.send('{ viewer { account { id } } }');
    expect(status).toBe(429);
    expect(errors?.[0]?.extensions['code']).toBe('RATE_LIMITED');
    expect(errors?.[0]?.extensions['retryAfterSeconds']).toBeGreaterThan(0);
    expect((await (await as('ada')).send('{ viewer { account { id } } }')).status).toBe(200);
  });
});

const uuidFrom = ({ accountId }: Client): string => {
  const hex = Buffer.from(accountId ?? '', 'base64url').toString('hex', 1);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};

import { boardOf, careOperations, startThread } from '../forum/boards.js';
import { type Client } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { Ears, operations, revoke } from './ears.js';

const subscription = 'subscription { notificationsChanged { unseenNotificationCount newestId } }';
const codeOf = (reason: unknown): string | number | undefined =>
  Array.isArray(reason)
    ? (reason as { extensions: { code: string } }[])[0]?.extensions.code
    : (reason as { code?: number }).code;

describe('whoever is here hears at once', () => {
  let community: Community;
  let ears: Ears;
  let ben: Client;
  let ada: Client;

  beforeAll(async () => {
    // The real worker: from the commit of a post to the word about it.
    community = await startCommunity({ worker: true, env: { RATE_LIMITS: 'off' } });
    ears = new Ears(community);
    [ben, ada] = [await community.as('ben'), await community.as('ada')];
  });
  afterAll(() => community.stop());

  const states = (events: { data: { notificationsChanged: unknown } }[]): unknown[] =>
    events.map(({ data }) => data.notificationsChanged);

  it('of what is told and of what another device has marked, and of nothing that is not theirs', async () => {
    const { threadId } = await startThread(ada, await boardOf(ben, 'MATCH'));
    await using toAda = await ada.subscribe(subscription);
    await using toDan = await (await community.as('dan')).subscribe(subscription);
    expect(states(await toAda.until(1))).toEqual([{ unseenNotificationCount: 0, newestId: null }]);
    await toDan.until(1);
    await ben.run('CreatePost', { input: { threadId, body: 'Hello, @ada and @dan.' } });
    await toAda.until(2);
    const [told] = await ears.of(ada);
    expect(states(toAda.events)[1]).toEqual({ unseenNotificationCount: 1, newestId: told.id });
    const other = await community.anonymous.signedInAs('ada');
    await other.data(operations.markSeen, { input: { ids: [told.id] } });
    expect(states(await toAda.until(3))[2]).toEqual({ unseenNotificationCount: 0, newestId: told.id });
    expect(toDan.events).toHaveLength(1);
  });

  it('and sees nothing any more of what they may not read at the moment of delivery', async () => {
    const cohort = await boardOf(ben, 'COHORT');
    const mia = await community.as('mia');
    const { threadId } = await startThread(ben, cohort);
    await ada.run('CreatePost', { input: { threadId, body: 'For you.' } });
    await using toBen = await ben.subscribe(subscription);
    await toBen.until(1);
    const deadline = Date.now() + 15_000;
    while ((await ears.unseen(ben)) === 0 && Date.now() < deadline) await new Promise((done) => setTimeout(done, 50));
    await mia.data(careOperations.moveThread, { input: { threadId, boardId: await boardOf(mia, 'STAFF') } });
    const second = await startThread(ben, cohort);
    const told = toBen.events.length;
    await ada.run('CreatePost', { input: { threadId: second.threadId, body: 'And this.' } });
    const [last] = states(await toBen.until(told + 1)).slice(-1) as { unseenNotificationCount: number }[];
    expect(last?.unseenNotificationCount).toBe(1);
    const count = toBen.events.length;
    await revoke(community, 'ben');
    expect(states(await toBen.until(count + 1)).at(-1)).toEqual({ unseenNotificationCount: 0, newestId: null });
  });

  it('until the session ends', async () => {
    const dan = await community.anonymous.signedInAs('dan');
    await using toDan = await dan.subscribe(subscription);
    await toDan.until(1);
    await dan.run('SignOut');
    expect([4401, 'UNAUTHENTICATED']).toContain(codeOf(await toDan.untilEnded()));
    await dan.close();
    const anonymous = await community.anonymous.subscribe(subscription);
    expect(codeOf(await anonymous.untilEnded())).toBe('UNAUTHENTICATED');
    await community.anonymous.close();
  });
});

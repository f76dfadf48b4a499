import { sql } from '#platform';
import { boardOf, careOperations, heldText, startThread } from '../forum/boards.js';
import { openDesk } from '../safety/desk.js';
import { type Client, contractOperation, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';

/** A danger to life is held for the safeguarding lead alone. */
const danger = 'I am going to kill myself tonight, I have the pills here.';

/**
 * A subscription lives for as long as its token, and rights change meanwhile. What is nested in a delivery is read with
 * the rights of that delivery. Changes are written to the tables directly: no wake-up, no event and no new sign-in helps.
 */
describe('nested fields of a running subscription follow the rights of their receiver', () => {
  let community: Community;
  let ben: Client;
  let ada: Client;
  let programBoard: string;

  beforeEach(async () => {
    community = await startCommunity({ env: { RATE_LIMITS: 'off' } });
    [ben, ada] = [await community.as('ben'), await community.as('ada')];
    programBoard = await boardOf(ben, 'PROGRAM');
  });
  afterEach(() => community.stop());

  const changeEnrolment = async (username: string, change: ReturnType<typeof sql>): Promise<void> => {
    const changed = await community.database.run(sql`update enrolment set ${change}
      where account_id = (select id from account where username = ${username})`);
    expect(changed).toBe(1);
  };
  const thread = `subscription ($boardId: ID!) { boardEvents(boardId: $boardId) {
    kind post { id bodyText thread { postCount posts(first: 20) { nodes { state bodyText bodyHtml authorBlocked } } } } } }`;
  const nested = (event: Data): Data => event.data.boardEvents.post.thread;
  const texts = (event: Data): string[] => nested(event).posts.nodes.map(({ bodyText }: Data) => bodyText);

  it('on a board, when a moderator is none any more', async () => {
    const { threadId } = await startThread(ben, programBoard);
    const cleo = await community.as('cleo');
    await cleo.run('CreatePost', { input: { threadId, body: heldText } });
    await using toMia = await (await community.as('mia')).subscribe(thread, { boardId: programBoard });
    await toMia.until(1);
    await ben.run('CreatePost', { input: { threadId, body: 'Before.' } });
    const [, before] = await toMia.until(2);
    expect([texts(before).includes(heldText), nested(before).postCount]).toEqual([true, 3]);
    await changeEnrolment('mia', sql`role = 'MENTOR'`);
    await ben.run('CreatePost', { input: { threadId, body: 'After.' } });
    const [, , after] = await toMia.until(3);
    expect(after.data.boardEvents.post.bodyText).toBe('After.');
    expect([texts(after), nested(after).postCount]).toEqual([['The beginning.', 'Before.', 'After.'], 3]);
  });

  it('on a board, when somebody was blocked', async () => {
    const { threadId } = await startThread(ada, programBoard);
    await ben.run('CreatePost', { input: { threadId, body: 'I am Ben.' } });
    const dan = await community.as('dan');
    await using toDan = await dan.subscribe(thread, { boardId: programBoard });
    await toDan.until(1);
    await ada.run('CreatePost', { input: { threadId, body: 'Before.' } });
    expect(texts((await toDan.until(2))[1])).toEqual(['The beginning.', 'I am Ben.', 'Before.']);
    await dan.data(careOperations.blockPerson, { input: { accountId: ben.accountId } });
    await ada.run('CreatePost', { input: { threadId, body: 'After.' } });
    const after = nested((await toDan.until(3))[2]);
    expect(after.posts.nodes.map(({ bodyText }: Data) => bodyText)).toEqual([
      'The beginning.',
      null,
      'Before.',
      'After.',
    ]);
    expect(after.posts.nodes[1]).toMatchObject({ authorBlocked: true, bodyHtml: null });
  });

  it('on a board, when the receiver went to another cohort', async () => {
    const { postIds } = await startThread(ada, await boardOf(ada, 'COHORT'), [['For our cohort alone.']]);
    const { threadId } = await startThread(ada, programBoard, [[`> [quote:${postIds[1]}]\n\nQuoted.`]]);
    const dan = await community.as('dan');
    await using toDan = await dan.subscribe(thread, { boardId: programBoard });
    await toDan.until(1);
    await ben.run('CreatePost', { input: { threadId, body: 'Before.' } });
    expect(JSON.stringify((await toDan.until(2))[1])).toContain('For our cohort alone.');
    await changeEnrolment('dan', sql`cohort_id = null`);
    await ben.run('CreatePost', { input: { threadId, body: 'After.' } });
    const received = JSON.stringify((await toDan.until(3))[2]);
    expect([received.includes('Quoted.'), received.includes('For our cohort alone.')]).toEqual([true, false]);
  });

  it('in the review queue, when a lead is a moderator from now on', async () => {
    const desk = await openDesk(community);
    const { threadId } = await startThread(ben, programBoard);
    const cleo = await community.as('cleo');
    const say = (body: string): Promise<Data> => cleo.run('CreatePost', { input: { threadId, body } });
    await say(danger);
    const document = `subscription ($programId: ID!) { reviewQueueEvents(programId: $programId) {
      kind reviewable { id restricted authorRecord { posts { bodyText } } } } }`;
    await using toSam = await (await community.as('sam')).subscribe(document, { programId: desk.program });
    await toSam.until(1);
    await say('The first of two.');
    const record = (event: Data): string[] =>
      event.data.reviewQueueEvents.reviewable.authorRecord.posts.map(({ bodyText }: Data) => bodyText.trim());
    expect(record((await toSam.until(2))[1])).toEqual(expect.arrayContaining([danger, 'The first of two.']));
    await changeEnrolment('sam', sql`role = 'MODERATOR'`);
    await say('The second of two.');
    const after = record((await toSam.until(3))[2]);
    expect([after.includes('The second of two.'), after.includes(danger)]).toEqual([true, false]);
  });

  it('in the review queue, which ends with the last role and delivers nothing more', async () => {
    const desk = await openDesk(community);
    const { threadId } = await startThread(ben, programBoard);
    const cleo = await community.as('cleo');
    const watch = contractOperation('ReviewQueueEvents');
    await using toMia = await (await community.as('mia')).subscribe(watch, { programId: desk.program });
    await toMia.until(1);
    await changeEnrolment('mia', sql`role = 'MENTOR'`);
    await cleo.run('CreatePost', { input: { threadId, body: 'Who sees this?' } });
    expect(JSON.stringify(await toMia.untilEnded())).toContain('NOT_FOUND');
    expect(toMia.events).toHaveLength(1);
  });

  it('of notifications, whose count leaves out what is not readable any more', async () => {
    const dan = await community.as('dan');
    await using toDan = await dan.subscribe('subscription { notificationsChanged { unseenNotificationCount } }');
    await toDan.until(1);
    const { FanOut } = await import('#notifications');
    const tell = async (kind: string): Promise<void> => {
      await startThread(ada, await boardOf(ada, kind), [['Hello @dan, how are you?']]);
      await community.app.get(FanOut).run();
    };
    const counts = (): number[] =>
      toDan.events.map(({ data }: Data) => data.notificationsChanged.unseenNotificationCount);
    await tell('COHORT');
    await toDan.until(2);
    await changeEnrolment('dan', sql`cohort_id = null`);
    await tell('PROGRAM');
    await toDan.until(3);
    // What was told of the cohort is not readable any more; with the rights of the start it would be two.
    expect(counts()).toEqual([0, 1, 1]);
  });
});

import { sql } from '#platform';
import { FanOut, hearersAtATime } from '#notifications';
import { boardOf, careOperations, startThread } from '../forum/boards.js';
import { openDesk } from '../safety/desk.js';
import { type Client, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { consent, Ears, revoke } from './ears.js';

describe('people are told', () => {
  let community: Community;
  let ears: Ears;
  let ben: Client;
  let ada: Client;
  let mia: Client;
  let dan: Client;
  let cora: Client;
  let cohort: string;
  let pair: string;

  beforeAll(async () => {
    community = await startCommunity({ env: { RATE_LIMITS: 'off' } });
    ears = new Ears(community);
    [ben, ada, mia, dan, cora] = (await Promise.all(
      ['ben', 'ada', 'mia', 'dan', 'cora'].map((name) => community.as(name)),
    )) as [Client, Client, Client, Client, Client];
    cohort = await boardOf(ben, 'COHORT');
    pair = await boardOf(ben, 'MATCH');
  });
  afterAll(() => community.stop());

  const reply = async (by: Client, threadId: string, body: string, more: object = {}): Promise<string> =>
    (await by.run('CreatePost', { input: { threadId, body, ...more } })).createPost.post.id;
  const watch = (client: Client, input: object): Promise<Data> => client.run('SetWatch', { input });

  it('tells the mentor when her mentee replies, and the mentee nothing of his own words', async () => {
    const { threadId, postIds } = await startThread(ada, pair);
    const inThread = await reply(ben, threadId, 'Here I am.');
    const below = await reply(ben, threadId, 'And about that.', { parentId: postIds[0] });
    const [before, after] = [await ears.unseen(ada), 2];
    await ears.settle();
    expect(await ears.kinds(ada, inThread, below)).toEqual(['REPLY', 'REPLY']);
    expect(await ears.kinds(ben, inThread, below)).toEqual([null, null]);
    expect(await ears.unseen(ada)).toBe(before + after);
  });

  it('gives everybody one word about a post, with the strongest reason', async () => {
    const { threadId, postIds } = await startThread(ben, cohort);
    await watch(ada, { threadId, level: 'ALL' });
    await watch(mia, { threadId, level: 'ALL' });
    await watch(mia, { boardId: cohort, level: 'ALL' });
    const post = await reply(dan, threadId, 'Dear @ben and @ada, and @ada again.', { parentId: postIds[0] });
    await ears.settle();
    expect(await ears.kinds(ben, post)).toEqual(['MENTION']);
    expect(await ears.kinds(ada, post)).toEqual(['MENTION']);
    expect(await ears.kinds(mia, post)).toEqual(['POST']);
    expect(await ears.kinds(dan, post)).toEqual([null]);
    await watch(mia, { boardId: cohort, level: 'REPLIES_AND_MENTIONS' });
  });

  it('tells who watches a board of new threads and of posts in them, unless the thread has a level of its own', async () => {
    await watch(ada, { boardId: cohort, level: 'ALL' });
    const { threadId, postIds } = await startThread(ben, cohort);
    const first = await reply(dan, threadId, 'One.');
    await watch(ada, { threadId, level: 'REPLIES_AND_MENTIONS' });
    await ears.settle();
    const second = await reply(dan, threadId, 'Two.');
    await ears.settle();
    // What was chosen before the word went out counts for it.
    expect(await ears.kinds(ada, postIds[0]!, first, second)).toEqual([null, null, null]);
    const other = await startThread(ben, cohort);
    const third = await reply(dan, other.threadId, 'Three.');
    await ears.settle();
    expect(await ears.kinds(ada, other.postIds[0]!, third)).toEqual(['THREAD', 'POST']);
    await watch(ada, { boardId: cohort, level: 'REPLIES_AND_MENTIONS' });
  });

  it('tells nobody of what is written by somebody whom they blocked, neither then nor of what they heard before', async () => {
    const { threadId } = await startThread(ada, cohort);
    const heard = await reply(dan, threadId, 'Before it, for @ada.');
    await ears.settle();
    expect(await ears.kinds(ada, heard)).toEqual(['MENTION']);
    const unseen = await ears.unseen(ada);
    await ada.data(careOperations.blockPerson, { input: { accountId: dan.accountId } });
    expect(await ears.unseen(ada)).toBeLessThan(unseen);
    const rows = await ears.rows('ada');
    const after = await reply(dan, threadId, 'After it, for @ada.');
    await ears.settle();
    expect(await ears.kinds(ada, heard, after)).toEqual([null, null]);
    expect(await ears.rows('ada')).toBe(rows);
    await ada.data(careOperations.unblockPerson, { input: { accountId: dan.accountId } });
    expect(await ears.unseen(ada)).toBe(unseen);
  });

  it('tells nobody who muted the thread, or the board, not even of a mention', async () => {
    const { threadId, postIds } = await startThread(ada, cohort);
    await watch(ada, { threadId, level: 'MUTED' });
    await watch(ben, { boardId: cohort, level: 'MUTED' });
    const post = await reply(dan, threadId, 'Hello @ada and @ben.', { parentId: postIds[0] });
    await ears.settle();
    expect(await ears.kinds(ada, post)).toEqual([null]);
    expect(await ears.kinds(ben, post)).toEqual([null]);
    await watch(ben, { threadId, level: 'REPLIES_AND_MENTIONS' });
    const next = await reply(dan, threadId, 'Hello again @ben.');
    await ears.settle();
    expect(await ears.kinds(ben, next)).toEqual(['MENTION']);
    await watch(ben, { boardId: cohort, level: 'REPLIES_AND_MENTIONS' });
  });

  it('reaches nobody who cannot read the board, by a mention or anything else (S8)', async () => {
    const names = ['cleo', 'dan', 'mia', 'olu', 'finn', 'gus', 'eve'];
    const before = await Promise.all(names.map((name) => ears.rows(name)));
    const { postIds } = await startThread(ben, pair, [[names.map((name) => `@${name}`).join(' ')]]);
    await ears.settle();
    expect(await Promise.all(names.map((name) => ears.rows(name)))).toEqual(before);
    for (const name of names) {
      const stranger = await community.as(name);
      expect(await ears.kinds(stranger, ...postIds)).toEqual([null, null]);
    }
  });

  it('tells everybody whom an edit mentions for the first time, and nobody else again', async () => {
    const { threadId, postIds } = await startThread(ben, pair);
    await watch(ada, { threadId, level: 'ALL' });
    const post = await reply(ben, threadId, 'A first text.');
    await ears.settle();
    expect(await ears.kinds(cora, post)).toEqual([null]);
    await ben.run('EditPost', {
      input: { postId: post, body: 'A first text for @cora and @ada.', expectedVersion: 1 },
    });
    await ears.settle();
    expect(await ears.kinds(cora, post)).toEqual(['MENTION']);
    expect(await ears.kinds(ada, post)).toEqual(['POST']);
    expect(postIds).toHaveLength(1);
  });

  it('tells nobody of a post that waits, and everybody once when it is approved (S6)', async () => {
    const desk = await openDesk(community);
    const { threadId, postIds } = await startThread(dan, await desk.boardOf('cleo'));
    const cleo = await community.as('cleo');
    const post = await reply(cleo, threadId, 'I would be an owl, @cora.', { parentId: postIds[0] });
    const everybody = ['dan', 'cora', 'sam', 'mia', 'cleo'];
    const before = await Promise.all(everybody.map((name) => ears.rows(name)));
    await ears.settle();
    expect(await Promise.all(everybody.map((name) => ears.rows(name)))).toEqual(before);
    const item = await desk.itemFor('mia', post);
    await desk.decide('mia', item, { decision: 'APPROVE' });
    for (let run = 0; run < 3; run += 1) await ears.settle();
    expect(await ears.kinds(dan, post)).toEqual(['REPLY']);
    expect(await ears.kinds(cora, post)).toEqual(['MENTION']);
    expect(await ears.kinds(cleo, post)).toEqual([null]);
    expect(await ears.rows('mia')).toBe(before[3]);
    expect(await ears.rows('sam')).toBe(before[2]);
  });

  it('makes one set of notifications of five twins that come at once (S15)', async () => {
    const { threadId } = await startThread(ada, pair);
    const before = await ears.rows('ada');
    const twins = await Promise.all(
      Array.from({ length: 5 }, () =>
        ben.run('CreatePost', { input: { threadId, body: 'Once only, @ada.', idempotencyKey: 'twins' } }),
      ),
    );
    expect(new Set(twins.map(({ createPost }) => createPost.post.id)).size).toBe(1);
    await Promise.all(Array.from({ length: 4 }, () => ears.settle()));
    expect(await ears.rows('ada')).toBe(before + 1);
  });

  it('changes nothing when its work is done again, and by several at once', async () => {
    const { threadId } = await startThread(ada, pair);
    const post = await reply(ben, threadId, 'Told once.');
    const again = async (): Promise<void> => {
      await community.database.run(sql`
        insert into notification_task (id, kind, target_id, due_at)
        select gen_random_uuid(), 'POST', n.post_id, ${community.clock.now()} from notification n
          join post p on p.id = n.post_id and p.body_text = 'Told once.', generate_series(1, 4)`);
    };
    await ears.settle();
    const before = await ears.rows('ada');
    await again();
    await Promise.all(Array.from({ length: 4 }, () => community.app.get(FanOut).run()));
    expect(await ears.rows('ada')).toBe(before);
    expect(await ears.kinds(ada, post)).toEqual(['REPLY']);
    expect(await community.database.run(sql`select from notification_task where kind = 'POST'`)).toBe(0);
  });

  it('takes up again what a killed worker had begun', async () => {
    const { threadId } = await startThread(ada, pair);
    const post = await reply(ben, threadId, 'While somebody dies.');
    // As a process leaves it that was killed after taking the task.
    await community.database.run(sql`
      update notification_task set attempts = 1, due_at = ${new Date(community.clock.now().getTime() + 120_000)}`);
    await ears.settle();
    expect(await ears.kinds(ada, post)).toEqual([null]);
    community.clock.advance(121_000);
    await ears.settle();
    expect(await ears.kinds(ada, post)).toEqual(['REPLY']);
  });

  it('forgets at once what is taken down, and tells of it again when it comes back, without a second word', async () => {
    const desk = await openDesk(community);
    const { threadId } = await startThread(ada, cohort);
    const post = await reply(ben, threadId, 'Now you see me.');
    await ears.settle();
    const unseen = await ears.unseen(ada);
    const [told] = await ears.of(ada);
    expect(told.post.id).toBe(post);
    await (await community.as('cleo')).run('Flag', { input: { postId: post, category: 'UNSAFE_ADULT' } });
    expect(await ears.kinds(ada, post)).toEqual([null]);
    expect(await ears.unseen(ada)).toBeLessThan(unseen);
    expect(await ada.run('Node', { id: told.id })).toEqual({ node: null });
    await desk.decide('sam', await desk.itemFor('sam', post), { decision: 'RESTORE' });
    await ears.settle();
    expect((await ears.of(ada)).filter((one) => one.post.id === post)).toEqual([told]);
    expect(await ears.unseen(ada)).toBe(unseen);
  });

  it('makes no row while access is lost, and is offered on return, not silently active (S9)', async () => {
    const { threadId } = await startThread(ada, cohort);
    await watch(ben, { threadId, level: 'ALL' });
    await watch(ben, { boardId: cohort, level: 'ALL' });
    const before = await reply(ada, threadId, 'Before.');
    await ears.settle();
    expect(await ears.kinds(ben, before)).toEqual(['POST']);
    const rows = await ears.rows('ben');
    await revoke(community, 'ben');
    const meanwhile = await reply(ada, threadId, 'Meanwhile, @ben.');
    await ears.settle();
    expect(await ears.rows('ben')).toBe(rows);
    expect(await ears.of(ben)).toEqual([]);
    expect(await ears.unseen(ben)).toBe(0);
    await consent(community, 'ben');
    const after = await reply(ada, threadId, 'After.');
    await ears.settle();
    expect(await ears.kinds(ben, before, meanwhile, after)).toEqual(['POST', null, null]);
    expect((await ben.data(careOperations.thread, { id: threadId })).thread.watch).toMatchObject({ asleep: true });
    const addressed = await reply(ada, threadId, 'Are you back, @ben?');
    await watch(ben, { threadId, level: 'ALL' });
    const chosen = await reply(ada, threadId, 'Good.');
    await ears.settle();
    expect(await ears.kinds(ben, addressed, chosen)).toEqual(['MENTION', 'POST']);
    await watch(ben, { boardId: cohort, level: 'REPLIES_AND_MENTIONS' });
  });

  it('puts a watch to sleep that outlived its access without anybody being told, too (S9)', async () => {
    const { threadId } = await startThread(cora, cohort);
    await watch(dan, { threadId, level: 'ALL' });
    const until = sql`select min(in_force_until) as at from enrolment e join account a on a.id = e.account_id
      where a.username = 'dan'`;
    const [was] = await community.database.rows<{ at: Date }>(until);
    const ofDan = sql`account_id = (select id from account where username = 'dan')`;
    // By the clock alone: no job has come by, and none will before he is back.
    await community.database.run(sql`update enrolment set in_force_until = ${new Date(0)} where ${ofDan}`);
    const away = await reply(cora, threadId, 'While it had run out.');
    await ears.settle();
    await community.database.run(sql`update enrolment set in_force_until = ${was?.at} where ${ofDan}`);
    const back = await reply(cora, threadId, 'And after.');
    await ears.settle();
    expect(await ears.kinds(dan, away, back)).toEqual([null, null]);
    expect((await dan.data(careOperations.thread, { id: threadId })).thread.watch).toMatchObject({ asleep: true });
  });

  it('tells all readers of an announcement that asks to be acknowledged, in batches, and each once', async () => {
    const program = await boardOf(mia, 'PROGRAM');
    const many = hearersAtATime * 2 + 50;
    await community.database.run(sql`
      with made as (
        insert into account (id, username, username_key, username_skeleton, display_name, created_at)
        select gen_random_uuid(), 'crowd' || n, 'crowd' || n, 'crowd' || n, 'Crowd', now() from generate_series(1, ${many}::int) n
        returning id
      )
      insert into enrolment (id, account_id, program_id, role, status, created_at)
      select gen_random_uuid(), made.id, (select program_id from enrolment e join account a on a.id = e.account_id
        where a.username = 'mia'), 'MENTOR', 'ACTIVE', now() from made`);
    const { createThread } = await mia.data(careOperations.createThread, {
      input: {
        boardId: program,
        title: 'New rules',
        body: 'Please read them.',
        kind: 'ANNOUNCEMENT',
        requiresAcknowledgement: true,
      },
    });
    await Promise.all([ears.settle(), ears.settle()]);
    await ears.settle();
    expect(await ears.kinds(ben, createThread.post.id)).toEqual(['ANNOUNCEMENT']);
    expect(await ears.kinds(mia, createThread.post.id)).toEqual([null]);
    const told = await community.database.rows<{ name: string; count: number }>(sql`
      select a.username as name, count(*)::int as count from notification n join account a on a.id = n.account_id
      where n.kind = 'ANNOUNCEMENT' group by 1`);
    expect(told.filter(({ count }) => count !== 1)).toEqual([]);
    expect(told.filter(({ name }) => name.startsWith('crowd'))).toHaveLength(many);
    for (const name of ['finn', 'gus', 'eve', 'mia']) expect(told.map((one) => one.name)).not.toContain(name);
  });
});

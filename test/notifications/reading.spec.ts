import { NotificationsPurge } from '#notifications';
import { enrolmentChanged, EnrolmentStatus } from '#membership';
import { Announcements, globalId, Role, sql, uuidOf } from '#platform';
import { boardOf, careOperations, startThread } from '../forum/boards.js';
import { type Client, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { countStatements } from '../support/statements.js';
import { Ears, operations } from './ears.js';

describe('notifications, as they are read', () => {
  let community: Community;
  let ears: Ears;
  let ben: Client;
  let ada: Client;
  let mia: Client;
  let boards: Record<'COHORT' | 'PROGRAM' | 'STAFF', string>;

  beforeAll(async () => {
    community = await startCommunity({ env: { RATE_LIMITS: 'off' } });
    ears = new Ears(community);
    [ben, ada, mia] = (await Promise.all(['ben', 'ada', 'mia'].map((name) => community.as(name)))) as [
      Client,
      Client,
      Client,
    ];
    boards = {
      COHORT: await boardOf(ben, 'COHORT'),
      PROGRAM: await boardOf(ben, 'PROGRAM'),
      STAFF: await boardOf(mia, 'STAFF'),
    };
  });
  afterAll(() => community.stop());
  beforeEach(async () => {
    await community.database.run(sql`truncate notification, notification_task`);
  });

  /** A thread of Ada's with so many replies by Ben, all told. */
  const replies = async (
    count: number,
    boardId = boards.COHORT,
    title = 'A thread',
  ): Promise<{ threadId: string; posts: string[] }> => {
    const { threadId } = await startThread(ada, boardId, [], title);
    const posts: string[] = [];
    for (let n = 1; n <= count; n += 1) {
      const { createPost } = await ben.run('CreatePost', { input: { threadId, body: `Reply ${n}.` } });
      posts.push(createPost.post.id);
    }
    await ears.settle();
    return { threadId, posts };
  };
  const idsOf = (told: Data[]): string[] => told.map(({ post }) => post.id);

  it('come newest first in full pages, and the count is what can be paged through', async () => {
    const shown = await replies(7);
    const hidden = await replies(12);
    const alsoShown = await replies(3);
    await mia.data(careOperations.moveThread, { input: { threadId: hidden.threadId, boardId: boards.STAFF } });
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const page = await ears.page(ada, { first: 4, after, unseenOnly: true });
      seen.push(...page.edges.map(({ node }: Data) => node.post.id));
      more = page.pageInfo.hasNextPage;
      after = page.pageInfo.endCursor;
      if (more) expect(page.edges).toHaveLength(4);
    }
    expect(seen).toEqual([...shown.posts, ...alsoShown.posts].reverse());
    expect(await ears.unseen(ada)).toBe(10);
  });

  it('are lost at once with the board that their thread moved to, and kept by followers who read it (S12)', async () => {
    const { threadId, posts } = await replies(2, boards.PROGRAM);
    await mia.run('SetWatch', { input: { threadId, level: 'ALL' } });
    const { createPost } = await ben.run('CreatePost', { input: { threadId, body: 'For the team?' } });
    await ears.settle();
    const [told] = await ears.of(ada);
    await mia.data(careOperations.moveThread, { input: { threadId, boardId: boards.STAFF } });
    expect(await ears.of(ada)).toEqual([]);
    expect(await ears.unseen(ada)).toBe(0);
    expect(await ada.run('Node', { id: told.id })).toEqual({ node: null });
    const { markNotificationsSeen } = await ada.data(operations.markSeen, { input: { ids: [told.id] } });
    expect(markNotificationsSeen).toEqual({ notifications: [], unseenNotificationCount: 0 });
    expect(idsOf(await ears.of(mia))).toEqual([createPost.post.id]);
    const rows = await ears.rows('ada');
    await mia.run('CreatePost', { input: { threadId, body: 'Among us, @ada.' } });
    await ears.settle();
    expect(await ears.rows('ada')).toBe(rows);
    expect(posts).toHaveLength(2);
  });

  it('are seen by reading the thread past the post, on any device', async () => {
    const { threadId, posts } = await replies(4);
    await ada.run('MarkRead', { input: { threadId, number: 3, numbers: [5] } });
    const told = await ears.of(ada);
    expect(told.map(({ seen }) => seen)).toEqual([true, false, true, true]);
    expect(await ears.unseen(ada)).toBe(1);
    expect(idsOf(await ears.of(ada, { unseenOnly: true }))).toEqual([posts[2]]);
    await ada.run('MarkRead', { input: { threadId, number: 5 } });
    expect(await ears.unseen(ada)).toBe(0);
  });

  it('are marked one by one, or all up to a cursor; twice changes nothing', async () => {
    await replies(5);
    const { edges } = await ears.page(ada);
    const mark = async (input: object): Promise<Data> =>
      (await ada.data(operations.markSeen, { input })).markNotificationsSeen;
    const one = { notifications: [{ id: edges[0].node.id, seen: true }], unseenNotificationCount: 4 };
    expect(await mark({ ids: [edges[0].node.id] })).toEqual(one);
    expect(await mark({ ids: [edges[0].node.id] })).toEqual(one);
    expect(await mark({ through: edges[2].cursor })).toEqual({ notifications: [], unseenNotificationCount: 1 });
    expect((await ears.of(ada)).map(({ seen }) => seen)).toEqual([true, false, true, true, true]);
    expect(await mark({})).toEqual({ notifications: [], unseenNotificationCount: 1 });
  });

  it('are their owner’s alone: to anybody else they do not exist', async () => {
    await replies(1);
    const [told] = await ears.of(ada);
    expect((await ada.run('Node', { id: told.id })).node).toMatchObject({ id: told.id });
    const nothing = globalId('Notification', '01890000-0000-7000-8000-000000000000');
    for (const name of ['ben', 'mia', 'sam', 'olu', 'finn', 'eve']) {
      const other = await community.as(name);
      expect(await other.run('Node', { id: told.id })).toEqual({ node: null });
      const answers = [told.id, nothing, 'nonsense'].map((id) =>
        other.data(operations.markSeen, { input: { ids: [id] } }),
      );
      const [theirs, ...none] = await Promise.all(answers);
      for (const answer of none) expect(answer).toEqual(theirs);
    }
    expect(await ears.unseen(ada)).toBe(1);
    expect(await community.anonymous.run('Node', { id: told.id })).toEqual({ node: null });
    expect((await community.anonymous.data(operations.notifications)).viewer).toBeNull();
    expect(await community.anonymous.refused(operations.markSeen, { input: {} })).toBe('UNAUTHENTICATED');
    expect(await community.anonymous.refused(operations.setPreferences, { input: { email: 'OFF' } })).toBe(
      'UNAUTHENTICATED',
    );
  });

  it('are those of whoever has just signed in, also for somebody who was signed in as another before', async () => {
    await replies(2);
    const signIn = `mutation { signIn(input: { username: "ben", password: "porchlight-demo" }) {
      viewer { unseenNotificationCount notifications { nodes { id } } notificationPreferences { quietHours { from } } } } }`;
    const ofBen = {
      unseenNotificationCount: 0,
      notifications: { nodes: [] },
      notificationPreferences: { quietHours: { from: '21:00' } },
    };
    const before = await community.anonymous.signedInAs('ada');
    expect((await before.data(signIn)).signIn.viewer).toEqual(ofBen);
    expect((await community.anonymous.data(signIn)).signIn.viewer).toEqual(ofBen);
    expect(await ears.unseen(ada)).toBe(2);
  });

  it('refuse what is no page, no cursor of theirs and too much at once', async () => {
    const refused = (variables: object): Promise<string> => ada.refused(operations.notifications, { ...variables });
    expect(await refused({ first: 101 })).toBe('INVALID_INPUT');
    expect(await refused({ first: 0 })).toBe('INVALID_INPUT');
    expect(await refused({ after: 'bm9uc2Vuc2U' })).toBe('INVALID_INPUT');
    const mark = (input: object): Promise<string> => ada.refused(operations.markSeen, { input });
    expect(await mark({ through: 'bm9uc2Vuc2U' })).toBe('INVALID_INPUT');
    expect(await mark({ ids: Array.from({ length: 101 }, () => 'x') })).toBe('INVALID_INPUT');
  });

  it('cost the same number of statements whatever the page, whatever lies in between', async () => {
    await replies(30);
    const counted = async (query: string, variables: Record<string, unknown> = {}): Promise<number> =>
      (await countStatements(ada, query, variables)).statements;
    // The viewer; count; page; its posts; their threads.
    for (const first of [3, 30]) expect(await counted(operations.notifications, { first })).toBe(5);
    expect(await counted('{ viewer { unseenNotificationCount } }')).toBe(2);
    expect(await counted('{ viewer { notifications { nodes { id } } } }')).toBe(2);
    expect(await counted(operations.markSeen, { input: {} })).toBe(4);
  });

  it('keep no more of one person than somebody could want to page through', async () => {
    const { posts } = await replies(1);
    await community.database.run(sql`
      insert into notification (id, account_id, kind, post_id, created_at)
      select ('01890000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, a.id, 'POST', gen_random_uuid(), ${community.clock.now()}
      from account a, generate_series(1, 1500) n where a.username = 'ada'`);
    await community.app.get(NotificationsPurge).run();
    expect(await ears.rows('ada')).toBe(1_000);
    expect(idsOf(await ears.of(ada))).toEqual(posts);
  });

  it('are forgotten after 90 days, and with the person who left', async () => {
    const { posts } = await replies(6);
    const purge = community.app.get(NotificationsPurge);
    await purge.run();
    expect(await ears.rows('ada')).toBe(6);
    await ben.run('WithdrawPost', { input: { postId: posts[5] } });
    expect(await ears.unseen(ada)).toBe(5);
    await community.database.run(sql`
      update notification set created_at = ${new Date(community.clock.now().getTime() - 91 * 86_400_000)}
      where id in (select id from notification order by id limit 2)`);
    await purge.run();
    expect(await ears.rows('ada')).toBe(4);
    const [enrolment] = await community.database.rows<{ id: string }>(sql`
      select e.id from enrolment e join account a on a.id = e.account_id where a.username = 'ada'`);
    const input = { enrolmentId: globalId('Enrolment', enrolment?.id ?? ''), reason: 'Moved away' };
    await (await community.as('olu')).run('EndEnrolment', { input });
    expect(await ears.unseen(ada)).toBe(0);
    await purge.run();
    expect(await ears.rows('ada')).toBe(0);
  });

  it('go at once with a person who is erased', async () => {
    const cleo = await community.as('cleo');
    const { threadId } = await startThread(ben, boards.COHORT);
    await cleo.run('SetWatch', { input: { threadId, level: 'ALL' } });
    await ben.run('CreatePost', { input: { threadId, body: 'Hello, @cleo.' } });
    await ears.settle();
    expect(await ears.rows('cleo')).toBe(1);
    const row = await community.database.first<{ programId: string }>(
      sql`select program_id as "programId" from enrolment e join account a on a.id = e.account_id where a.username = 'cleo'`,
    );
    const erased = {
      enrolmentId: '',
      accountId: uuidOf('Account', cleo.accountId ?? '') ?? '',
      programId: row?.programId ?? '',
      cohortId: null,
      role: Role.MENTEE,
      from: EnrolmentStatus.ACTIVE,
      to: EnrolmentStatus.ERASED,
    };
    await community.database.transaction((tx) =>
      community.app.get(Announcements).announce(tx, enrolmentChanged, erased),
    );
    expect(await ears.rows('cleo')).toBe(0);
  });
});

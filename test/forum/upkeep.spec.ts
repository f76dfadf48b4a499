import { Health, Jobs, type JobHandler, sql } from '#platform';
import { RENDERER_VERSION } from '#forum';
import { type Client } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { schedule } from '../../apps/worker/schedule.js';
import { boardOf, drifts, heldText, startThread } from './boards.js';

const dayMs = 86_400_000;

describe('what runs by night', () => {
  let community: Community;
  let ben: Client;
  let boardId: string;

  beforeEach(async () => {
    community = await startCommunity({ env: { RATE_LIMITS: 'off' } });
    ben = await community.as('ben');
    boardId = await boardOf(ben, 'MATCH');
  });
  afterEach(() => community.stop());

  const run = async (job: string): Promise<void> => {
    const handler = community.app.get(Jobs).all.get(job) as unknown as JobHandler<object>;
    await handler({}, { number: 1, signal: new AbortController().signal });
  };
  const count = async (of: ReturnType<typeof sql>): Promise<number> =>
    (await community.database.first<{ count: number }>(of))?.count ?? -1;

  it('has a handler for every job of the schedule', () => {
    const known = community.app.get(Jobs).all;
    expect(schedule.filter(({ job }) => !known.has(job.name)).map(({ job }) => job.name)).toEqual([]);
  });

  it('renders old texts again, shown and waiting ones, and never revives an erased one', async () => {
    const { threadId, postIds } = await startThread(ben, boardId, [['It **works**.']]);
    const held = await ben.run('CreatePost', { input: { threadId, body: heldText } });
    await community.database.run(
      sql`update revision set renderer_version = ${RENDERER_VERSION - 1}, body_html = 'old', body_text = 'old'`,
    );
    await community.database.run(sql`update post set body_html = 'old', body_text = 'old' where body_html is not null`);
    await ben.run('WithdrawPost', { input: { postId: postIds[0] } });
    await Promise.all([run('forum.rerender'), run('forum.rerender')]);
    await run('forum.rerender');
    expect((await ben.run('Post', { id: postIds[1] })).post.bodyHtml).toBe('<p>It <strong>works</strong>.</p>\n');
    expect((await ben.run('Post', { id: held.createPost.post.id })).post.bodyHtml).toContain('07700');
    expect(await count(sql`select count(*) from post where body_html = 'old'`)).toBe(0);
    expect(await count(sql`select count(*) from revision where renderer_version < ${RENDERER_VERSION}`)).toBe(0);
  });

  it('forgets board events after thirty days, but keeps the last thousand', async () => {
    const [board] = await community.database.rows<{ id: string }>(
      sql`select board_id as id from post group by board_id order by count(*) desc limit 1`,
    );
    await community.database.run(sql`
      insert into board_event (board_id, seq, kind, thread_id, occurred_at)
      select l.board_id, l.last_seq + n, 'THREAD_CHANGED', (select id from thread where board_id = l.board_id limit 1),
        ${community.clock.now()}::timestamptz - make_interval(days => case when n <= 3000 then 40 else 1 end)
      from board_log l, generate_series(1, 3500) n where l.board_id = ${board?.id}`);
    await community.database.run(sql`update board_log set last_seq = last_seq + 3500 where board_id = ${board?.id}`);
    // Events of the demo are weeks old at the most; the made ones are older.
    await community.database
      .run(sql`update board_event set occurred_at = ${new Date(community.clock.now().getTime() - 50 * dayMs)}
      where board_id = ${board?.id} and seq <= (select last_seq - 3500 from board_log where board_id = ${board?.id})`);
    await run('forum.trim');
    expect(await count(sql`select count(*) from board_event where board_id = ${board?.id}`)).toBe(1000);
    expect(await count(sql`select last_seq - trimmed_to as count from board_log where board_id = ${board?.id}`)).toBe(
      1000,
    );
    expect((await drifts(community)).filter((drift) => JSON.stringify(drift).includes('board.events'))).toEqual([]);
    await run('forum.trim');
    expect(await count(sql`select count(*) from board_event where board_id = ${board?.id}`)).toBe(1000);
  });

  it('deletes drafts after thirty days and idempotency keys after two', async () => {
    const { threadId } = await startThread(ben, boardId);
    await ben.run('SaveDraft', { input: { threadId, body: 'Half a thought.' } });
    await ben.run('CreatePost', { input: { threadId, body: 'Whole.', idempotencyKey: 'one' } });
    for (const job of ['forum.drafts', 'platform.purge']) await run(job);
    expect(await count(sql`select count(*) from draft`)).toBe(1);
    expect(await count(sql`select count(*) from idempotency`)).toBe(1);
    community.clock.advance(31 * dayMs);
    for (const job of ['forum.drafts', 'platform.purge']) await run(job);
    expect(await count(sql`select count(*) from draft`)).toBe(0);
    expect(await count(sql`select count(*) from idempotency`)).toBe(0);
  });

  it('counts everything again and tells in health what drifted', async () => {
    const health = community.app.get(Health);
    const told = async (): Promise<string | undefined> => (await health.ready()).parts['forumCounters'];
    expect(await told()).toBe('ok');
    await run('forum.recount');
    expect(await told()).toBe('ok');
    await community.database.run(
      sql`update thread set post_count = post_count + 1 where id = (select min(id::text)::uuid from thread)`,
    );
    await run('forum.recount');
    expect(await told()).toMatch(/drifted: thread.posts/);
    const { ok } = await health.ready();
    expect(ok).toBe(true);
  });
});

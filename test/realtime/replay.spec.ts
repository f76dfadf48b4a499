import { EventQueue, mostWaiting, observeStatements, sql, uuidOf, type Viewer, ViewerLoader } from '#platform';
import { BoardHub } from '../../libs/realtime/board-hub.js';
import { boardOf, startThread } from '../forum/boards.js';
import { type Client, contractOperation, type Data, type Stream } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';

/** Of each delivery 4,900 objects can come: the costliest selection that is allowed. */
const costly = `subscription ($boardId: ID!, $after: String) { boardEvents(boardId: $boardId, after: $after) {
  cursor post { replies(first: 100) { nodes { replies(first: 47) { nodes { id } } } } } } }`;
/** And 400. */
const dear = `subscription ($boardId: ID!, $after: String) { boardEvents(boardId: $boardId, after: $after) {
  cursor post { replies(first: 20) { nodes { replies(first: 18) { nodes { id } } } } } } }`;
/** The statement that reads posts for receivers of events. */
const readsPosts = (text: string): boolean => text.includes('with receiver as') && text.includes('"bodyHtml"');

describe('a replay', () => {
  let community: Community;
  let ben: Client;
  let boardId: string;
  let postId: string;
  let threadId: string;
  let after: string;

  beforeEach(async () => {
    community = await startCommunity();
    ben = await community.as('ben');
    boardId = await boardOf(ben, 'MATCH');
    const thread = await startThread(ben, boardId);
    [threadId, postId] = [thread.threadId, thread.postIds[0] ?? ''];
    await using stream = await ben.subscribe(contractOperation('BoardEvents'), { boardId });
    after = (await stream.until(1))[0].data.boardEvents.cursor;
  });
  afterEach(() => community.stop());

  /** Reactions came and went so many times. */
  const happen = (times: number): Promise<number> =>
    community.database.run(sql`
      with log as (
        update board_log set last_seq = last_seq + ${times}::int where board_id = ${uuidOf('Board', boardId)}::uuid
        returning board_id, last_seq
      )
      insert into board_event (board_id, seq, kind, thread_id, post_id, occurred_at)
      select log.board_id, log.last_seq - ${times}::int + n, 'REACTIONS_CHANGED', ${uuidOf('Thread', threadId)}::uuid,
        ${uuidOf('Post', postId)}::uuid, now()
      from log, generate_series(1, ${times}::int) n`);
  const replay = async (client: Client, document: string): Promise<Stream> =>
    client.subscribe(document, { boardId, after });
  const cursors = (events: readonly Data[]): string[] => events.map(({ data }) => data.boardEvents.cursor);

  it('brings everything once and in order, a hundred ids at a time', async () => {
    await happen(322);
    let most = 0;
    const waiting: object[] = [];
    const { push } = EventQueue.prototype;
    EventQueue.prototype.push = function (this: EventQueue, event): boolean {
      const pushed = push.call(this, event);
      most = Math.max(most, this.length);
      const { stream, event: row } = event as unknown as Record<string, object>;
      waiting.push({ ...stream, ...row });
      return pushed;
    };
    try {
      await using toBen = await replay(ben, contractOperation('BoardEvents'));
      const events = await toBen.until(322, 60_000);
      expect(new Set(cursors(events)).size).toBe(322);
      await using again = await replay(ben, contractOperation('BoardEvents'));
      expect(cursors(await again.until(322, 60_000))).toEqual(cursors(events));
      // Live events follow.
      await ben.run('SetReaction', { input: { postId, kind: 'HEART', on: true } });
      expect((await again.until(323))[322].data.boardEvents.kind).toBe('REACTIONS_CHANGED');
      expect(again.events).toHaveLength(323);
    } finally {
      EventQueue.prototype.push = push;
    }
    expect(most).toBe(mostWaiting);
    // What waits are ids: nothing of a post.
    const columns = ['audience', 'boardId', 'kind', 'occurredAt', 'postId', 'seq', 'threadId'];
    for (const row of waiting) expect(Object.keys(row).sort()).toEqual(columns);
  }, 180_000);

  it('that is dearer than the allowance is delayed, and loses nothing', async () => {
    await happen(60);
    await using toBen = await replay(ben, dear);
    expect(new Set(cursors(await toBen.until(60, 60_000))).size).toBe(60);
    expect(toBen.ended).toBeUndefined();
  }, 180_000);

  it('of one member delays nobody else, and reads nothing before its turn', async () => {
    await happen(150);
    let reads = 0;
    const stop = observeStatements((text) => (reads += readsPosts(text) ? 1 : 0));
    const streams: Stream[] = [];
    for (let n = 0; n < 5; n += 1) streams.push(await replay(ben, costly));
    const delivered = (): number => streams.reduce((sum, { events }) => sum + events.length, 0);
    await Promise.race(streams.map((stream) => stream.until(1)));
    const readForBen = reads;
    expect(readForBen).toBeLessThanOrEqual(delivered() + streams.length);
    await using toAda = await replay(await community.as('ada'), contractOperation('BoardEvents'));
    expect(cursors(await toAda.until(150, 60_000))).toHaveLength(150);
    stop();
    // Of 750 deliveries that are allowed for six minutes, those of a few seconds are done; none failed or was left out.
    expect(delivered()).toBeLessThan(100);
    for (const stream of streams)
      expect([stream.ended, cursors(stream.events)]).toEqual([
        undefined,
        cursors(toAda.events).slice(0, stream.events.length),
      ]);
    // His questions are answered from another purse.
    expect((await ben.run('Post', { id: postId })).post.id).toBe(postId);
    for (const stream of streams) stream.unsubscribe();
  }, 180_000);

  it('ends at once with the access, although its next turn is far away', async () => {
    await happen(150);
    const streams = [await replay(ben, costly), await replay(ben, costly)];
    await Promise.all(streams.map((stream) => stream.until(1)));
    await ben.run('SignOut');
    const counts = streams.map(({ events }) => events.length);
    for (const stream of streams) await stream.untilEnded();
    expect(streams.map(({ events }) => events.length)).toEqual(counts);
  });

  it('whose place was trimmed from the log meanwhile ends with RESYNC_REQUIRED', async () => {
    await happen(250);
    const viewer = await viewerOf(ben);
    const board = uuidOf('Board', boardId) ?? '';
    const queue = await community.app.get(BoardHub).subscribe(viewer, board, null, (await lastSeq(board)) - 250);
    while (!queue.isFull) await new Promise((resolve) => setTimeout(resolve, 5));
    await community.database.run(sql`update board_log set trimmed_to = last_seq where board_id = ${board}::uuid`);
    await community.database.run(sql`delete from board_event where board_id = ${board}::uuid`);
    await happen(1);
    let taken = 0;
    const all = (async () => {
      for await (const event of queue) taken += event instanceof Object ? 1 : 0;
    })();
    await expect(all).rejects.toMatchObject({ code: 'RESYNC_REQUIRED' });
    expect(taken).toBeLessThanOrEqual(mostWaiting);
  });

  const lastSeq = async (board: string): Promise<number> =>
    (
      await community.database.first<{ lastSeq: number }>(
        sql`select last_seq as "lastSeq" from board_log where board_id = ${board}::uuid`,
      )
    )?.lastSeq ?? 0;

  async function viewerOf(client: Client): Promise<Viewer> {
    const session = await community.database.first<{ id: string; accountId: string }>(sql`
      select id, account_id as "accountId" from session where account_id = ${uuidOf('Account', client.accountId ?? '')}::uuid
        and ended_at is null limit 1`);
    if (!session) throw new Error('nobody is signed in');
    const expiresAt = new Date(Date.now() + 300_000);
    const viewer = await community.app
      .get(ViewerLoader)
      .load({ accountId: session.accountId, sessionId: session.id, expiresAt });
    if (!viewer) throw new Error('the session has ended');
    return viewer;
  }
});

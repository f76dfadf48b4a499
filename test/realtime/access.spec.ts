import { type Client, contractOperation, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { sql } from '#platform';

const codeOf = (reason: unknown): string | undefined =>
  Array.isArray(reason) ? (reason as { extensions: { code: string } }[])[0]?.extensions.code : undefined;

describe('a live stream ends with the access that it rests on', () => {
  let community: Community;
  let ben: Client;
  let boardId: string;
  let threadId: string;

  beforeEach(async () => {
    community = await startCommunity();
    ben = await community.as('ben');
    const { viewer } = await ben.run('Viewer');
    boardId = viewer.boards.nodes.find(({ kind }: Data) => kind === 'MATCH').id;
    const { createThread } = await ben.run('CreateThread', { input: { boardId, title: 'Live', body: 'Hello.' } });
    threadId = createThread.thread.id;
  });
  afterEach(() => community.stop());

  const subscribed = async (person: string): Promise<Awaited<ReturnType<Client['subscribe']>>> => {
    const stream = await (await community.as(person)).subscribe(contractOperation('BoardEvents'), { boardId });
    await stream.until(1);
    return stream;
  };

  it('for a mentor whose match is closed for safety, at once, while her mentee reads on', async () => {
    const [toAda, toBen] = [await subscribed('ada'), await subscribed('ben')];
    const cora = await community.as('cora');
    const { viewer } = await cora.data('{ viewer { account { id } } }');
    expect(viewer).not.toBeNull();
    const rows = await community.database.rows<{ id: string }>(sql`select match_id as id from board where kind = 'MATCH'
      and match_id in (select match_id from match_participant join account a on a.id = account_id where a.username = 'ada')`);
    const { globalId } = await import('#platform');
    const matchId = globalId('Match', rows[0]?.id ?? '');
    await cora.run('ChangeMatchState', { input: { matchId, state: 'CLOSED_SAFETY', reason: 'Concern' } });
    expect(codeOf(await toAda.untilEnded())).toBe('NOT_FOUND');
    const events = toAda.events.length;
    expect(await (await community.as('ada')).run('Thread', { id: threadId, first: 1 })).toEqual({ thread: null });
    expect(await ben.refused(contractOperation('CreatePost'), { input: { threadId, body: 'Hm?' } })).toBe(
      'BOARD_CLOSED',
    );
    expect((await ben.run('Thread', { id: threadId, first: 1 })).thread.id).toBe(threadId);
    expect(toAda.events).toHaveLength(events);
    expect(toBen.ended).toBeUndefined();
  });

  it('when consent is revoked, and nothing committed after that is delivered', async () => {
    const toBen = await subscribed('ben');
    const cora = await community.as('cora');
    const [row] = await community.database.rows<{ id: string }>(sql`
      select c.id from consent c join enrolment e on e.id = c.enrolment_id join account a on a.id = e.account_id
      where a.username = 'ben' and c.kind = 'PARTICIPATION'`);
    const { globalId } = await import('#platform');
    const { revokeConsent } = await cora.run('RevokeConsent', {
      input: { consentId: globalId('Consent', row?.id ?? ''), reason: 'Guardian asked' },
    });
    expect(revokeConsent.enrolment.status).toBe('PAUSED');
    expect(['CONSENT_REQUIRED', undefined]).toContain(codeOf(await toBen.untilEnded()));
    await (await community.as('cora')).send(contractOperation('CreatePost'), { input: { threadId, body: 'After.' } });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(toBen.events).toHaveLength(1);
    expect(await ben.run('Board', { id: boardId, first: 1 })).toEqual({ board: null });
  });

  it('when the session ends, with the code that tells the client to sign in again', async () => {
    const toBen = await subscribed('ben');
    await ben.run('SignOut');
    const reason = (await toBen.untilEnded()) as { code?: number };
    expect(reason.code ?? codeOf(reason)).toEqual(expect.anything());
    expect([4401, 'UNAUTHENTICATED']).toContain(reason.code ?? codeOf(reason));
  });

  it('when an enrolment lapses by the mere passing of time', async () => {
    const toAda = await subscribed('ada');
    await community.database
      .run(sql`update enrolment set in_force_until = ${new Date(community.clock.now().getTime() + 60_000)}
      where role = 'MENTOR' and account_id = (select id from account where username = 'ada')`);
    community.clock.advance(61_000);
    expect(codeOf(await toAda.untilEnded())).toBe('NOT_FOUND');
  });

  it('tells a cursor that the log has outlived, and one of the future', async () => {
    const toBen = await subscribed('ben');
    const { cursor } = toBen.events[0].data.boardEvents;
    for (let n = 0; n < 3; n += 1) await ben.run('CreatePost', { input: { threadId, body: `Post ${n}` } });
    await community.database.run(sql`update board_log set trimmed_to = last_seq - 1`);
    const stale = await ben.subscribe(contractOperation('BoardEvents'), { boardId, after: cursor });
    expect(codeOf(await stale.untilEnded())).toBe('RESYNC_REQUIRED');
    const foreign = await ben.subscribe(contractOperation('BoardEvents'), { boardId, after: 'bm9uc2Vuc2U' });
    expect(codeOf(await foreign.untilEnded())).toBe('INVALID_INPUT');
  });

  it('delivers only the thread that was asked for', async () => {
    const stream = await ben.subscribe(contractOperation('ThreadEvents'), { threadId });
    await stream.until(1);
    await ben.run('CreateThread', { input: { boardId, title: 'Elsewhere', body: 'Not here.' } });
    const { createPost } = await ben.run('CreatePost', { input: { threadId, body: 'Here.' } });
    const events = await stream.until(2);
    expect(events[1].data.threadEvents.post.id).toBe(createPost.post.id);
    await ben.run('WithdrawPost', { input: { postId: createPost.post.id } });
    expect((await stream.until(3))[2].data.threadEvents).toMatchObject({
      kind: 'POST_WITHDRAWN',
      post: { id: createPost.post.id, bodyHtml: null },
    });
  });
});

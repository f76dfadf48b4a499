import { PostStates } from '#forum';
import { sql } from '#platform';
import { type Client, contractOperation, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { boardOf, careOperations, drifts, heldText, startThread } from './boards.js';

const staff = { actorId: null, actorRole: null, by: 'decided' };

const textOf = (diff: Data[], side: 'YOURS' | 'CURRENT'): string =>
  diff.flatMap((part) => (part.in === 'BOTH' || part.in === side ? [part.text] : [])).join('');

describe('texts and what becomes of them', () => {
  let community: Community;
  let ben: Client;
  let ada: Client;
  let cora: Client;
  let boardId: string;
  let states: PostStates;

  beforeAll(async () => {
    community = await startCommunity({ env: { RATE_LIMITS: 'off' } });
    [ben, ada, cora] = await Promise.all([community.as('ben'), community.as('ada'), community.as('cora')]);
    boardId = await boardOf(ben, 'MATCH');
    states = community.app.get(PostStates);
  });
  afterAll(async () => {
    expect(await drifts(community)).toEqual([]);
    await community.stop();
  });

  const edit = (client: Client, postId: string, body: string, expectedVersion: number): Promise<Data> =>
    client.send(contractOperation('EditPost'), { input: { postId, body, expectedVersion } });
  const uuidOf = async (text: string): Promise<string> => {
    const [row] = await community.database.rows<{ id: string }>(
      sql`select id from post where body_text like ${`%${text}%`}`,
    );
    return row?.id ?? '';
  };

  it('keeps showing the approved text while an edit waits, and the new one only once it is approved (S7)', async () => {
    const { threadId, postIds } = await startThread(ben, boardId, [['The approved words of the lighthouse.']]);
    const postId = postIds[1]!;
    const uuid = await uuidOf('words of the lighthouse');
    await using live = await ada.subscribe(contractOperation('BoardEvents'), { boardId });
    await live.until(1);
    const answer = await edit(ben, postId, heldText, 1);
    expect(answer.data.editPost.post).toMatchObject({ state: 'PUBLISHED', version: 2, editedAt: null });
    expect(answer.data.editPost.post.bodyHtml).toContain('approved words');
    const quote = await ada.run('CreatePost', {
      input: { threadId, body: `> [quote:${postId}]\n\nThe lighthouse lamp is very bright.` },
    });
    for (const client of [ben, ada, cora]) {
      const { post } = await client.run('Post', { id: postId });
      expect(post.bodyHtml).toContain('approved words');
      const quoting = await client.run('Post', { id: quote.createPost.post.id });
      expect(quoting.post.bodyHtml).toContain('approved words');
    }
    expect((await ada.run('Post', { id: postId })).post.revisions.nodes).toHaveLength(1);
    expect((await ben.run('Post', { id: postId })).post.revisions.nodes.map(({ state }: Data) => state)).toEqual([
      'HELD',
      'PUBLISHED',
    ]);
    await live.until(2);
    expect(JSON.stringify(live.events)).not.toContain('07700');
    const [waiting] = await community.database.rows<{ id: string }>(
      sql`select latest_revision_id as id from post where id = ${uuid}`,
    );
    await community.database.transaction((tx) => states.publish(tx, uuid, waiting?.id ?? '', staff));
    const { post } = await ada.run('Post', { id: postId });
    expect(post.bodyHtml).toContain('07700');
    expect(post.editedAt).not.toBeNull();
    expect((await live.until(3)).at(-1).data.boardEvents).toMatchObject({ kind: 'POST_EDITED', post: { id: postId } });
  });

  it('hides a held post from everybody but its author and staff, in every count (S6)', async () => {
    const { threadId } = await startThread(ben, boardId);
    const before = await ada.run('Board', { id: boardId, first: 5 });
    const { createPost } = await ben.run('CreatePost', { input: { threadId, body: heldText } });
    expect(createPost.post).toMatchObject({ state: 'HELD', number: null });
    const after = await ada.run('Board', { id: boardId, first: 5 });
    const strip = (data: Data): string => JSON.stringify(data).replaceAll(/"(?:endC|c)ursor":"[^"]*"/g, '');
    expect(strip(after)).toBe(strip(before));
    expect(await ada.run('Post', { id: createPost.post.id })).toEqual({ post: null });
    expect(
      await ada.refused(contractOperation('CreatePost'), {
        input: { threadId, parentId: createPost.post.id, body: 'Hm?' },
      }),
    ).toBe('NOT_FOUND');
    expect((await ben.run('Thread', { id: threadId, first: 5 })).thread.postCount).toBe(2);
  });

  it('gives the second of two tabs the current text, and loses nothing (S16)', async () => {
    const { postIds } = await startThread(ben, boardId);
    const postId = postIds[0]!;
    const answers = await Promise.all([
      edit(ben, postId, 'From the first tab.', 1),
      edit(ben, postId, 'From the second tab.', 1),
    ]);
    const [lost] = answers.filter(({ errors }) => errors);
    expect(answers.filter(({ errors }) => errors)).toHaveLength(1);
    const won = answers.find(({ errors }) => !errors);
    const { code, current } = lost?.errors[0].extensions ?? {};
    expect(code).toBe('VERSION_CONFLICT');
    expect(current).toMatchObject({ version: 2 });
    expect(won?.data.editPost.post.bodyHtml).toContain(current.body);
    const { diff } = lost?.errors[0].extensions ?? {};
    expect(diff.filter((part: Data) => part.in !== 'BOTH')).toHaveLength(2);
    expect(textOf(diff, 'CURRENT')).toBe(current.body);
    expect(textOf(diff, 'YOURS')).toBe(current.body.includes('first') ? 'From the second tab.' : 'From the first tab.');
  });

  it('keeps both drafts of two devices (S16)', async () => {
    const { threadId } = await startThread(ben, boardId);
    const save = (input: object): Promise<Data> =>
      ben.send(contractOperation('SaveDraft'), { input: { threadId, ...input } });
    const { data } = await save({ body: 'Begun.' });
    const { id, version } = data.saveDraft.draft;
    const answers = await Promise.all([
      save({ draftId: id, body: 'On the phone.', expectedVersion: version }),
      save({ draftId: id, body: 'On the laptop.', expectedVersion: version }),
    ]);
    const lost = answers.find(({ errors }) => errors);
    expect(lost?.errors[0].extensions).toMatchObject({
      code: 'VERSION_CONFLICT',
      current: { draftId: id, version: 2 },
    });
    const { current, diff } = lost?.errors[0].extensions ?? {};
    expect(textOf(diff, 'CURRENT')).toBe(current.body);
    const kept = await save({ body: 'The text that lost.' });
    expect(kept.data.saveDraft.draft.id).not.toBe(id);
    const { viewer } = await ben.data('{ viewer { drafts(first: 10) { nodes { body } } } }');
    expect(viewer.drafts.nodes).toHaveLength(2);
    expect(
      await ada.refused(`mutation ($input: DeleteDraftInput!) { deleteDraft(input: $input) { draftId } }`, {
        input: { draftId: id },
      }),
    ).toBe('NOT_FOUND');
    expect(await ada.run('Node', { id })).toEqual({ node: null });
  });

  it('leaves three tombstones that differ, with the replies below them (S18)', async () => {
    const { threadId, postIds } = await startThread(ben, boardId, [
      ['Taken back by me.'],
      ['Removed by the staff.'],
      ['Erased for good.'],
      ['A reply one.', 2],
      ['A reply two.', 3],
      ['A reply three.', 4],
    ]);
    const removed = await uuidOf('Removed by the staff');
    const erased = await uuidOf('Erased for good');
    await using live = await ada.subscribe(contractOperation('BoardEvents'), { boardId });
    await live.until(1);
    await ben.run('WithdrawPost', { input: { postId: postIds[1] } });
    await community.database.transaction(async (tx) => {
      await states.takeDown(tx, removed, 'remove', staff);
      await states.takeDown(tx, erased, 'erase', staff);
    });
    const { thread } = await ada.data(careOperations.thread, { id: threadId });
    expect(thread).toMatchObject({ postCount: 4, unreadCount: 4 });
    expect(thread.posts.nodes.map(({ state }: Data) => state)).toEqual([
      'PUBLISHED',
      'WITHDRAWN',
      'REMOVED',
      'ERASED',
      'PUBLISHED',
      'PUBLISHED',
      'PUBLISHED',
    ]);
    for (const node of thread.posts.nodes.slice(1, 4))
      expect(node).toMatchObject({ bodyText: null, author: null, replyCount: 1 });
    for (const { data } of (await live.until(4)).slice(1))
      expect(data.boardEvents.post).toMatchObject({ bodyHtml: null, author: null });
    for (const body of ['Back again.', 'I insist.']) {
      const { errors } = await edit(ben, postIds[2]!, body, 1);
      expect(errors[0].extensions.code).toBe('CONFLICT');
    }
    await ben.run('WithdrawPost', { input: { postId: postIds[2] } });
    expect((await ada.run('Post', { id: postIds[2] })).post.state).toBe('REMOVED');
    const { rows } = await community.database.pool.query(`select body, body_text from revision where post_id = $1`, [
      erased,
    ]);
    expect(rows).toEqual([{ body: '', body_text: '' }]);
  });

  it('tells peers nothing of a hidden post although its author, who still sees it, listens beside them', async () => {
    const { postIds } = await startThread(ada, boardId, [['Words that staff hide.']]);
    const uuid = await uuidOf('Words that staff hide');
    const streams = [];
    for (const client of [ben, ada]) {
      const stream = await client.subscribe(contractOperation('BoardEvents'), { boardId });
      await stream.until(1);
      streams.push(stream);
    }
    await community.database.transaction((tx) => states.takeDown(tx, uuid, 'hide', staff));
    const [toBen, toAda] = await Promise.all(
      streams.map(async (stream) => (await stream.until(2))[1].data.boardEvents),
    );
    expect(toBen).toMatchObject({ kind: 'POST_HIDDEN', post: { id: postIds[1], bodyHtml: null, author: null } });
    expect(toAda.post.bodyHtml).toContain('Words that staff hide');
    for (const stream of streams) stream.unsubscribe();
  });

  it('destroys a title with the opening post', async () => {
    const { threadId } = await startThread(ben, boardId, [['A reply.']], 'My own full name');
    const title = 'A neutral title';
    await cora.data(careOperations.updateThread, { input: { threadId, title } });
    const [row] = await community.database.rows<{ id: string }>(
      sql`select opening_post_id as id from thread where title = ${title}`,
    );
    await community.database.transaction((tx) => states.takeDown(tx, row?.id ?? '', 'erase', staff));
    const [left] = await community.database.rows<{ count: number }>(sql`
      select (select count(*) from thread where title in ('My own full name', ${title}))
        + (select count(*) from thread_title where title = 'My own full name')
        + (select count(*) from revision where title = 'My own full name') as count`);
    expect(left?.count).toBe(0);
  });

  it('makes one post of fifty twins, also after the answer was lost (S15)', async () => {
    const { threadId } = await startThread(ben, boardId);
    const input = { threadId, body: 'Only one of me.', idempotencyKey: 'fifty' };
    const answers = await Promise.all(Array.from({ length: 50 }, () => ben.run('CreatePost', { input })));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await ben.run('CreatePost', { input })).toEqual(answers[0]);
    expect((await ada.run('Thread', { id: threadId, first: 10 })).thread.postCount).toBe(2);
    expect(await ben.refused(contractOperation('CreatePost'), { input: { ...input, body: 'Another me.' } })).toBe(
      'IDEMPOTENCY_KEY_REUSED',
    );
    const other = await ada.run('CreatePost', { input });
    expect(other.createPost.post.id).not.toBe(answers[0].createPost.post.id);
  });

  it('meets every post once while others write and withdraw between the pages (S13)', async () => {
    const { threadId, postIds } = await startThread(
      ben,
      boardId,
      Array.from({ length: 39 }, () => ['Something to read.'] as const),
    );
    const withdrawn = new Set([postIds[3]!, postIds[18]!, postIds[30]!]);
    const seen: Data[] = [];
    let before: string | null = null;
    do {
      const { thread }: Data = await ada.run('Thread', { id: threadId, last: 8, before });
      seen.push(...thread.posts.edges.map(({ node }: Data) => node));
      before = thread.posts.pageInfo.hasPreviousPage ? thread.posts.pageInfo.startCursor : null;
      await Promise.all([
        ben.run('CreatePost', { input: { threadId, body: 'Meanwhile.' } }),
        ada.run('CreatePost', { input: { threadId, parentId: postIds[0], body: 'Meanwhile too.' } }),
        ...[...withdrawn].slice(0, 1).map((postId) => {
          withdrawn.delete(postId);
          return ben.run('WithdrawPost', { input: { postId } });
        }),
      ]);
    } while (before);
    expect(seen.map(({ id }) => id).sort()).toEqual([...postIds].sort());
  });

  it('counts reactions once per person and kind, in step with their rows', async () => {
    const { postIds } = await startThread(ben, boardId);
    const react = (client: Client, on: boolean, kind = 'HEART'): Promise<Data> =>
      client.run('SetReaction', { input: { postId: postIds[0], kind, on } });
    await Promise.all([
      react(ada, true),
      react(ada, true),
      react(ben, true),
      react(cora, true, 'THANKS'),
      react(cora, false),
    ]);
    const { post } = await ada.run('Post', { id: postIds[0] });
    expect(post.reactions).toEqual([
      { kind: 'HEART', count: 2, viewerReacted: true },
      { kind: 'THANKS', count: 1, viewerReacted: false },
    ]);
    expect((await react(ada, false)).setReaction.post.reactions[0]).toMatchObject({ count: 1, viewerReacted: false });
    await ben.run('WithdrawPost', { input: { postId: postIds[0] } });
    expect(
      await ada.refused(contractOperation('SetReaction'), { input: { postId: postIds[0], kind: 'HEART', on: true } }),
    ).toBe('CONFLICT');
  });
});

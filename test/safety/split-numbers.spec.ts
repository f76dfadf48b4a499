import { Rescan } from '../../libs/safety/rescan/rescan.js';
import { sql } from '#platform';
import { startThread } from '../forum/boards.js';
import { type Client, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { boardOf } from './places.js';

const parts = ['two oh two', 'five five five', 'oh one four three'] as const;
const calm = ['The first of three.', 'The second of three.', 'The third of three.'];

describe('a number that is given in parts', () => {
  let community: Community;
  let ben: Client;
  let cohort: string;

  beforeEach(async () => {
    community = await startCommunity({ env: { RATE_LIMITS: 'off' } });
    ben = await community.as('ben');
    cohort = await boardOf(ben, 'COHORT');
  });
  afterEach(() => community.stop());

  const minutes = (count: number): void => community.clock.advance(count * 60_000);
  const post = async (threadId: string, body: string): Promise<Data> =>
    (await ben.run('CreatePost', { input: { threadId, body } })).createPost.post;
  const thread = async (title: string, body: string, boardId = cohort): Promise<Data> =>
    (await ben.run('CreateThread', { input: { boardId, title, body } })).createThread;
  const edit = async (postId: string, body: string, title?: string): Promise<Data> => {
    const { post: before } = await ben.data('query ($id: ID!) { post(id: $id) { version } }', { id: postId });
    return (
      await ben.data('mutation ($input: EditPostInput!) { editPost(input: $input) { post { id state version } } }', {
        input: { postId, body, expectedVersion: before.version, ...(title ? { title } : {}) },
      })
    ).editPost.post;
  };
  /** What others read of the post now. */
  const shown = async (postId: string): Promise<string> => {
    const dan = await community.as('dan');
    const { post: seen } = await dan.data('query ($id: ID!) { post(id: $id) { bodyText } }', { id: postId });
    return seen?.bodyText ?? '';
  };
  const rules = async (): Promise<string[]> =>
    (await community.database.rows<{ rule: string }>(sql`select distinct rule_id as rule from finding order by 1`)).map(
      ({ rule }) => rule,
    );
  const split = 'PII-PHONE.SPLIT';
  const before = async (): Promise<string[]> => {
    const { threadId, postIds } = await startThread(ben, cohort, [], 'Three of them');
    for (const body of calm.slice(1)) postIds.push((await post(threadId, body)).id);
    minutes(24 * 60);
    ben = await community.anonymous.signedInAs('ben');
    return postIds;
  };

  it.each([
    ['in their order', [0, 1, 2]],
    ['from the last to the first', [2, 1, 0]],
    ['from the middle', [1, 0, 2]],
    ['with the middle last', [2, 0, 1]],
  ])('is found in old posts that are edited %s', async (_, order) => {
    const postIds = await before();
    const last = order[2] ?? 0;
    for (const at of order.slice(0, 2)) expect((await edit(postIds[at]!, parts[at]!)).state).toBe('PUBLISHED');
    await edit(postIds[last]!, parts[last]!);
    expect(await shown(postIds[last]!)).toBe(calm[last] === calm[0] ? 'The beginning.' : calm[last]);
    expect(await rules()).toContain(split);
  });

  it('is found when one post shows one part after the other', async () => {
    const [postId] = await before();
    await edit(postId!, parts[0]);
    await edit(postId!, parts[1]);
    await edit(postId!, parts[2]);
    expect(await shown(postId!)).toBe('five five five');
    expect(await rules()).toContain(split);
  });

  it('is found in a title and its text', async () => {
    const at = await thread('two oh two five five', 'five oh one four three');
    expect(at.post.state).toBe('HELD');
    expect(await rules()).toContain(split);
  });

  it('is found in a title and the answers below it', async () => {
    const opened = await thread(parts[0], 'Guess what that is.');
    expect((await post(opened.thread.id, parts[1])).state).toBe('PUBLISHED');
    expect((await post(opened.thread.id, parts[2])).state).toBe('HELD');
  });

  it.each([
    ['in their order', [0, 1, 2]],
    ['as a list shows them, the newest first', [2, 1, 0]],
  ])('is found in the titles of three threads, %s', async (_, order) => {
    const states: string[] = [];
    for (const at of order) states.push((await thread(parts[at]!, 'Guess what that is.')).post.state);
    expect(states).toEqual(['PUBLISHED', 'PUBLISHED', 'HELD']);
  });

  it('is found over two threads of one board, by posts and by edits', async () => {
    const [one, two] = [await startThread(ben, cohort, [], 'One'), await startThread(ben, cohort, [], 'Two')];
    minutes(60);
    ben = await community.anonymous.signedInAs('ben');
    expect((await post(one.threadId, parts[0])).state).toBe('PUBLISHED');
    expect((await edit(two.postIds[0]!, parts[1])).state).toBe('PUBLISHED');
    expect((await post(one.threadId, parts[2])).state).toBe('HELD');
  });

  it('is not seen where there is none: a slip that is mended, scores, an edit of long ago', async () => {
    const { postIds } = await startThread(ben, cohort, [], 'Scores');
    expect((await edit(postIds[0]!, 'We have 20 and 55 pionts.')).state).toBe('PUBLISHED');
    expect((await edit(postIds[0]!, 'We have 20 and 55 points.')).state).toBe('PUBLISHED');
    expect((await edit(postIds[0]!, 'We have 20 and 55 points now.')).state).toBe('PUBLISHED');
    expect(await shown(postIds[0]!)).toBe('We have 20 and 55 points now.');
    minutes(31);
    ben = await community.anonymous.signedInAs('ben');
    const other = await startThread(ben, cohort, [], 'Other scores');
    expect((await edit(other.postIds[0]!, 'It was 143 to 20.')).state).toBe('PUBLISHED');
    expect(await rules()).not.toContain(split);
  });

  it('is found by the reading of the night as well', async () => {
    const postIds = await before();
    for (const [at, postId] of postIds.entries()) {
      expect((await edit(postId, parts[at] ?? '')).state).toBe('PUBLISHED');
      minutes(31);
      ben = await community.anonymous.signedInAs('ben');
    }
    // As if they had been edited in a row, under rules of before.
    await community.database.run(sql`
      update revision v set created_at = ${community.clock.now()}::timestamptz + p.number * interval '1 minute'
      from post p where p.shown_revision_id = v.id and v.number > 1`);
    await community.app.get(Rescan).run(undefined, 'rehearsal');
    expect(await rules()).toContain(split);
  });
});

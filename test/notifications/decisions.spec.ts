import { sql } from '#platform';
import { startThread, boardOf, heldText } from '../forum/boards.js';
import { type Desk, openDesk } from '../safety/desk.js';
import { type Client, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { Ears } from './ears.js';

const undo = 'mutation ($input: UndoDecisionInput!) { undoDecision(input: $input) { reviewable { state } } }';

describe('the author of a text is told', () => {
  let community: Community;
  let ears: Ears;
  let desk: Desk;
  let ben: Client;
  let ada: Client;
  let cleo: Client;
  let board: string;
  let threadId: string;

  beforeAll(async () => {
    community = await startCommunity({ env: { RATE_LIMITS: 'off' } });
    ears = new Ears(community);
    desk = await openDesk(community);
    [ben, ada, cleo] = (await Promise.all(['ben', 'ada', 'cleo'].map((name) => community.as(name)))) as [
      Client,
      Client,
      Client,
    ];
    board = await boardOf(ben, 'COHORT');
    ({ threadId } = await startThread(ada, board));
  });
  beforeEach(async () => {
    await community.database.run(sql`truncate notification, notification_task`);
  });
  afterAll(() => community.stop());

  const waiting = async (client = ben, body = heldText): Promise<string> => {
    const { createPost } = await client.run('CreatePost', { input: { threadId, body } });
    expect(createPost.post.state).toBe('HELD');
    return createPost.post.id;
  };
  const decided = async (postId: string, decision: object, by = 'mia'): Promise<Data> =>
    (await desk.decide(by, await desk.itemFor(by, postId), { ...decision })).decision;
  const soon = async (): Promise<void> => {
    community.clock.advance(16_000);
    await ears.settle();
  };

  it('of what was decided, by a pointer to the reasons, once it cannot be taken back any more', async () => {
    const post = await waiting();
    const { id } = await decided(post, { decision: 'RETURN', reasonCode: 'PERSONAL_INFORMATION', note: 'No numbers.' });
    await ears.settle();
    expect(await ears.of(ben)).toEqual([]);
    await soon();
    await soon();
    const [told, ...others] = await ears.of(ben);
    expect(others).toEqual([]);
    expect(told).toMatchObject({
      kind: 'DECISION',
      decisionId: id,
      seen: false,
      post: { id: post, state: 'REJECTED' },
    });
    expect(JSON.stringify(told)).not.toContain('No numbers');
    expect((await ben.run('Node', { id: told.decisionId })).node.id).toBe(id);
    for (const name of ['ada', 'mia', 'cleo', 'sam']) expect(await ears.of(await community.as(name))).toEqual([]);
    // Reading the thread says nothing about whether the reasons were read.
    await ben.run('MarkRead', { input: { threadId, number: 100 } });
    expect(await ears.unseen(ben)).toBe(1);
  });

  it('of an approval; all others hear of the post alone', async () => {
    const post = await waiting(cleo, 'I would like to be an owl.');
    await decided(post, { decision: 'APPROVE' });
    await soon();
    expect(await ears.of(cleo)).toMatchObject([{ kind: 'DECISION', post: { id: post } }]);
    expect(await ears.of(ada)).toMatchObject([{ kind: 'REPLY', decisionId: null, post: { id: post } }]);
  });

  it('of nothing that was taken back in time', async () => {
    const post = await waiting();
    const { id } = await decided(post, { decision: 'REJECT', reasonCode: 'SPAM' });
    await (await community.as('mia')).data(undo, { input: { decisionId: id } });
    await soon();
    expect(await ears.of(ben)).toEqual([]);
    expect(await ears.unseen(ben)).toBe(0);
  });

  it('of no escalation, and of no look that found nothing', async () => {
    const post = await waiting();
    await decided(post, { decision: 'ESCALATE', reasonCode: 'UNSAFE' });
    await soon();
    expect(await ears.rows('ben')).toBe(0);
  });

  it('not by the clock of whoever reported: what a rule hides is told when a person has decided', async () => {
    const { createPost } = await ben.run('CreatePost', { input: { threadId, body: 'A whole answer.' } });
    await ears.settle();
    await cleo.run('Flag', { input: { postId: createPost.post.id, category: 'UNSAFE_ADULT' } });
    await soon();
    expect((await ears.of(ben)).filter(({ kind }) => kind === 'DECISION')).toEqual([]);
    await decided(createPost.post.id, { decision: 'REMOVE', reasonCode: 'OTHER' }, 'sam');
    await soon();
    expect(await ears.of(ben)).toMatchObject([
      { kind: 'DECISION', post: { id: createPost.post.id, state: 'REMOVED' } },
    ]);
    expect(await ears.of(ada)).toEqual([]);
  });
});

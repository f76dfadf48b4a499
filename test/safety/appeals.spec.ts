import { sql } from '#platform';
import { type Client, contractOperation, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { type Desk, openDesk } from './desk.js';

const appeal = contractOperation('Appeal');

describe('an appeal', () => {
  let community: Community;
  let desk: Desk;
  let cleo: Client;
  let dan: Client;
  let thread: string;

  beforeAll(async () => {
    community = await startCommunity();
    desk = await openDesk(community);
    [cleo, dan] = await Promise.all([community.as('cleo'), community.as('dan')]);
    const { createThread } = await dan.run('CreateThread', {
      input: {
        boardId: await desk.boardOf('cleo'),
        title: 'Animals',
        body: 'Which animal would you like to be, and why?',
      },
    });
    thread = createThread.thread.id;
  });
  afterAll(() => community.stop());

  const reply = async (body: string, client = cleo): Promise<Data> =>
    (await client.run('CreatePost', { input: { threadId: thread, body } })).createPost.post;
  const rejected = async (body: string, client = cleo): Promise<{ post: Data; decision: Data }> => {
    const post = await reply(body, client);
    const item = await desk.itemFor('mia', post.id);
    const { decision } = await desk.decide('mia', item, { decision: 'REJECT', reasonCode: 'PERSONAL_INFORMATION' });
    return { post, decision };
  };

  it('tells the author facts, rule, the machine’s part and how to appeal, in plain words', async () => {
    const { post, decision } = await rejected('07700 900123 is on the poster.', dan);
    const { viewer } = await dan.run('MyDecisions', { first: 1 });
    const [told] = viewer.decisions.nodes;
    expect(told).toMatchObject({ id: decision.id, kind: 'REJECT', automated: false, post: { id: post.id } });
    const months = (Date.parse(told.appealableUntil) - Date.now()) / (30.4 * 86_400_000);
    expect(Math.round(months)).toBe(6);
    expect(told.statement.split('\n')).toEqual([
      'We did not publish your post.',
      expect.stringContaining('could help a stranger find'),
      expect.stringContaining('Our rule:'),
      'A person decided this. A computer program had marked the text before.',
      expect.stringMatching(/^If you think this is wrong, tell us until \d+ \w+ \d{4}: /),
    ]);
    expect(told.statement).not.toContain('900123');
    expect(told.statement).not.toContain('Mia');
  });

  it('goes to somebody else, publishes the text if upheld, and teaches the rule', async () => {
    const { post, decision } = await rejected('07700 900123 is my score.', dan);
    const input = { decisionId: decision.id, text: 'It was my score in a game.' };
    const { appeal: made } = await dan.data(appeal, { input });
    expect(made.reviewable).toMatchObject({ kind: 'APPEAL', state: 'PENDING' });
    expect(await dan.refused(appeal, { input })).toBe('CONFLICT');
    expect((await dan.run('Node', { id: made.reviewable.id })).node).toBeNull();
    const item = (await desk.queue('cora')).find(({ id }) => id === made.reviewable.id);
    expect(item).toMatchObject({ kind: 'APPEAL', revision: { body: '07700 900123 is my score.' } });
    const week = (Date.parse(item.dueAt) - Date.parse(item.createdAt)) / 86_400_000;
    expect(Math.round(week)).toBe(7);
    expect((await desk.queue('mia')).map(({ id }) => id)).not.toContain(item.id);
    expect(await desk.refusedDecision('mia', item, { decision: 'RESTORE' })).toBe('NOT_FOUND');
    const { reviewable } = await (
      await community.as('cora')
    ).data('query ($id: ID!) { reviewable(id: $id) { appeal { text decision { kind by { displayName } } } } }', {
      id: item.id,
    });
    expect(reviewable.appeal).toEqual({
      text: 'It was my score in a game.',
      decision: { kind: 'REJECT', by: { displayName: 'Mia' } },
    });
    await desk.decide('cora', item, { decision: 'RESTORE' });
    expect(await desk.state(post.id, 'cleo')).toBe('PUBLISHED');
    const labels = await community.database.rows<{ ruleId: string; label: string }>(
      sql`select rule_id as "ruleId", label from rule_label`,
    );
    expect(labels.length).toBeGreaterThan(0);
    expect(labels.every(({ label, ruleId }) => label === 'FALSE_POSITIVE' && !ruleId.startsWith('TRUST'))).toBe(true);
    // A rejection that was wrong does not count against its author.
    expect((await reply('A heron.', dan)).state).toBe('HELD');
    await community.database.run(sql`delete from decision where overturned_at is null and kind = 'REJECT'`);
    expect((await reply('A stork.', dan)).state).toBe('PUBLISHED');
  });

  it('can be turned down, and the text stays where it was', async () => {
    const { post, decision } = await rejected('I sit in row 3 on the bus.');
    const { appeal: made } = await cleo.data(appeal, {
      input: { decisionId: decision.id, text: 'But it is true!', idempotencyKey: 'a' },
    });
    const { appeal: twin } = await cleo.data(appeal, {
      input: { decisionId: decision.id, text: 'But it is true!', idempotencyKey: 'a' },
    });
    expect(twin.reviewable.id).toBe(made.reviewable.id);
    const item = (await desk.queue('sam')).find(({ id }) => id === made.reviewable.id);
    await desk.decide('sam', item, { decision: 'NO_ACTION' });
    expect(await desk.state(post.id, 'cleo')).toBe('REJECTED');
    expect(await desk.state(post.id, 'dan')).toBeNull();
  });

  it('is for the author alone, against what was taken from them, within six months', async () => {
    const { decision } = await rejected('Row 4.');
    const input = { decisionId: decision.id, text: 'Why?' };
    for (const client of [dan, await community.as('finn'), await community.as('mia')]) {
      expect(await client.refused(appeal, { input })).toBe('NOT_FOUND');
    }
    const post = await reply('A seal.');
    const { decision: approval } = await desk.decide('mia', await desk.itemFor('mia', post.id), {
      decision: 'APPROVE',
    });
    expect(await cleo.refused(appeal, { input: { decisionId: approval.id, text: 'Why?' } })).toBe('CONFLICT');
    expect(await cleo.refused(appeal, { input: { decisionId: decision.id, text: '   ' } })).toBe('INVALID_INPUT');
    community.clock.advance(190 * 86_400_000);
    const later = await community.anonymous.signedInAs('cleo');
    expect(await later.refused(appeal, { input })).toBe('CONFLICT');
  });
});

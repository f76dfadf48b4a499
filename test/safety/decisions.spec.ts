import { sql } from '#platform';
import { type Client, contractOperation, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { type Desk, openDesk } from './desk.js';

const undo =
  'mutation ($input: UndoDecisionInput!) { undoDecision(input: $input) { reviewable { id state version claim { by { displayName } } } } }';
const drafts = '{ viewer { drafts(first: 10) { nodes { id title body postId threadId boardId } } } }';

describe('deciding', () => {
  let community: Community;
  let desk: Desk;
  let cleo: Client;
  let dan: Client;
  let board: string;
  let thread: string;

  beforeAll(async () => {
    community = await startCommunity();
    desk = await openDesk(community);
    [cleo, dan] = await Promise.all([community.as('cleo'), community.as('dan')]);
    board = await desk.boardOf('cleo');
    const { createThread } = await dan.run('CreateThread', {
      input: { boardId: board, title: 'Animals', body: 'Which animal would you like to be, and why?' },
    });
    thread = createThread.thread.id;
  });
  afterAll(() => community.stop());

  const reply = async (body: string, client = cleo): Promise<Data> =>
    (await client.run('CreatePost', { input: { threadId: thread, body } })).createPost.post;
  const published = async (body: string): Promise<Data> => {
    const post = await reply(body);
    await desk.decide('mia', await desk.itemFor('mia', post.id), { decision: 'APPROVE' });
    return post;
  };
  const trail = async (postId: string): Promise<{ action: string; by: string; decision: string | null }[]> =>
    community.database.rows(sql`
      select action, facts->>'by' as by, facts->>'decision' as decision from audit_event
      where target_type = 'Post' and target_id = ${uuid(postId)} order by at, id`);
  const uuid = (id: string): string =>
    Buffer.from(id, 'base64url')
      .toString('hex', 1)
      .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

  describe('about an edit of an approved post (S7)', () => {
    it('keeps the approved text in front of everybody until the new one is approved', async () => {
      const post = await published('I like cats.');
      await cleo.run('EditPost', { input: { postId: post.id, body: 'I like dogs.', expectedVersion: 1 } });
      for (const person of ['dan', 'cora', 'cleo']) {
        const shown = (await desk.posts(person, thread)).find(({ id }) => id === post.id);
        expect(shown).toMatchObject({ state: 'PUBLISHED', bodyHtml: '<p>I like cats.</p>\n', editedAt: null });
      }
      const { post: seen } = await dan.run('Post', { id: post.id });
      expect(seen.revisions.nodes.map(({ number }: Data) => number)).toEqual([1]);
      const item = await desk.itemFor('mia', post.id);
      expect(item).toMatchObject({ kind: 'HELD_EDIT', revision: { number: 2, body: 'I like dogs.' } });
      await desk.decide('mia', item, { decision: 'APPROVE' });
      const after = (await desk.posts('dan', thread)).find(({ id }) => id === post.id);
      expect(after).toMatchObject({ bodyHtml: '<p>I like dogs.</p>\n' });
      expect(after.editedAt).not.toBeNull();
    });

    it('leaves the approved text alone when the new one is rejected', async () => {
      const post = await published('I like mice.');
      await cleo.run('EditPost', { input: { postId: post.id, body: 'I like rats, you rat.', expectedVersion: 1 } });
      await desk.decide('mia', await desk.itemFor('mia', post.id), { decision: 'REJECT', reasonCode: 'UNKIND' });
      const shown = (await desk.posts('dan', thread)).find(({ id }) => id === post.id);
      expect(shown).toMatchObject({ state: 'PUBLISHED', bodyHtml: '<p>I like mice.</p>\n' });
    });
  });

  describe('by two moderators at once (S17)', () => {
    it('decides once, acts once and leaves one line; the loser learns who and what', async () => {
      for (let round = 0; round < 5; round += 1) {
        const post = await reply(`Number ${round} of my list.`);
        const item = await desk.itemFor('mia', post.id);
        const input = { reviewableId: item.id, revisionId: item.revision.id, version: item.version };
        const [mia, cora, sam] = await Promise.all(['mia', 'cora', 'sam'].map((person) => community.as(person)));
        const answers = await Promise.all(
          [
            mia?.send(contractOperation('DecideReviewable'), { input: { ...input, decision: 'APPROVE' } }),
            cora?.send(contractOperation('DecideReviewable'), {
              input: { ...input, decision: 'REJECT', reasonCode: 'SPAM' },
            }),
            sam?.send(contractOperation('DecideReviewable'), { input: { ...input, decision: 'APPROVE' } }),
          ].map(async (answer) => answer),
        );
        const won = answers.filter((answer) => !answer?.errors);
        const lost = answers.filter((answer) => answer?.errors);
        expect([won.length, lost.length]).toEqual([1, 2]);
        for (const answer of lost) {
          const { code, current } = answer?.errors?.[0]?.extensions as Data;
          expect(code).toBe('CONFLICT');
          expect(current).toMatchObject({ decision: won[0]?.data.decideReviewable.decision.kind });
          expect(['Mia', 'Cora', 'Sam']).toContain(current.by);
        }
        const moves = (await trail(post.id)).filter(({ by }) => by === 'decided');
        expect(moves).toHaveLength(1);
        const { reviewable } = await (await community.as('mia')).run('Reviewable', { id: item.id });
        expect(reviewable.history.filter(({ action }: Data) => action.startsWith('decided'))).toHaveLength(1);
        const decisions = await community.database.rows(
          sql`select 1 from decision where reviewable_id = ${uuid(item.id)}`,
        );
        expect(decisions).toHaveLength(1);
      }
    });

    it('answers the same decision to a repeated call, and refuses the key for another one', async () => {
      const post = await reply('Twice the same.');
      const item = await desk.itemFor('mia', post.id);
      const decision = { decision: 'APPROVE', idempotencyKey: 'once' };
      const answers = await Promise.all([1, 2, 3].map(() => desk.decide('mia', item, decision)));
      expect(new Set(answers.map(({ decision: { id } }) => id)).size).toBe(1);
      expect((await trail(post.id)).filter(({ by }) => by === 'decided')).toHaveLength(1);
      expect(await desk.refusedDecision('mia', item, { ...decision, decision: 'REJECT', reasonCode: 'SPAM' })).toBe(
        'IDEMPOTENCY_KEY_REUSED',
      );
    });

    it('keeps others away from what somebody has claimed, for ten minutes', async () => {
      const post = await reply('Hands off.');
      const item = await desk.itemFor('mia', post.id);
      const claim = contractOperation('ClaimReviewable');
      const [mia, cora, sam] = await Promise.all([community.as('mia'), community.as('cora'), community.as('sam')]);
      const { claimReviewable } = await mia.data(claim, { input: { reviewableId: item.id } });
      expect(claimReviewable.reviewable).toMatchObject({
        version: item.version,
        claim: { by: { displayName: 'Mia' } },
      });
      expect(await cora.refused(claim, { input: { reviewableId: item.id } })).toBe('CONFLICT');
      expect(await desk.refusedDecision('cora', item, { decision: 'APPROVE' })).toBe('CONFLICT');
      expect(await desk.state(post.id)).toBe('HELD');
      expect(await cora.refused(claim, { input: { reviewableId: item.id, takeOver: true } })).toBe('CONFLICT');
      await sam.data(claim, { input: { reviewableId: item.id, takeOver: true } });
      community.clock.advance(10 * 60_000 + 1);
      const { claimReviewable: taken } = await (
        await community.anonymous.signedInAs('cora')
      ).data(claim, {
        input: { reviewableId: item.id },
      });
      expect(taken.reviewable.claim.by.displayName).toBe('Cora');
      const { reviewable } = await (await community.anonymous.signedInAs('cora')).run('Reviewable', { id: item.id });
      expect(reviewable.history.map(({ action, actor }: Data) => [action, actor?.displayName])).toEqual([
        ['opened', 'Cleo'],
        ['claimed', 'Mia'],
        ['taken over', 'Sam'],
        ['taken over', 'Cora'],
      ]);
      community.clock.advance(-(10 * 60_000 + 1));
    });
  });

  it('can be handed over with a word, and be put in words that staff keep', async () => {
    const [mia, cora] = await Promise.all([community.as('mia'), community.as('cora')]);
    const post = await reply('Who is next?');
    const item = await desk.itemFor('mia', post.id);
    await mia.data(contractOperation('ClaimReviewable'), { input: { reviewableId: item.id } });
    const release =
      'mutation ($input: ReleaseReviewableInput!) { releaseReviewable(input: $input) { reviewable { claim { expiresAt } } } }';
    const input = { reviewableId: item.id, note: 'Her tutor knows more.' };
    expect(await cora.refused(release, { input })).toBe('CONFLICT');
    expect((await mia.data(release, { input })).releaseReviewable.reviewable.claim).toBeNull();
    const { reviewable } = await cora.data('query ($id: ID!) { reviewable(id: $id) { history { action note } } }', {
      id: item.id,
    });
    expect(reviewable.history.at(-1)).toEqual({ action: 'released', note: 'Her tutor knows more.' });

    const save =
      'mutation ($input: SaveReasonInput!) { saveReason(input: $input) { savedReason { id reasonCode text } } }';
    const list =
      'query ($id: ID!) { savedReasons(programId: $id) { saved { id text } suggested { reasonCode text } } }';
    const words = { programId: desk.program, reasonCode: 'UNKIND', text: 'Say it without the insult.' };
    const { saveReason } = await mia.data(save, { input: words });
    const { savedReasons } = await cora.data(list, { id: desk.program });
    expect(savedReasons.saved).toEqual([{ id: saveReason.savedReason.id, text: words.text }]);
    expect(savedReasons.suggested.length).toBeGreaterThan(5);
    const nia = await community.as('nia');
    expect(await nia.refused(list, { id: desk.program })).toBe('NOT_FOUND');
    expect((await nia.run('Node', { id: saveReason.savedReason.id })).node).toBeNull();
    const remove = 'mutation ($input: RemoveSavedReasonInput!) { removeSavedReason(input: $input) { savedReasonId } }';
    expect(await nia.refused(remove, { input: { savedReasonId: saveReason.savedReason.id } })).toBe('NOT_FOUND');
    await mia.data(remove, { input: { savedReasonId: saveReason.savedReason.id } });
    expect((await cora.data(list, { id: desk.program })).savedReasons.saved).toEqual([]);
  });

  describe('to return a text (S21)', () => {
    it('gives the author the text back as a draft with the reason, and the next version comes to the same item', async () => {
      const post = await reply('My cousin Tim is called Timothy.');
      const item = await desk.itemFor('mia', post.id);
      expect(await desk.refusedDecision('mia', item, { decision: 'RETURN' })).toBe('INVALID_INPUT');
      expect(await desk.refusedDecision('mia', item, { decision: 'RETURN', reasonCode: 'OK' })).toBe('INVALID_INPUT');
      const { decision } = await desk.decide('mia', item, {
        decision: 'RETURN',
        reasonCode: 'PERSONAL_INFORMATION',
        note: 'Leave the name out, the rest is lovely.',
      });
      const { viewer } = await cleo.run('MyDecisions', { first: 5 });
      expect(viewer.decisions.nodes[0]).toMatchObject({
        id: decision.id,
        kind: 'RETURN',
        reasonCode: 'PERSONAL_INFORMATION',
        automated: false,
        post: { id: post.id },
      });
      expect(viewer.decisions.nodes[0].statement).toContain('Leave the name out, the rest is lovely.');
      expect((await cleo.data(drafts)).viewer.drafts.nodes).toMatchObject([
        { title: null, body: 'My cousin Tim is called Timothy.', postId: post.id, threadId: thread },
      ]);
      expect((await desk.posts('cleo', thread)).find(({ id }) => id === post.id)).toMatchObject({ state: 'REJECTED' });
      expect((await desk.posts('dan', thread)).some(({ id }) => id === post.id)).toBe(false);

      await cleo.run('EditPost', { input: { postId: post.id, body: 'I have a cousin.', expectedVersion: 1 } });
      expect((await cleo.data(drafts)).viewer.drafts.nodes).toEqual([]);
      const again = await desk.itemFor('mia', post.id);
      expect(again).toMatchObject({ id: item.id, state: 'PENDING', revision: { number: 2, body: 'I have a cousin.' } });
      await desk.decide('mia', again, { decision: 'APPROVE' });
      expect((await desk.posts('dan', thread)).at(-1)).toMatchObject({ id: post.id, state: 'PUBLISHED' });
    });

    it('publishes a redacted text under the author’s name and keeps the original from others', async () => {
      const post = await reply('I live in the red house with the two chimneys.');
      const item = await desk.itemFor('mia', post.id);
      expect(await desk.refusedDecision('mia', item, { decision: 'APPROVE_REDACTED' })).toBe('INVALID_INPUT');
      await desk.decide('mia', item, {
        decision: 'APPROVE_REDACTED',
        reasonCode: 'PERSONAL_INFORMATION',
        redactedBody: 'I live in a house.',
      });
      const document =
        '($id: ID!) { post(id: $id) { state bodyHtml staffEdited author { displayName } revisions(first: 9) { nodes { number body } } } }';
      const { post: seen } = await dan.data(`query ${document}`, { id: post.id });
      expect(seen).toMatchObject({
        state: 'PUBLISHED',
        bodyHtml: '<p>I live in a house.</p>\n',
        staffEdited: true,
        author: { displayName: 'Cleo' },
        revisions: { nodes: [{ number: 2, body: null }] },
      });
      const { post: own } = await cleo.data(`query ${document}`, { id: post.id });
      expect(own.revisions.nodes.map(({ number }: Data) => number)).toEqual([2, 1]);
    });
  });

  describe('in a matter of one’s own', () => {
    it('is not there for the author, the pair and whoever decided before; by the code and by the database', async () => {
      const sam = await community.as('sam');
      const { viewer } = await sam.run('Viewer');
      const staffBoard = viewer.boards.nodes.find(({ kind }: Data) => kind === 'STAFF').id;
      const { createThread } = await sam.run('CreateThread', {
        input: { boardId: staffBoard, title: 'Rota', body: 'Ring me: 07700 900123.' },
      });
      expect(createThread.post.state).toBe('HELD');
      const item = await desk.itemFor('mia', createThread.post.id);
      expect((await desk.queue('sam')).map(({ id }) => id)).not.toContain(item.id);
      expect(await desk.refusedDecision('sam', item, { decision: 'APPROVE' })).toBe('NOT_FOUND');
      expect(await sam.refused(contractOperation('ClaimReviewable'), { input: { reviewableId: item.id } })).toBe(
        'NOT_FOUND',
      );
      expect((await desk.itemFor('mia', createThread.post.id)).version).toBe(item.version);
      const own = await community.database.first<{ id: string; accountId: string }>(sql`
        select r.id, r.subject_account_id as "accountId" from reviewable r where r.id = ${uuid(item.id)}`);
      await expect(
        community.database.run(sql`
          insert into decision (id, reviewable_id, item_version, program_id, kind, effect, reason_code, automated,
            decided_at, actor_id)
          values (gen_random_uuid(), ${own?.id}, 1, gen_random_uuid(), 'APPROVE', 'PUBLISH', 'OK', false, now(),
            ${own?.accountId})`),
      ).rejects.toMatchObject({ code: '23514', constraint: 'decision_own_matter' });
      expect(await desk.state(createThread.post.id)).toBe('HELD');
    });

    it('is not there for a moderator who is of the pair', async () => {
      const post = await reply('Hello Dan!');
      const dansId = (await dan.run('Viewer')).viewer.account.id;
      const { program } = desk;
      await community.database.run(sql`
        insert into enrolment (id, account_id, program_id, role, status, created_at)
        values (gen_random_uuid(), ${uuid(dansId)}, ${uuid(program)}, 'MODERATOR', 'ACTIVE', now())`);
      const item = await desk.itemFor('mia', post.id);
      expect((await desk.queue('dan')).map(({ id }) => id)).not.toContain(item.id);
      expect(await desk.refusedDecision('dan', item, { decision: 'APPROVE' })).toBe('NOT_FOUND');
      expect(await desk.state(post.id)).toBe('HELD');
      await community.database.run(sql`
        delete from enrolment where account_id = ${uuid(dansId)} and role = 'MODERATOR'`);
    });
  });

  describe('and taking it back', () => {
    it('hides again what was published, within twelve seconds and no later', async () => {
      const mia = await community.as('mia');
      const post = await reply('Oops.');
      const { decision } = await desk.decide('mia', await desk.itemFor('mia', post.id), { decision: 'APPROVE' });
      expect(await desk.state(post.id, 'dan')).toBe('PUBLISHED');
      const { undoDecision } = await mia.data(undo, { input: { decisionId: decision.id } });
      expect(undoDecision.reviewable).toMatchObject({ state: 'PENDING', claim: { by: { displayName: 'Mia' } } });
      const { post: seen } = await dan.run('Post', { id: post.id });
      expect(seen).toMatchObject({ state: 'HIDDEN', bodyHtml: null, author: null });
      expect(await mia.refused(undo, { input: { decisionId: decision.id } })).toBe('CONFLICT');
      const again = await desk.decide('mia', await desk.itemFor('mia', post.id), { decision: 'APPROVE' });
      expect(await desk.state(post.id, 'dan')).toBe('PUBLISHED');
      community.clock.advance(12_001);
      expect(await mia.refused(undo, { input: { decisionId: again.decision.id } })).toBe('CONFLICT');
      expect(await desk.state(post.id, 'dan')).toBe('PUBLISHED');
      expect((await trail(post.id)).map(({ action, by }) => `${action} ${by}`)).toEqual([
        'post.held screened',
        'post.published decided',
        'post.hidden undone',
        'post.restored decided',
      ]);
    });

    it('lets what was returned or rejected wait again, and forgets the draft', async () => {
      const mia = await community.as('mia');
      for (const kind of ['RETURN', 'REJECT']) {
        const post = await reply(`Oops, ${kind}.`);
        const item = await desk.itemFor('mia', post.id);
        const { decision } = await desk.decide('mia', item, { decision: kind, reasonCode: 'OTHER' });
        expect(await mia.refused(undo, { input: { decisionId: post.id } })).toBe('NOT_FOUND');
        expect(await (await community.as('cora')).refused(undo, { input: { decisionId: decision.id } })).toBe(
          'FORBIDDEN',
        );
        await mia.data(undo, { input: { decisionId: decision.id } });
        expect(await desk.state(post.id)).toBe('HELD');
        expect((await cleo.data(drafts)).viewer.drafts.nodes).toEqual([]);
        expect((await cleo.run('MyDecisions', { first: 1 })).viewer.decisions.nodes[0]?.id).not.toBe(decision.id);
      }
    });

    it('shows the earlier text of an edited post again', async () => {
      const post = await published('Before.');
      await cleo.run('EditPost', { input: { postId: post.id, body: 'After.', expectedVersion: 1 } });
      const { decision } = await desk.decide('mia', await desk.itemFor('mia', post.id), { decision: 'APPROVE' });
      await (await community.as('mia')).data(undo, { input: { decisionId: decision.id } });
      expect((await dan.run('Post', { id: post.id })).post.bodyHtml).toBe('<p>Before.</p>\n');
      await desk.decide('mia', await desk.itemFor('mia', post.id), { decision: 'APPROVE' });
      expect((await dan.run('Post', { id: post.id })).post.bodyHtml).toBe('<p>After.</p>\n');
    });
  });

  describe('about many at once', () => {
    it('gives each its own decision and line; one that has changed stops none', async () => {
      const posts = [await reply('One.'), await reply('Two.'), await reply('Three.')];
      const items = await Promise.all(posts.map(({ id }) => desk.itemFor('mia', id)));
      await cleo.run('EditPost', { input: { postId: posts[1]?.id, body: 'Two and a half.', expectedVersion: 1 } });
      const { decideReviewables } = await (
        await community.as('mia')
      ).data(
        'mutation ($input: DecideReviewablesInput!) { decideReviewables(input: $input) { results { reviewableId refusal decision { kind } } } }',
        {
          input: {
            items: items.map((item) => ({
              reviewableId: item.id,
              revisionId: item.revision.id,
              version: item.version,
            })),
            decision: 'APPROVE',
          },
        },
      );
      expect(decideReviewables.results).toEqual([
        { reviewableId: items[0].id, refusal: null, decision: { kind: 'APPROVE' } },
        { reviewableId: items[1].id, refusal: 'CONFLICT', decision: null },
        { reviewableId: items[2].id, refusal: null, decision: { kind: 'APPROVE' } },
      ]);
      expect(await Promise.all(posts.map(({ id }) => desk.state(id)))).toEqual(['PUBLISHED', 'HELD', 'PUBLISHED']);
      for (const { id } of [posts[0], posts[2]]) {
        expect((await trail(id)).filter(({ by }) => by === 'decided')).toHaveLength(1);
      }
    });
  });

  it('offers no decision that the state does not allow, and refuses it all the same', async () => {
    const post = await reply('What now?');
    const item = await desk.itemFor('mia', post.id);
    const { reviewable } = await (
      await community.as('mia')
    ).data('query ($id: ID!) { reviewable(id: $id) { choices } }', { id: item.id });
    expect(reviewable.choices).toEqual(['APPROVE', 'APPROVE_REDACTED', 'RETURN', 'REJECT', 'ESCALATE']);
    for (const decision of ['HIDE', 'RESTORE', 'REMOVE', 'NO_ACTION']) {
      expect(await desk.refusedDecision('mia', item, { decision, reasonCode: 'SPAM' })).toBe('INVALID_INPUT');
    }
    expect((await desk.itemFor('mia', post.id)).version).toBe(item.version);
  });

  it('asks who has had ten grave matters in a shift to let somebody else, and never keeps anybody from helping', async () => {
    const sam = await community.as('sam');
    const claim =
      'mutation ($input: ClaimReviewableInput!) { claimReviewable(input: $input) { reviewable { blurred priority history { action } } } }';
    const grave = async (): Promise<string> => {
      const post = await reply('I want to hurt myself again, I did it last night.');
      return (await desk.itemFor('sam', post.id)).id;
    };
    for (let each = 0; each < 10; each += 1) {
      const { claimReviewable } = await sam.data(claim, { input: { reviewableId: await grave() } });
      expect(claimReviewable.reviewable.blurred).toBe(true);
    }
    const reviewableId = await grave();
    expect(await sam.refused(claim, { input: { reviewableId } })).toBe('CONFLICT');
    const { claimReviewable } = await sam.data(claim, { input: { reviewableId, beyondShare: true } });
    expect(claimReviewable.reviewable.history.at(-1)).toEqual({ action: 'claimed beyond the share' });
    await sam.data(claim, { input: { reviewableId } });
    const calm = await reply('And a heron.');
    const item = await desk.itemFor('sam', calm.id);
    const taken = (await sam.data(claim, { input: { reviewableId: item.id } })).claimReviewable.reviewable;
    expect(taken).toMatchObject({ blurred: false, priority: 'P3' });
  });
});

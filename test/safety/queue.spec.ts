import { sql } from '#platform';
import { ReviewLogTrim } from '../../libs/safety/review/review-log-trim.js';
import { type Client, contractOperation, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { type Desk, openDesk } from './desk.js';

const danger = 'I am going to kill myself tonight, I have the pills here.';

describe('the review queue', () => {
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
    (await client.run('CreatePost', { input: { threadId: thread, body } })).createPost;
  const uuid = (id: string): string =>
    Buffer.from(id, 'base64url')
      .toString('hex', 1)
      .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

  it('is there for those who review, says no to other staff, and does not exist for anybody else', async () => {
    const ask = async (person: string): Promise<string> =>
      (await community.as(person)).refused(contractOperation('ReviewQueue'), { programId: desk.program, first: 5 });
    for (const person of ['mia', 'cora', 'sam']) expect(await desk.queue(person)).toBeDefined();
    expect(await ask('olu')).toBe('FORBIDDEN');
    expect(await ask('nia')).toBe('NOT_FOUND');
    for (const person of ['ben', 'dan', 'cleo', 'finn']) expect(await ask(person)).toBe('FORBIDDEN');
    const { post } = await reply('A goat.');
    const item = await desk.itemFor('mia', post.id);
    for (const person of ['nia', 'olu']) {
      const client = await community.as(person);
      expect((await client.run('Reviewable', { id: item.id })).reviewable).toBeNull();
      expect((await client.run('Node', { id: item.id })).node).toBeNull();
      expect(await desk.refusedDecision(person, item, { decision: 'APPROVE' })).toBe('NOT_FOUND');
      expect(await client.refused(contractOperation('ClaimReviewable'), { input: { reviewableId: item.id } })).toBe(
        'NOT_FOUND',
      );
    }
    for (const person of ['cleo', 'dan']) {
      expect((await (await community.as(person)).run('Node', { id: item.id })).node).toBeNull();
      expect(await desk.refusedDecision(person, item, { decision: 'APPROVE' })).toBe('FORBIDDEN');
    }
  });

  it('shows a moderator the talk around a pair’s post, and writes down that it was read', async () => {
    for (const body of ['Or a horse?', 'Or a hare?']) await reply(body, dan);
    const { post } = await reply('A hare is quicker.');
    const item = await desk.itemFor('mia', post.id);
    const { reviewable } = await (await community.as('mia')).run('Reviewable', { id: item.id });
    expect(reviewable.context.before.map(({ bodyHtml }: Data) => bodyHtml.trim())).toEqual([
      '<p>Which animal would you like to be, and why?</p>',
      '<p>Or a horse?</p>',
      '<p>Or a hare?</p>',
    ]);
    expect(reviewable.context.after).toEqual([]);
    expect(reviewable.findings).toEqual([{ ruleId: 'TRUST.UNDER-13', category: 'trust', spans: [] }]);
    expect(reviewable.history).toMatchObject([{ action: 'opened', actor: { displayName: 'Cleo' } }]);
    const { reviewable: more } = await (
      await community.as('mia')
    ).data(
      'query ($id: ID!) { reviewable(id: $id) { authorRecord { posts { state bodyText } decisions { kind } } } }',
      { id: item.id },
    );
    expect(more.authorRecord.posts.length).toBeGreaterThan(5);
    expect(more.authorRecord.posts[0]).toEqual({ state: 'HELD', bodyText: 'A hare is quicker.' });
    const reads = await community.database.rows(sql`
      select actor_role from audit_event where action = 'review.opened' and target_id = ${uuid(item.id)}`);
    expect(reads).toEqual([{ actor_role: 'MODERATOR' }, { actor_role: 'MODERATOR' }]);
    const listed = await community.database.rows(sql`select 1 from audit_event where action = 'review.listed'`);
    expect(listed.length).toBeGreaterThan(0);
  });

  it('lets a moderator pass on what is more than a matter of words', async () => {
    const { post } = await reply('And a hedgehog.');
    const item = await desk.itemFor('mia', post.id);
    const { decision, reviewable } = await desk.decide('mia', item, { decision: 'ESCALATE', note: 'Please look.' });
    expect(decision.kind).toBe('ESCALATE');
    expect(reviewable).toBeNull();
    expect((await desk.queue('mia')).some(({ id }) => id === item.id)).toBe(false);
    expect(await desk.state(post.id, 'cora')).toBeNull();
    expect(await desk.itemFor('sam', post.id)).toMatchObject({ id: item.id, state: 'PENDING', priority: 'P1' });
    expect((await cleo.run('MyDecisions', { first: 5 })).viewer.decisions.nodes).toEqual([]);
    await desk.decide('sam', await desk.itemFor('sam', post.id), { decision: 'REJECT', reasonCode: 'OTHER' });
    expect(await desk.state(post.id)).toBe('REJECTED');
  });

  it('marks what the rules found, and keeps their words out of every table but the text itself', async () => {
    const { post } = await reply('Call me on 07700 900123 after school.', dan);
    expect(post.state).toBe('HELD');
    const item = await desk.itemFor('sam', post.id);
    const { reviewable } = await (await community.as('sam')).run('Reviewable', { id: item.id });
    const phone = reviewable.findings.find(({ ruleId }: Data) => ruleId.startsWith('PII-PHONE'));
    const { start, end } = phone.spans[0];
    expect(reviewable.revision.body.slice(start, end)).toContain('07700 900123');
    for (const table of ['finding', 'audit_event', 'reviewable_history', 'review_event', 'decision']) {
      const { rows } = await community.database.pool.query(`select 1 from ${table} t where t::text like '%900123%'`);
      expect(rows).toEqual([]);
    }
  });

  it('keeps a cry for help from everybody but its author and the safeguarding lead, and answers with help', async () => {
    const { post, supportResources } = await reply(danger);
    expect(post.state).toBe('HELD');
    expect(supportResources.length).toBeGreaterThan(0);
    const item = await desk.itemFor('sam', post.id);
    expect(['P0', 'P1']).toContain(item.priority);
    expect((await desk.queue('sam'))[0].id).toBe(item.id);
    for (const person of ['mia', 'cora']) {
      expect((await desk.queue(person)).some(({ id }) => id === item.id)).toBe(false);
      expect((await (await community.as(person)).run('Reviewable', { id: item.id })).reviewable).toBeNull();
      expect(await desk.refusedDecision(person, item, { decision: 'APPROVE' })).toBe('NOT_FOUND');
      expect(await desk.state(post.id, person)).toBeNull();
      expect((await desk.posts(person, thread)).some(({ id }) => id === post.id)).toBe(false);
    }
    expect(await desk.state(post.id, 'cleo')).toBe('HELD');
    const cases = await community.database.rows(
      sql`select priority, state from safety_case where post_id = ${uuid(post.id)}`,
    );
    expect(cases).toEqual([{ priority: item.priority, state: 'OPEN' }]);
    // Whoever owns the case answers for it, and sees what it is about; nobody else of the staff does.
    const owned = await community.database.first<{ id: string }>(sql`
      update safety_case set owner_id = (select id from account where username = 'cora')
      where post_id = ${uuid(post.id)} returning id`);
    expect(owned).not.toBeNull();
    expect(await desk.itemFor('cora', post.id)).toMatchObject({ id: item.id, revision: { body: danger } });
    expect((await desk.queue('mia')).some(({ id }) => id === item.id)).toBe(false);
    expect(await desk.refusedDecision('mia', item, { decision: 'REJECT', reasonCode: 'UNSAFE' })).toBe('NOT_FOUND');
    await desk.decide('cora', item, { decision: 'REJECT', reasonCode: 'UNSAFE', note: 'We are with you.' });
    expect(await desk.state(post.id, 'cleo')).toBe('REJECTED');
    expect(await desk.state(post.id, 'mia')).toBeNull();
  });

  it('pages most urgent first, then by due time, with full pages and an exact end', async () => {
    for (let number = 1; number <= 7; number += 1) await reply(`Goat number ${number}.`);
    const all = await desk.queue('sam');
    const keys = all.map(({ priority, dueAt, id }) => [priority, dueAt, uuid(id)]);
    expect(keys).toEqual([...keys].sort((one, other) => (String(one) < String(other) ? -1 : 1)));
    const sam = await community.as('sam');
    const seen: string[] = [];
    let after: string | null = null;
    for (;;) {
      const { reviewQueue }: Data = await sam.run('ReviewQueue', { programId: desk.program, first: 3, after });
      seen.push(...reviewQueue.edges.map(({ node }: Data) => node.id));
      if (!reviewQueue.pageInfo.hasNextPage) break;
      expect(reviewQueue.edges).toHaveLength(3);
      after = reviewQueue.pageInfo.endCursor;
    }
    expect(seen).toEqual(all.map(({ id }) => id));
    const ofOne = await desk.queue('sam', { priority: 'P3' });
    expect(ofOne.map(({ id }) => id)).toEqual(all.filter(({ priority }) => priority === 'P3').map(({ id }) => id));
    expect(
      await sam.refused(contractOperation('ReviewQueue'), { programId: desk.program, first: 5, after: 'nonsense' }),
    ).toBe('INVALID_INPUT');
    expect(await sam.refused(contractOperation('ReviewQueue'), { programId: desk.program, first: 101 })).toBe(
      'INVALID_INPUT',
    );
  });

  it('tells those who watch it, live and after a break, and each only what they may see', async () => {
    const [mia, sam] = await Promise.all([community.as('mia'), community.as('sam')]);
    const watch = contractOperation('ReviewQueueEvents');
    await using toMia = await mia.subscribe(watch, { programId: desk.program });
    await using toSam = await sam.subscribe(watch, { programId: desk.program });
    const [first] = await toMia.until(1);
    expect(first.data.reviewQueueEvents).toMatchObject({ kind: 'SUBSCRIBED', reviewable: null });
    await toSam.until(1);
    await reply(danger, dan);
    const { post } = await reply('A gnu.');
    const item = await desk.itemFor('mia', post.id);
    await desk.decide('mia', item, { decision: 'APPROVE' });
    const kinds = (events: Data[]): string[] => events.map(({ data }) => data.reviewQueueEvents.kind);
    expect(kinds(await toMia.until(3))).toEqual(['SUBSCRIBED', 'OPENED', 'DECIDED']);
    expect(kinds(await toSam.until(4))).toEqual(['SUBSCRIBED', 'OPENED', 'OPENED', 'DECIDED']);
    expect(toMia.events.slice(1).map(({ data }: Data) => data.reviewQueueEvents.reviewable.id)).toEqual([
      item.id,
      item.id,
    ]);
    await using resumed = await mia.subscribe(watch, {
      programId: desk.program,
      after: first.data.reviewQueueEvents.cursor,
    });
    expect(kinds(await resumed.until(2))).toEqual(['OPENED', 'DECIDED']);
    community.clock.advance(15 * 86_400_000);
    await community.app.get(ReviewLogTrim).run();
    community.clock.advance(-15 * 86_400_000);
    await using late = await mia.subscribe(watch, {
      programId: desk.program,
      after: first.data.reviewQueueEvents.cursor,
    });
    expect(JSON.stringify(await late.untilEnded())).toContain('RESYNC_REQUIRED');
    const nia = await community.as('nia');
    await using toNia = await nia.subscribe(watch, { programId: desk.program });
    expect(JSON.stringify(await toNia.untilEnded())).toContain('NOT_FOUND');
  });
});

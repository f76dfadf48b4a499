import { sql } from '#platform';
import { type Client, contractOperation, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { casesOf, flagWith, post, programOf, stateOf } from './places.js';

const ownFlags = '{ viewer { flags(first: 100) { nodes { id receipt category outcome } } } }';
const matchOf = '{ viewer { enrolments { program { matches(first: 5) { nodes { id state stateReason } } } } } }';

describe('a flag', () => {
  let community: Community;
  let ada: Client, ben: Client, cleo: Client, dan: Client, finn: Client, eve: Client;
  let cora: Client, mia: Client, sam: Client, olu: Client;
  let programId: string;

  beforeAll(async () => {
    community = await startCommunity();
    const people = ['ada', 'ben', 'cleo', 'dan', 'finn', 'eve', 'cora', 'mia', 'sam', 'olu'] as const;
    const clients = await Promise.all(people.map((name) => community.as(name)));
    [ada, ben, cleo, dan, finn, eve, cora, mia, sam, olu] = clients as [
      Client,
      Client,
      Client,
      Client,
      Client,
      Client,
      Client,
      Client,
      Client,
      Client,
    ];
    programId = await programOf(sam);
  });
  afterAll(() => community.stop());

  const match = async (client: Client): Promise<Data> => {
    const { viewer } = await client.data(matchOf);
    return viewer.enrolments[0].program.matches.nodes[0];
  };
  /** As a lead must, while the case of the flag is open: with a reason, and with every open case named. */
  const resume = async (matchId: string): Promise<void> => {
    const { safetyCases } = await sam.data(
      'query ($programId: ID!) { safetyCases(programId: $programId, first: 100) { nodes { id } } }',
      { programId },
    );
    const overrideCaseIds = safetyCases.nodes.map(({ id }: Data) => id);
    await sam.run('ChangeMatchState', {
      input: { matchId, state: 'ACTIVE', reason: 'we talked to both of them', overrideCaseIds },
    });
  };
  const count = async (statement: ReturnType<typeof sql>): Promise<number> =>
    (await community.database.rows(statement)).length;
  const queue = async (client: Client, postId: string): Promise<Data[]> => {
    const { reviewQueue } = await client.data(
      `query ($id: ID!) { reviewQueue(programId: $id, first: 50) { edges { node {
        id kind state priority post { id } flags { category count } flagNotes { category text } } } } }`,
      { id: programId },
    );
    return reviewQueue.edges
      .map(({ node }: Data) => node)
      .filter((node: Data) => node.post?.id === postId && node.kind === 'FLAGS');
  };
  const decide = async (postId: string, decision: string): Promise<void> => {
    const [item] = await community.database.rows<{ id: string }>(sql`
      select id from reviewable where kind = 'FLAGS' and post_id::text = ${uuidOfPost(postId)}`);
    const { node } = await sam.data(
      'query ($id: ID!) { node(id: $id) { ... on Reviewable { id version revision { id } } } }',
      { id: reviewableId(item?.id ?? '') },
    );
    await sam.run('ClaimReviewable', { input: { reviewableId: node.id } });
    const { reviewable } = await sam.data('query ($id: ID!) { reviewable(id: $id) { id version revision { id } } }', {
      id: node.id,
    });
    const input = { reviewableId: node.id, revisionId: reviewable.revision.id, version: reviewable.version, decision };
    await sam.run('DecideReviewable', { input: { ...input, reasonCode: decision === 'RESTORE' ? 'OK' : 'UNKIND' } });
  };

  describe('by a mentee on the own mentor', () => {
    it('hides the post, pauses the match, opens a P1 case and has somebody paged', async () => {
      const { postId } = await post(ada, 'MATCH');
      const { flag, supportResources } = await flagWith(ben, { postId, category: 'OTHER', note: 'this feels odd' });
      expect(flag).toMatchObject({ receipt: expect.stringMatching(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/), category: 'OTHER' });
      expect(supportResources).toEqual([]);
      expect(await stateOf(ben, postId)).toBe('HIDDEN');
      const paused = await match(ben);
      expect(paused.state).toBe('PAUSED');
      const [found] = await casesOf(sam, programId);
      expect(found).toMatchObject({
        priority: 'P1',
        category: 'OTHER',
        subject: { id: ada.accountId },
        evidence: { postId, body: 'The exhibition was lovely.' },
        flags: [{ category: 'OTHER', note: 'this feels odd', reporter: { id: ben.accountId } }],
      });
      expect(await count(sql`select from graphile_worker.jobs where task_identifier = 'safety.page'`)).toBe(1);
      await resume(paused.id);
    });

    it('pauses the match for a person as for a post', async () => {
      const { flag, supportResources } = await flagWith(ben, { accountId: ada.accountId, category: 'UNSAFE_ADULT' });
      expect(flag.category).toBe('UNSAFE_ADULT');
      expect(supportResources.map(({ title }: Data) => title)).toContain('Childline');
      const paused = await match(ben);
      expect(paused.state).toBe('PAUSED');
      await resume(paused.id);
    });

    it('does all of it or nothing', async () => {
      const { postId } = await post(ada, 'MATCH');
      await community.database.run(sql`create function refuse() returns trigger language plpgsql as
        'begin raise exception ''no''; end'`);
      await community.database.run(
        sql`create trigger refuse before insert on safety_case for each row execute function refuse()`,
      );
      try {
        expect(
          await ben.refused('mutation ($input: FlagInput!) { flag(input: $input) { flag { id } } }', {
            input: { postId, category: 'BULLYING' },
          }),
        ).toBe('INTERNAL');
      } finally {
        await community.database.run(sql`drop trigger refuse on safety_case`);
        await community.database.run(sql`drop function refuse()`);
      }
      expect(await stateOf(ben, postId)).toBe('PUBLISHED');
      expect((await match(ben)).state).toBe('ACTIVE');
      const { viewer } = await ben.data(ownFlags);
      expect(viewer.flags.nodes.map((flag: Data) => flag.category)).not.toContain('BULLYING');
    });
  });

  describe('by others', () => {
    it.each(['UNSAFE_ADULT', 'SELF_HARM_WORRY'])('hides at one for %s and opens a P1 case', async (category) => {
      const { postId } = await post(ada, 'COHORT');
      const { supportResources } = await flagWith(cleo, { postId, category });
      expect(supportResources.length).toBeGreaterThan(1);
      expect(await stateOf(ben, postId)).toBe('HIDDEN');
      const found = (await casesOf(sam, programId)).find(({ evidence }) => evidence?.postId === postId);
      expect(found).toMatchObject({ priority: 'P1', category });
      expect((await match(ben)).state).toBe('ACTIVE');
    });

    it('hides at two people for everything else, and opens no case', async () => {
      const { postId } = await post(ada, 'COHORT');
      const before = (await casesOf(sam, programId)).length;
      await flagWith(cleo, { postId, category: 'BULLYING' });
      await flagWith(cleo, { postId, category: 'OTHER' });
      expect(await stateOf(ben, postId)).toBe('PUBLISHED');
      await flagWith(dan, { postId, category: 'PERSONAL_INFORMATION' });
      expect(await stateOf(ben, postId)).toBe('HIDDEN');
      expect((await casesOf(sam, programId)).length).toBe(before);
    });

    it('hides at one member of staff', async () => {
      const { postId } = await post(ada, 'COHORT');
      await flagWith(mia, { postId, category: 'BULLYING' });
      expect(await stateOf(ben, postId)).toBe('HIDDEN');
    });

    it('hides once when two people flag at the same moment', async () => {
      const { postId } = await post(ada, 'COHORT');
      await Promise.all([
        flagWith(cleo, { postId, category: 'OTHER' }),
        flagWith(dan, { postId, category: 'OTHER' }),
        flagWith(ben, { postId: (await post(dan, 'COHORT')).postId, category: 'OTHER' }),
      ]);
      expect(await stateOf(ben, postId)).toBe('HIDDEN');
      const hidden = sql`select from audit_event where action = 'post.hidden' and target_id = ${uuidOfPost(postId)}`;
      expect(await count(hidden)).toBe(1);
    });

    it('opens a case at once when the note tells of danger', async () => {
      const { postId } = await post(ada, 'COHORT');
      const note = 'she told me she will kill herself tonight, she has the pills';
      const { supportResources } = await flagWith(dan, { postId, category: 'OTHER', note });
      expect(supportResources.length).toBeGreaterThan(1);
      const found = (await casesOf(sam, programId)).find(({ evidence }) => evidence?.postId === postId);
      expect(found.priority).toBe('P0');
    });
  });

  describe('in the queue', () => {
    it('waits with the words beside it and without who wrote them, P1 for danger and P2 else', async () => {
      const { postId } = await post(ada, 'COHORT');
      await flagWith(cleo, { postId, category: 'BULLYING', note: 'not nice' });
      const [item] = await queue(mia, postId);
      expect(item).toMatchObject({
        kind: 'FLAGS',
        priority: 'P2',
        flags: [{ category: 'BULLYING', count: 1 }],
        flagNotes: [{ category: 'BULLYING', text: 'not nice' }],
      });
      expect(JSON.stringify(item)).not.toContain(cleo.accountId);
      await flagWith(dan, { postId, category: 'UNSAFE_ADULT' });
      expect(await queue(mia, postId)).toEqual([]);
      expect(await queue(sam, postId)).toMatchObject([{ priority: 'P1' }]);
    });

    it('follows the text that readers see: what was loaded before decides nothing any more', async () => {
      const { postId } = await post(ada, 'COHORT');
      await flagWith(cleo, { postId, category: 'BULLYING' });
      const items = async (kind: string): Promise<Data> => {
        const { reviewQueue } = await mia.run('ReviewQueue', { programId, first: 100 });
        return reviewQueue.edges
          .map(({ node }: Data) => node)
          .find((one: Data) => one.post?.id === postId && one.kind === kind);
      };
      const decision = (item: Data, kind: string, reasonCode: string): Data => ({
        input: {
          reviewableId: item.id,
          revisionId: item.revision.id,
          version: item.version,
          decision: kind,
          reasonCode,
        },
      });
      const loaded = await items('FLAGS');
      await ada.run('EditPost', { input: { postId, body: 'It was a calm exhibition.', expectedVersion: 1 } });
      await mia.run('DecideReviewable', decision(await items('HELD_EDIT'), 'APPROVE', 'OK'));
      const remove = contractOperation('DecideReviewable');
      expect(await mia.refused(remove, decision(loaded, 'REMOVE', 'UNKIND'))).toBe('CONFLICT');
      expect(await stateOf(ada, postId)).toBe('PUBLISHED');
      const now = await items('FLAGS');
      expect(now).toMatchObject({ id: loaded.id, revision: { body: 'It was a calm exhibition.' } });
      const { reviewable } = await mia.data('query ($id: ID!) { reviewable(id: $id) { evidence { body } } }', {
        id: now.id,
      });
      expect(reviewable.evidence.body).toBe('The exhibition was lovely.');
      await mia.run('DecideReviewable', decision(now, 'NO_ACTION', 'OK'));
    });

    it('is not there for the member of staff whom it is about', async () => {
      const { postId } = await post(mia, 'COHORT');
      await flagWith(ben, { postId, category: 'BULLYING' });
      expect(await queue(mia, postId)).toEqual([]);
      expect(await queue(sam, postId)).toHaveLength(1);
    });

    it('gives the author of a hidden post a statement that says nothing of anybody', async () => {
      const { postId } = await post(ada, 'COHORT');
      await flagWith(cleo, { postId, category: 'SELF_HARM_WORRY' });
      const { viewer } = await ada.run('MyDecisions', { first: 1 });
      const [decision] = viewer.decisions.nodes;
      expect(decision).toMatchObject({ kind: 'HIDE', automated: true, reasonCode: 'OTHER', post: { id: postId } });
      expect(decision.statement).toContain('A computer program did this by itself');
      for (const word of ['flag', 'report', 'somebody told', 'harm']) {
        expect(decision.statement.toLowerCase()).not.toContain(word);
      }
      expect(await queue(sam, postId)).toMatchObject([{ state: 'PENDING' }]);
    });
  });

  describe('given again', () => {
    it('is the same flag for the same person, post and category', async () => {
      const { postId } = await post(ada, 'COHORT');
      const first = await flagWith(cleo, { postId, category: 'OTHER', note: 'look' });
      const second = await flagWith(cleo, { postId, category: 'OTHER', note: 'please look' });
      expect(second.flag).toEqual(first.flag);
      expect(await stateOf(ben, postId)).toBe('PUBLISHED');
    });

    it('answers the same for the same key, also five times at once, and refuses another input', async () => {
      const { postId } = await post(ada, 'COHORT');
      const input = { postId, category: 'OTHER', idempotencyKey: 'flag-1' };
      const answers = await Promise.all([1, 2, 3, 4, 5].map(() => flagWith(cleo, input)));
      expect(new Set(answers.map(({ flag }) => flag.id)).size).toBe(1);
      const other = { input: { ...input, category: 'BULLYING' } };
      expect(await cleo.refused('mutation ($input: FlagInput!) { flag(input: $input) { flag { id } } }', other)).toBe(
        'IDEMPOTENCY_KEY_REUSED',
      );
    });

    it('joins what was decided, and opens it again only for something new or three people', async () => {
      const { postId } = await post(ada, 'COHORT');
      await flagWith(cleo, { postId, category: 'UNSAFE_ADULT' });
      await decide(postId, 'RESTORE');
      expect(await stateOf(ben, postId)).toBe('PUBLISHED');
      await flagWith(dan, { postId, category: 'UNSAFE_ADULT' });
      await flagWith(mia, { postId, category: 'UNSAFE_ADULT' });
      expect(await stateOf(ben, postId)).toBe('PUBLISHED');
      await flagWith(cora, { postId, category: 'UNSAFE_ADULT' });
      expect(await stateOf(ben, postId)).toBe('HIDDEN');
      await decide(postId, 'RESTORE');
      await flagWith(dan, { postId, category: 'SELF_HARM_WORRY' });
      expect(await stateOf(ben, postId)).toBe('HIDDEN');
    });
  });

  it('never lets an author edit a hidden post back into sight', async () => {
    const { postId } = await post(ada, 'COHORT');
    await flagWith(cleo, { postId, category: 'UNSAFE_ADULT' });
    const edit = 'mutation ($input: EditPostInput!) { editPost(input: $input) { post { id } } }';
    expect(await ada.refused(edit, { input: { postId, body: 'All clean now.', expectedVersion: 1 } })).toBe('CONFLICT');
    expect(await stateOf(ben, postId)).toBe('HIDDEN');
  });

  it('cannot be put on what one cannot see, on one’s own, or on nothing', async () => {
    const flag = 'mutation ($input: FlagInput!) { flag(input: $input) { flag { id } } }';
    const { postId } = await post(ada, 'MATCH');
    const refused = (client: Client, input: object): Promise<string> =>
      client.refused(flag, { input: { category: 'OTHER', ...input } });
    expect(await refused(finn, { postId })).toBe('NOT_FOUND');
    expect(await refused(cleo, { postId })).toBe('NOT_FOUND');
    expect(await refused(olu, { postId })).toBe('NOT_FOUND');
    expect(await refused(eve, { postId })).toBe('NOT_FOUND');
    expect(await refused(finn, { accountId: ben.accountId })).toBe('NOT_FOUND');
    expect(await refused(eve, { accountId: ben.accountId })).toBe('NOT_FOUND');
    expect(await refused(finn, { postId: 'nothing' })).toBe('NOT_FOUND');
    expect(await refused(ada, { postId })).toBe('INVALID_INPUT');
    expect(await refused(ada, { accountId: ada.accountId })).toBe('INVALID_INPUT');
    expect(await refused(ben, {})).toBe('INVALID_INPUT');
    expect(await refused(ben, { postId, accountId: ada.accountId })).toBe('INVALID_INPUT');
    expect(await community.anonymous.refused(flag, { input: { postId, category: 'OTHER' } })).toBe('UNAUTHENTICATED');
  });

  it('writes down what an automatic step went by, and never who', async () => {
    const { postId } = await post(ada, 'COHORT');
    await flagWith(cleo, { postId, category: 'BULLYING', note: 'zebra crossing' });
    await flagWith(dan, { postId, category: 'BULLYING', note: 'zebra crossing' });
    const lines = await community.database.rows<{ facts: Data; ruleIds: string[]; actorId: string | null }>(sql`
      select facts, rule_ids as "ruleIds", actor_id as "actorId" from audit_event
      where action = 'flag.weighed' order by at, id`);
    expect(lines.slice(-2)).toMatchObject([
      { actorId: null, ruleIds: ['FLAG.WAITS@1'], facts: { reporters: 1, staff: 0, hidden: false } },
      { actorId: null, ruleIds: ['FLAG.TWO-HIDE@1'], facts: { reporters: 2, staff: 0, hidden: true } },
    ]);
    const about = await community.database.rows<{ line: string }>(sql`
      select row_to_json(a)::text as line from audit_event a
      where (action like 'flag.%' or target_id = ${uuidOfPost(postId)}) and actor_id is distinct from ${uuidOfAccount(ada)}::uuid`);
    for (const { line } of about) {
      expect(line).not.toContain(uuidOfAccount(cleo));
      expect(line).not.toContain('zebra');
    }
  });

  it('is answered in batches, to the one who flagged alone', async () => {
    const { postId } = await post(ada, 'COHORT');
    const { flag } = await flagWith(cleo, { postId, category: 'UNSAFE_ADULT' });
    const outcome = async (): Promise<string> => {
      const { viewer } = await (await community.anonymous.signedInAs('cleo')).data(ownFlags);
      return viewer.flags.nodes.find(({ id }: Data) => id === flag.id).outcome;
    };
    await decide(postId, 'RESTORE');
    expect(await outcome()).toBe('RECEIVED');
    community.clock.advance(12 * 3_600_000);
    expect(await outcome()).toBe('NO_ACTION');
    community.clock.advance(-12 * 3_600_000);
    for (const other of [ada, ben, sam]) {
      expect((await other.data('query ($id: ID!) { node(id: $id) { id } }', { id: flag.id })).node).toBeNull();
    }
  });

  it('can never be found out by the author, from anything that the author may ask', async () => {
    const { postId, threadId, boardId } = await post(ada, 'COHORT');
    const events = await ada.subscribe(
      'subscription ($boardId: ID!) { boardEvents(boardId: $boardId) { kind post { id state author { id } } } }',
      { boardId },
    );
    await events.until(1);
    const { flag } = await flagWith(cleo, { postId, category: 'UNSAFE_ADULT', note: 'wombat in the garden' });
    await events.until(2);
    const answers = await everythingThat(ada, { postId, threadId, boardId, programId, flagId: flag.id });
    const told = JSON.stringify([answers, events.events]);
    expect(told).toContain('HIDDEN');
    for (const secret of [flag.id, flag.receipt, 'wombat', 'UNSAFE_ADULT', 'flag.weighed', 'flagged']) {
      expect({ secret, told: told.includes(secret) }).toEqual({ secret, told: false });
    }
    await events[Symbol.asyncDispose]();
  });

  it('stops people who flag in numbers, and nobody who is afraid', async () => {
    const [{ id: accountId } = { id: '' }] = await community.database.rows<{ id: string }>(
      sql`select id from account where username = 'dan'`,
    );
    await community.database.run(sql`
      insert into flag (id, program_id, target_id, subject_account_id, reporter_id, by_staff, category, created_at)
      select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), ${accountId}::uuid, false, 'OTHER',
        ${community.clock.now()}::timestamptz from generate_series(1, 30)`);
    const { postId } = await post(ada, 'COHORT');
    const answer = await dan.send('mutation ($input: FlagInput!) { flag(input: $input) { flag { id } } }', {
      input: { postId, category: 'BULLYING' },
    });
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 3600 });
    await flagWith(dan, { postId, category: 'SELF_HARM_WORRY' });
    expect(await stateOf(ben, postId)).toBe('HIDDEN');
  });
});

/** Whatever an author can ask for around a post of theirs. */
async function everythingThat(client: Client, ids: Record<string, string>): Promise<unknown[]> {
  const person = '{ id displayName role }';
  const postFields = `id state number bodyHtml version editedAt author ${person} revisions(first: 5) { nodes { id state body } }`;
  const documents = [
    `query ($postId: ID!) { post(id: $postId) { ${postFields} } }`,
    `query ($threadId: ID!) { thread(id: $threadId) { title posts(first: 10) { nodes { ${postFields} } } } }`,
    `query ($boardId: ID!) { board(id: $boardId) { title unreadCount threads(first: 20) { nodes { id title postCount } } } }`,
    `query ($flagId: ID!) { node(id: $flagId) { id __typename } }`,
    `{ viewer { account { id } flags(first: 10) { nodes { id receipt category } } pages { caseId }
      decisions(first: 10) { nodes { id kind reasonCode statement automated } }
      sanctions(first: 10) { nodes { id statement } } } }`,
    `query ($programId: ID!) { safetyCases(programId: $programId) { nodes { id } } }`,
    `query ($programId: ID!) { reviewQueue(programId: $programId, first: 10) { edges { node { id } } } }`,
    `query ($programId: ID!) { auditTrail(programId: $programId, first: 50) { edges { node { id action } } } }`,
    `query ($programId: ID!) { programSanctions(programId: $programId) { nodes { id } } }`,
    matchOf,
  ];
  const answers = [];
  for (const document of documents) {
    const wanted = Object.entries(ids).filter(([name]) => document.includes(`$${name}`));
    const answer = await client.send(document, Object.fromEntries(wanted));
    answers.push({ data: answer.data ?? null, codes: answer.errors?.map(({ extensions }) => extensions.code) });
  }
  return answers;
}

const uuidIn = (id: string): string => {
  const hex = Buffer.from(id, 'base64url').toString('hex', 1);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};
const uuidOfPost = uuidIn;
const uuidOfAccount = (client: Client): string => uuidIn(client.accountId ?? '');
const reviewableId = (uuid: string): string =>
  Buffer.from(`11${uuid.replaceAll('-', '')}`, 'hex').toString('base64url');

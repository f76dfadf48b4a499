import { sql } from '#platform';
import { type Client, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { boardOf, post, programOf } from './places.js';

const impose = `mutation ($input: ImposeSanctionInput!) { imposeSanction(input: $input) { sanction {
  id kind scope statement endsAt inForce appealableUntil person { id } } } }`;
const lift = 'mutation ($input: LiftSanctionInput!) { liftSanction(input: $input) { sanction { inForce liftedAt } } }';
const own = '{ viewer { sanctions(first: 10) { nodes { kind statement inForce endsAt appealableUntil } } } }';
const listed = 'query ($id: ID!, $who: ID) { programSanctions(programId: $id, accountId: $who) { nodes { id kind } } }';
const createThread = 'mutation ($input: CreateThreadInput!) { createThread(input: $input) { post { id state } } }';
const createPost = 'mutation ($input: CreatePostInput!) { createPost(input: $input) { post { id } } }';
const editPost = 'mutation ($input: EditPostInput!) { editPost(input: $input) { post { id } } }';
const standing = '{ viewer { enrolments { status } boards(first: 5) { nodes { id } } } }';
const day = 86_400_000;

describe('a sanction', () => {
  let community: Community;
  let programId: string;
  let sam: Client, mia: Client, ada: Client, ben: Client, dan: Client;

  beforeAll(async () => {
    community = await startCommunity();
    const clients = await Promise.all(['sam', 'mia', 'ada', 'ben', 'dan'].map((name) => community.as(name)));
    [sam, mia, ada, ben, dan] = clients as [Client, Client, Client, Client, Client];
    programId = await programOf(sam);
  });
  afterAll(() => community.stop());

  const ahead = (days: number): string => new Date(community.clock.now().getTime() + days * day).toISOString();
  const against = (person: Client, kind: string, more: Record<string, unknown> = {}): { input: Data } => ({
    input: {
      programId,
      accountId: person.accountId,
      kind,
      reasonCode: 'UNKIND',
      reason: 'You called somebody names on Monday.',
      ...(kind === 'WARN' ? {} : { endsAt: ahead(7) }),
      ...more,
    },
  });
  /** At that time; tokens do not live so long, so the person signs in anew. */
  const later = async <Result>(
    days: number,
    name: string,
    story: (client: Client) => Promise<Result>,
  ): Promise<Result> => {
    community.clock.advance(days * day);
    try {
      return await story(await community.anonymous.signedInAs(name));
    } finally {
      community.clock.advance(-days * day);
    }
  };

  it('warns with a statement that a thirteen-year-old understands, and takes nothing away', async () => {
    const { imposeSanction } = await mia.data(impose, against(ben, 'WARN'));
    const { statement, endsAt } = imposeSanction.sanction;
    expect(endsAt).toBeNull();
    for (const part of [
      'warning',
      'You called somebody names',
      'rule',
      'A person decided',
      'If you think this is wrong',
    ]) {
      expect(statement).toContain(part);
    }
    for (const word of ['flag', 'report', 'told us', 'complain']) expect(statement.toLowerCase()).not.toContain(word);
    const longest = Math.max(
      ...statement.split(/[.\n]/).map((sentence: string) => sentence.trim().split(/\s+/).length),
    );
    expect(longest).toBeLessThan(20);
    const { viewer } = await ben.data(own);
    expect(viewer.sanctions.nodes).toMatchObject([{ kind: 'WARN', statement }]);
    const written = await ben.data(createThread, {
      input: { boardId: await boardOf(ben, 'COHORT'), title: 'Still here', body: 'The museum was fun.' },
    });
    // Whether it is looked at first is for the policy to say; a warning does not refuse it.
    expect(written.createThread.post.id).toBeDefined();
  });

  it('that silences lets the person read, and refuses every way to write until its end, by the clock', async () => {
    const { postId, threadId, boardId } = await post(ada, 'COHORT');
    await mia.data(impose, against(ada, 'SILENCE'));
    const writes: [string, Record<string, unknown>][] = [
      [createThread, { boardId, title: 'T', body: 'Hello there.' }],
      [createPost, { threadId, body: 'Hello there.' }],
      [editPost, { postId, body: 'Hello there.', expectedVersion: 1 }],
    ];
    for (const [document, input] of writes) {
      const { errors } = await ada.send(document, { input });
      expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
      expect(errors?.[0]?.message).toContain('write again from');
    }
    const { thread } = await ada.data('query ($id: ID!) { thread(id: $id) { title } }', { id: threadId });
    expect(thread.title).toBe('The museum trip');
    const input = { boardId, title: 'Back', body: 'Good to be back.' };
    expect(await later(6.9, 'ada', (client) => client.refused(createThread, { input }))).toBe('FORBIDDEN');
    const back = await later(7.1, 'ada', (client) => client.data(createThread, { input }));
    expect(back.createThread.post.state).toBe('PUBLISHED');
  });

  it('can be taken back, and what overlaps it goes on', async () => {
    const boardId = await boardOf(dan, 'COHORT');
    const write = { input: { boardId, title: 'T', body: 'Hello there.' } };
    const first = await mia.data(impose, against(dan, 'SILENCE', { endsAt: ahead(3) }));
    const second = await sam.data(impose, against(dan, 'SILENCE', { endsAt: ahead(2) }));
    const end = async (made: Data): Promise<Data> =>
      mia.data(lift, { input: { sanctionId: made.imposeSanction.sanction.id, reason: 'We talked.' } });
    expect((await end(first)).liftSanction.sanction.inForce).toBe(false);
    expect(await dan.refused(createThread, write)).toBe('FORBIDDEN');
    await end(second);
    await end(second);
    expect((await dan.data(createThread, write)).createThread.post.state).toBe('PUBLISHED');
  });

  it('that suspends ends sessions and sockets at once, closes the program, and pauses the match', async () => {
    const boardId = await boardOf(dan, 'MATCH');
    const stream = await dan.subscribe('subscription ($id: ID!) { boardEvents(boardId: $id) { kind } }', {
      id: boardId,
    });
    await stream.until(1);
    await sam.data(impose, against(dan, 'SUSPEND'));
    await stream.untilEnded(5_000);
    expect(await dan.refused(own)).toBe('UNAUTHENTICATED');
    expect(
      await community.anonymous.refused(
        'mutation ($input: RefreshSessionInput!) { refreshSession(input: $input) { accessToken } }',
        {
          input: { refreshToken: dan.tokens?.refreshToken },
        },
      ),
    ).toBe('UNAUTHENTICATED');
    const again = await community.anonymous.signedInAs('dan');
    const { viewer } = await again.data(standing);
    expect(viewer).toEqual({ enrolments: [{ status: 'PAUSED' }], boards: { nodes: [] } });
    expect((await again.data('query ($id: ID!) { board(id: $id) { id } }', { id: boardId })).board).toBeNull();
    expect((await again.data(own)).viewer.sanctions.nodes[0]).toMatchObject({ kind: 'SUSPEND', inForce: true });
    const { askForHelp } = await again.data('mutation { askForHelp(input: {}) { receipt } }');
    expect(askForHelp.receipt).not.toBeNull();
    const state = await community.database.first<{ state: string }>(sql`
      select m.state from match m join match_participant mp on mp.match_id = m.id join account a on a.id = mp.account_id
      where a.username = 'dan'`);
    expect(state?.state).toBe('PAUSED');
    const afterwards = await later(7.1, 'dan', (client) => client.data(standing));
    expect(afterwards.viewer.boards.nodes.length).toBeGreaterThan(0);
  });

  it('that suspends everywhere lets nobody in until its end, by the clock', async () => {
    const signIn = 'mutation ($input: SignInInput!) { signIn(input: $input) { expiresAt } }';
    const input = { username: 'ada', password: 'porchlight-demo' };
    await sam.data(impose, against(ada, 'SUSPEND', { scope: 'EVERYWHERE', reasonCode: 'UNSAFE' }));
    expect(await ada.refused(own)).toBe('UNAUTHENTICATED');
    expect(await community.anonymous.refused(signIn, { input })).toBe('FORBIDDEN');
    const back = await later(7.1, 'ada', (client) => client.data(standing));
    expect(back.viewer.boards.nodes.length).toBeGreaterThan(0);
    const { programSanctions } = await sam.data(listed, { id: programId, who: ada.accountId });
    const [suspended] = programSanctions.nodes;
    await sam.data(lift, { input: { sanctionId: suspended.id, reason: 'We found out what happened.' } });
    expect(
      (await (await community.anonymous.signedInAs('ada')).data(standing)).viewer.boards.nodes.length,
    ).toBeGreaterThan(0);
  });

  it('can be objected to once, and is answered by somebody else', async () => {
    const appeal = `mutation ($input: AppealSanctionInput!) { appealSanction(input: $input) {
      sanction { appeal { text dueAt upheld } } supportResources { phone } } }`;
    const answer = `mutation ($input: AnswerSanctionAppealInput!) { answerSanctionAppeal(input: $input) {
      sanction { inForce appeal { upheld answer } } } }`;
    const waiting = `query ($id: ID!) { programSanctions(programId: $id, appealed: true) { nodes { id } } }`;
    const cleo = await community.as('cleo');
    const { imposeSanction } = await mia.data(impose, against(cleo, 'SILENCE'));
    const sanctionId = imposeSanction.sanction.id;
    const objection = { input: { sanctionId, text: 'It was not me. I want to hurt myself because of this.' } };
    expect(await ben.refused(appeal, objection)).toBe('NOT_FOUND');
    expect(await mia.refused(appeal, objection)).toBe('NOT_FOUND');
    const { appealSanction } = await cleo.data(appeal, objection);
    expect(appealSanction.sanction.appeal.upheld).toBeNull();
    expect(appealSanction.supportResources.length).toBeGreaterThan(1);
    expect(await cleo.refused(appeal, objection)).toBe('CONFLICT');
    expect((await sam.data(waiting, { id: programId })).programSanctions.nodes).toEqual([{ id: sanctionId }]);
    const upheld = { input: { sanctionId, upheld: true, answer: 'You are right, and we are sorry.' } };
    expect(await mia.refused(answer, upheld)).toBe('NOT_FOUND');
    expect(await (await community.as('nia')).refused(answer, upheld)).toBe('NOT_FOUND');
    await expect(
      community.database.run(sql`
        update sanction set appeal_answered_by = imposed_by where appealed_at is not null`),
    ).rejects.toThrow('sanction_answered_by_another');
    const { answerSanctionAppeal } = await sam.data(answer, upheld);
    expect(answerSanctionAppeal.sanction).toMatchObject({ inForce: false, appeal: { upheld: true } });
    expect(await sam.refused(answer, upheld)).toBe('CONFLICT');
  });

  it('is not imposed by those who may not, nor in a matter of their own', async () => {
    const [cora, olu, nia, ravi, cleo] = await Promise.all(
      ['cora', 'olu', 'nia', 'ravi', 'cleo'].map((name) => community.as(name)),
    );
    for (const staff of [cora, olu]) expect(await staff?.refused(impose, against(ben, 'WARN'))).toBe('FORBIDDEN');
    for (const other of [nia, ravi]) expect(await other?.refused(impose, against(ben, 'WARN'))).toBe('NOT_FOUND');
    expect(await ben.refused(impose, against(cleo as Client, 'WARN'))).toBe('FORBIDDEN');
    expect(await mia.refused(impose, against(ben, 'SUSPEND'))).toBe('FORBIDDEN');
    expect(await mia.refused(impose, against(sam, 'WARN'))).toBe('FORBIDDEN');
    expect(await mia.refused(impose, against(mia, 'WARN'))).toBe('FORBIDDEN');
    expect(await sam.refused(impose, against(sam, 'SUSPEND'))).toBe('FORBIDDEN');
    expect(await mia.refused(impose, against(nia as Client, 'WARN'))).toBe('NOT_FOUND');
    await community.database.run(sql`
      insert into match_participant (match_id, account_id, role)
      select mp.match_id, (select id from account where username = 'sam'), 'MENTOR' from match_participant mp
      join account a on a.id = mp.account_id where a.username = 'cleo'`);
    expect(await sam.refused(impose, against(cleo as Client, 'WARN'))).toBe('FORBIDDEN');
    await community.database.run(sql`
      delete from match_participant where account_id = (select id from account where username = 'sam')`);
  });

  it('needs a reason and an end that is not too far away', async () => {
    const bad = [
      against(ben, 'SILENCE', { endsAt: null }),
      against(ben, 'SILENCE', { endsAt: ahead(-1) }),
      against(ben, 'SILENCE', { endsAt: ahead(91) }),
      against(ben, 'SUSPEND', { endsAt: ahead(366) }),
      against(ben, 'WARN', { endsAt: ahead(1) }),
      against(ben, 'WARN', { reason: '  ' }),
      against(ben, 'WARN', { reasonCode: 'OK' }),
      against(ben, 'SILENCE', { scope: 'EVERYWHERE' }),
    ];
    for (const variables of bad) expect(await sam.refused(impose, variables)).toBe('INVALID_INPUT');
  });

  it('is imposed once, seen by the person and those who decide, and traced without a word of its text', async () => {
    const variables = against(ben, 'WARN', { reason: 'The wombat matter.', idempotencyKey: 's1' });
    const answers = await Promise.all([1, 2, 3].map(() => mia.data(impose, variables)));
    const ids = new Set(answers.map(({ imposeSanction }) => imposeSanction.sanction.id));
    expect(ids.size).toBe(1);
    const [id] = ids;
    const node = 'query ($id: ID!) { node(id: $id) { id } }';
    for (const client of [ben, mia, sam]) expect((await client.data(node, { id })).node).toEqual({ id });
    for (const name of ['cleo', 'cora', 'olu', 'nia', 'ravi', 'finn']) {
      expect((await (await community.as(name)).data(node, { id })).node).toBeNull();
    }
    const nia = await community.as('nia');
    expect((await nia.data(listed, { id: programId })).programSanctions.nodes).toEqual([]);
    const lines = await community.database.rows<{ line: string }>(
      sql`select row_to_json(a)::text as line from audit_event a where action like 'sanction.%'`,
    );
    expect(lines.length).toBeGreaterThan(5);
    expect(lines.map(({ line }) => line).join()).not.toContain('wombat');
  });
});

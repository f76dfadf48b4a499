import { GraphQLSchemaHost } from '@nestjs/graphql';
import {
  getNamedType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isLeafType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { globalId, readGlobalId, sql } from '#platform';
import { TrailVerification } from '#safety';
import { TrailSchedule } from '../../libs/safety/trail/trail.schedule.js';
import { readsMarkOf } from '../../libs/platform/graphql/noted-schema.js';
import { type Client, contractOperation, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { openDesk } from './desk.js';

const day = 86_400_000;
const uuid = (id: string): string => readGlobalId(id)!.uuid;

/** Words that people wrote: they may be nowhere in the trail. */
const canaries = ['zanzibarquartz', 'wobblegong', 'pumpernickelfox', 'marzipanowl', 'quincegoblin', 'tamarindyak'];
const [titled, said, held, flagged, noted, filed] = canaries;

/** What a pair, its program and its staff leave behind, with the ids of all of it. */
interface Story {
  program: string;
  match: string;
  board: string;
  thread: string;
  post: string;
  quoting: string;
  item: string;
  flagItem: string;
  appealItem: string;
  decidedItem: string;
  decision: string;
  safetyCase: string;
  sanction: string;
  consent: string;
  trailLine: string;
}

/** How to come to an object of a type: a document with a hole, and what to ask for. */
type Way = (selection: string) => [document: string, id: keyof Story | 'account', more?: Record<string, unknown>];

const byNode =
  (type: string, id: keyof Story | 'account'): Way =>
  (selection) => [`query ($id: ID!) { node(id: $id) { ... on ${type} { ${selection} } } }`, id];
const inItem =
  (id: 'item' | 'flagItem' | 'appealItem' | 'decidedItem'): Way =>
  (selection) => [`query ($id: ID!) { reviewable(id: $id) { ${selection} } }`, id];

const ways: Readonly<Record<string, readonly Way[]>> = {
  Account: [byNode('Account', 'account')],
  AuditEvent: [
    byNode('AuditEvent', 'trailLine'),
    (selection) => [
      `query ($id: ID!) { auditTrail(programId: $id, first: 100, filter: { targetType: "Post" }) { nodes { ${selection} } } }`,
      'program',
    ],
  ],
  AuditTrail: [
    (selection) => [`query ($id: ID!) { auditTrail(programId: $id, first: 5) { ${selection} } }`, 'program'],
  ],
  AuditVerification: [
    (selection) => [`query ($id: ID!) { auditVerification(programId: $id) { ${selection} } }`, 'program'],
  ],
  AuthorPost: [(selection) => inItem('item')(`authorRecord { posts { ${selection} } }`)],
  Consent: [byNode('Consent', 'consent')],
  Decision: [byNode('Decision', 'decision')],
  Match: [(selection) => [`query ($id: ID!) { match(id: $id) { ${selection} } }`, 'match']],
  Post: [
    byNode('Post', 'post'),
    (selection) => [`query ($id: ID!) { post(id: $id) { ${selection} } }`, 'post'],
    (selection) => [`query ($id: ID!) { thread(id: $id) { posts(first: 5) { nodes { ${selection} } } } }`, 'thread'],
    (selection) => [`query ($id: ID!) { thread(id: $id) { tree(first: 5) { nodes { ${selection} } } } }`, 'thread'],
  ],
  Query: [
    (selection) =>
      selection.includes('similarThreads')
        ? [
            `query ($id: ID!) { ${selection.replace('Threads', `Threads(boardId: $id, title: "Renamed ${said}")`)} }`,
            'board',
          ]
        : [
            `query ($query: String!) { ${selection.replace('search', 'search(query: $query)')} }`,
            'board',
            { query: said },
          ],
  ],
  Reviewable: [inItem('item'), inItem('flagItem'), inItem('appealItem'), inItem('decidedItem')],
  Revision: [
    (selection) => [`query ($id: ID!) { post(id: $id) { revisions(first: 5) { nodes { ${selection} } } } }`, 'post'],
  ],
  SafetyCase: [(selection) => [`query ($id: ID!) { safetyCase(id: $id) { ${selection} } }`, 'safetyCase']],
  Sanction: [byNode('Sanction', 'sanction')],
  SearchEdge: [
    (selection) => [
      `query ($query: String!) { search(query: $query, first: 10) { edges { ${selection} } } }`,
      'program',
      { query: said },
    ],
  ],
  Thread: [
    byNode('Thread', 'thread'),
    (selection) => [`query ($id: ID!) { board(id: $id) { threads(first: 5) { nodes { ${selection} } } } }`, 'board'],
    (selection) => [`query ($id: ID!) { post(id: $id) { thread { ${selection} } } }`, 'post'],
  ],
};
/** Reached by subscriptions alone, which have a story of their own below. */
const live: readonly string[] = ['EventThread'];

/** Leaves of a type and of what it holds, as far as no argument is needed. */
function leaves(type: GraphQLNamedType, depth: number): string {
  if (!isObjectType(type)) return '__typename';
  const parts = Object.values(type.getFields()).flatMap((field) => {
    if (field.args.some(({ type: given, defaultValue }) => isNonNullType(given) && defaultValue === undefined))
      return [];
    const named = getNamedType(field.type);
    if (isLeafType(named)) return [field.name];
    return depth > 0 ? [`${field.name} { ${leaves(named, depth - 1)} }`] : [];
  });
  return ['__typename', ...parts].join(' ');
}

const selectionOf = ({ name, type }: GraphQLField<unknown, unknown>): string => {
  const named = getNamedType(type);
  return `shown: ${name}${isLeafType(named) ? '' : ` { ${leaves(named, name === 'search' || name === 'similarThreads' ? 0 : 1)} }`}`;
};

/** Whatever an answer has under `shown`. */
function shownIn(data: Data): unknown[] {
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data as Record<string, unknown>).flatMap(([key, value]) =>
    key === 'shown' ? [value] : shownIn(value),
  );
}
const isSomething = (value: unknown): boolean =>
  value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);

describe('what staff read', () => {
  let community: Community;
  let schema: GraphQLSchema;
  let story: Story;
  let ben: Client, ada: Client, cleo: Client, dan: Client;
  let cora: Client, sam: Client, mia: Client, olu: Client, carol: Client;
  const personal = ['account', 'board', 'case', 'consent', 'decision', 'match', 'sanction', 'thread', 'trail'];
  const noting = [
    ...personal.map((what) => `${what}.read`),
    ...['board.excerpt_read', 'case.evidence_read', 'review.opened', 'review.listed', 'search.made'],
  ];

  beforeAll(async () => {
    community = await startCommunity({ env: { RATE_LIMITS: 'off' } });
    schema = community.app.get(GraphQLSchemaHost).schema;
    const as = (name: string): Promise<Client> => community.as(name);
    type Four = [Client, Client, Client, Client];
    [ben, ada, cleo, dan] = (await Promise.all(['ben', 'ada', 'cleo', 'dan'].map(as))) as Four;
    [cora, sam, mia, olu] = (await Promise.all(['cora', 'sam', 'mia', 'olu'].map(as))) as Four;
    story = await tell();
  }, 120_000);
  afterAll(() => community.stop());

  async function tell(): Promise<Story> {
    const desk = await openDesk(community);
    const board = await desk.boardOf('ben');
    const open = async (client: Client, boardId: string, title: string, body: string): Promise<Data> =>
      (await client.run('CreateThread', { input: { boardId, title, body } })).createThread;
    const { thread, post } = await open(ben, board, `A ${titled} of mine`, `I saw a ${said} today`);
    expect(post.state).toBe('PUBLISHED');
    await cora.data('mutation ($input: UpdateThreadInput!) { updateThread(input: $input) { thread { id } } }', {
      input: { threadId: thread.id, title: 'Renamed' },
    });
    const { viewer } = await cora.run('Viewer');
    const cohortBoard = viewer.boards.nodes.find(({ kind }: Data) => kind === 'COHORT').id;
    const quote = await open(cora, cohortBoard, 'Look', `> [quote:${post.id}]\n\nNice.`);
    const waiting = await ben.run('CreatePost', { input: { threadId: thread.id, body: `${held}: 07700 900123` } });
    const cohortPost = await open(ben, cohortBoard, 'Paint', 'Who likes to paint?');
    await cleo.run('Flag', { input: { postId: cohortPost.post.id, category: 'BULLYING', note: flagged } });
    const rejected = await ben.run('CreatePost', { input: { threadId: thread.id, body: `${held} 07700 900456` } });
    const verdict = { decision: 'REJECT', reasonCode: 'PERSONAL_INFORMATION', note: noted };
    const item = await desk.itemFor('mia', rejected.createPost.post.id);
    const { decision } = await desk.decide('mia', item, verdict);
    await ben.run('Appeal', { input: { decisionId: decision.id, text: `It was a ${noted}` } });
    const appealItem = (await desk.queue('sam')).find(({ kind }) => kind === 'APPEAL').id;
    const cleosBoard = await desk.boardOf('cleo');
    await open(cleo, cleosBoard, 'Sad', `i want to kill myself tonight, i have the pills ${said}`);
    const { safetyCases } = await sam.data('query ($id: ID!) { safetyCases(programId: $id) { nodes { id } } }', {
      id: desk.program,
    });
    const caseId = safetyCases.nodes[0].id;
    await sam.data('mutation ($input: AddCaseNoteInput!) { addCaseNote(input: $input) { safetyCase { state } } }', {
      input: { caseId, text: noted },
    });
    const imposed = await sam.data(
      'mutation ($input: ImposeSanctionInput!) { imposeSanction(input: $input) { sanction { id } } }',
      {
        input: {
          programId: desk.program,
          accountId: dan.accountId,
          kind: 'WARN',
          reasonCode: 'UNKIND',
          reason: noted,
        },
      },
    );
    const sanction = imposed.imposeSanction.sanction.id;
    await dan.data('mutation ($input: AppealSanctionInput!) { appealSanction(input: $input) { sanction { id } } }', {
      input: { sanctionId: sanction, text: filed },
    });
    const { database } = community;
    const [place] = await database.rows<{ matchId: string; enrolmentId: string }>(sql`
      select mp.match_id as "matchId", e.id as "enrolmentId" from match_participant mp
        join enrolment e on e.account_id = mp.account_id where mp.account_id = ${uuid(ben.accountId!)}`);
    const match = globalId('Match', place!.matchId);
    await database.run(sql`update match set state_reason = ${filed} where id = ${place!.matchId}`);
    await database.run(sql`update account set email = ${`${filed}@example.org`} where id = ${uuid(ben.accountId!)}`);
    await database.run(sql`update flag set case_id = ${uuid(caseId)}`);
    await database.run(sql`
      update safety_case set owner_id = ${uuid(sam.accountId!)}, about_account_id = ${uuid(dan.accountId!)},
        acknowledged_at = now(), decided_at = now(), closed_at = now(), outcome = 'SUPPORTED'
      where id = ${uuid(caseId)}`);
    await database.run(sql`update sanction set ends_at = now(), lifted_at = now() where id = ${uuid(sanction)}`);
    await sam.data(
      'mutation ($input: RecordExternalReportInput!) { recordExternalReport(input: $input) { __typename } }',
      {
        input: { caseId, agency: filed },
      },
    );
    const { recordConsent } = await cora.run('RecordConsent', {
      input: {
        enrolmentId: globalId('Enrolment', place!.enrolmentId),
        kind: 'VIDEO',
        method: 'paper',
        evidence: filed,
        guardianName: filed,
        expiresAt: new Date(community.clock.now().getTime() + day).toISOString(),
      },
    });
    await database.run(sql`update consent set revoked_at = now() where id = ${uuid(recordConsent.consent.id)}`);
    const password = 'a long walk home 42';
    const account = { username: 'carol', displayName: 'Carol', password, email: null };
    const { createAccount } = await olu.run('CreateAccount', { input: account });
    await olu.run('Enrol', {
      input: { accountId: createAccount.account.id, programId: desk.program, role: 'COORDINATOR' },
    });
    const until = new Date(community.clock.now().getTime() + day).toISOString();
    await coverFor(match, createAccount.account.id, until);
    await breakGlass(match);
    carol = await community.anonymous.signedInAs('carol', password);
    const trail = await sam.run('AuditTrail', { programId: desk.program, first: 1 });
    await community.app.get(TrailVerification).verifyAll();
    await found(said!);
    return {
      program: desk.program,
      match,
      board,
      thread: thread.id,
      post: post.id,
      quoting: quote.thread.id,
      item: (await desk.itemFor('sam', waiting.createPost.post.id)).id,
      flagItem: (await desk.itemFor('sam', cohortPost.post.id)).id,
      appealItem,
      decidedItem: item.id,
      decision: decision.id,
      safetyCase: caseId,
      sanction,
      consent: recordConsent.consent.id,
      trailLine: trail.auditTrail.edges[0].node.id,
    };
  }

  const coverFor = (matchId: string, accountId: string, until: string): Promise<Data> =>
    cora.data('mutation ($input: CoverMatchInput!) { coverMatch(input: $input) { match { id } } }', {
      input: { matchId, accountId, until, reason: 'The coordinator is on leave.' },
    });
  const breakGlass = (matchId: string): Promise<Data> =>
    olu.data('mutation ($input: BreakGlassInput!) { breakGlass(input: $input) { match { id } } }', {
      input: { matchId, reason: 'A parent has called.' },
    });
  /** The search index follows the boards; here it has caught up with them. */
  const found = async (query: string): Promise<void> => {
    for (let hits = 0; hits === 0;) {
      hits = (await ben.run('Search', { query, first: 1 })).search.edges.length;
      if (hits === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  interface Line {
    action: string;
    actorRole: string | null;
    targetType: string;
    targetId: string;
    facts: Record<string, unknown>;
  }
  /** Lines of readings by somebody that were written while something was done. */
  const linesOf = async (client: Client, act: () => Promise<unknown>): Promise<Line[]> => {
    const actor = uuid(client.accountId!);
    const all = (): Promise<(Line & { id: string })[]> =>
      community.database.rows(sql`
        select id, action, actor_role as "actorRole", target_type as "targetType", target_id as "targetId", facts
        from audit_event where actor_id = ${actor} and action = any(${noting}::text[]) order by at, id`);
    const before = new Set((await all()).map(({ id }) => id));
    await act();
    return (await all()).filter(({ id }) => !before.has(id)).map(({ id: _id, ...line }) => line);
  };
  /** What was told within the hour is forgotten: the next reading has its line again. */
  const forget = (): Promise<unknown> => community.database.run(sql`delete from staff_read_line`);

  const marked = (): { type: string; field: GraphQLField<unknown, unknown> }[] =>
    Object.values(schema.getTypeMap()).flatMap((type) =>
      isObjectType(type) && !type.name.startsWith('__')
        ? Object.values(type.getFields())
            .filter(({ name }) => readsMarkOf(type, name) !== undefined)
            .map((field) => ({ type: type.name, field }))
        : [],
    );

  const ask = async (client: Client, type: string, selection: string): Promise<unknown[][]> => {
    const answers: unknown[][] = [];
    for (const way of ways[type] ?? []) {
      const [document, id, more] = way(selection);
      const variables = more ?? { id: id === 'account' ? ben.accountId : story[id] };
      const { data } = await client.send(document, variables);
      answers.push(shownIn(data).filter(isSomething));
    }
    return answers;
  };

  it('is known for every marked type how to come to it', () => {
    const types = new Set(marked().map(({ type }) => type));
    expect([...types].sort()).toEqual([...Object.keys(ways), ...live].sort());
  });

  describe('by whom', () => {
    const readers: Record<string, () => Client> = {
      'a coordinator': () => cora,
      'who stands in for the coordinator': () => carol,
      'a safeguarding lead': () => sam,
      'a moderator': () => mia,
      'an administrator behind broken glass': () => olu,
    };
    const shownToSomebody = new Set<string>();

    it.each(Object.keys(readers))('%s leaves a line for every restricted field that shows something', async (who) => {
      const reader = readers[who]!();
      const silent: string[] = [];
      for (const { type, field } of marked()) {
        const selection = selectionOf(field);
        for (const [place, way] of (ways[type] ?? []).entries()) {
          await forget();
          const [document, id, more] = way(selection);
          const variables = more ?? { id: id === 'account' ? ben.accountId : story[id] };
          let shown: unknown[] = [];
          const lines = await linesOf(reader, async () => {
            shown = shownIn((await reader.send(document, variables)).data).filter(isSomething);
          });
          if (shown.length > 0) shownToSomebody.add(`${type}.${field.name}`);
          if (shown.length > 0 && lines.length === 0) silent.push(`${type}.${field.name} (${place})`);
        }
      }
      expect(silent).toEqual([]);
    });

    it('leaves no restricted field untried', () => {
      const untried = marked()
        .filter(({ type }) => !live.includes(type))
        .map(({ type, field }) => `${type}.${field.name}`)
        .filter((name) => !shownToSomebody.has(name));
      // The chain is whole.
      expect(untried.sort()).toEqual(['AuditVerification.brokenAt']);
    });

    it('nobody of the pair, nor any other member, leaves one', async () => {
      for (const client of [ben, ada, cleo, dan]) {
        const lines = await linesOf(client, async () => {
          for (const { type, field } of marked()) await ask(client, type, selectionOf(field));
        });
        expect(lines).toEqual([]);
      }
    });

    it('and no line holds a word that somebody wrote', async () => {
      const rows = await community.database.rows<{ line: string }>(sql`select v::text as line from audit_event v`);
      expect(rows.filter(({ line }) => canaries.some((word) => line.includes(word)))).toEqual([]);
    });
  });

  describe('one by one', () => {
    const titleOf = 'query ($id: ID!) { thread(id: $id) { title } }';
    const textsOf = 'query ($id: ID!) { thread(id: $id) { posts(first: 5) { nodes { bodyHtml } } } }';
    const lastRead = async (): Promise<string | null> =>
      (await ben.data('query ($id: ID!) { board(id: $id) { staffLastReadAt } }', { id: story.board })).board
        .staffLastReadAt;
    beforeEach(() => forget());

    it('writes a title that is read by thread, by node, beside a post, or in a list: of its board', async () => {
      const documents: [string, string][] = [
        [titleOf, story.thread],
        ['query ($id: ID!) { node(id: $id) { ... on Thread { title } } }', story.thread],
        ['query ($id: ID!) { post(id: $id) { thread { title } } }', story.post],
        ['query ($id: ID!) { board(id: $id) { threads(first: 5) { nodes { title } } } }', story.board],
        ['query ($id: ID!) { thread(id: $id) { titleHistory(first: 5) { nodes { title } } } }', story.thread],
      ];
      for (const [document, id] of documents) {
        await forget();
        expect(await linesOf(cora, () => cora.data(document, { id }))).toEqual([
          {
            action: 'board.read',
            actorRole: 'COORDINATOR',
            targetType: 'Board',
            targetId: uuid(story.board),
            facts: { access: ['COORDINATOR'] },
          },
        ]);
      }
    });

    it('writes nothing where no text is asked for, nor a second time within the hour', async () => {
      const bare = 'query ($id: ID!) { thread(id: $id) { id postCount posts(first: 5) { nodes { id number } } } }';
      expect(await linesOf(cora, () => cora.data(bare, { id: story.thread }))).toEqual([]);
      expect(await linesOf(cora, () => cora.data(textsOf, { id: story.thread }))).toHaveLength(1);
      expect(await linesOf(cora, () => cora.data(textsOf, { id: story.thread }))).toEqual([]);
      expect(await linesOf(sam, () => sam.data(textsOf, { id: story.thread }))).toHaveLength(1);
    });

    it('writes the board of a post that is quoted elsewhere', async () => {
      const lines = await linesOf(sam, () => sam.data(textsOf, { id: story.quoting }));
      expect(lines).toMatchObject([{ action: 'board.read', targetId: uuid(story.board) }]);
      expect(await linesOf(ben, () => ben.data(textsOf, { id: story.quoting }))).toEqual([]);
    });

    it('writes a claim that brings the text along, and none that does not', async () => {
      const claim = (shown: string): string =>
        `mutation ($input: ClaimReviewableInput!) { claimReviewable(input: $input) { reviewable { ${shown} } } }`;
      const input = { reviewableId: story.item };
      expect(await linesOf(mia, () => mia.data(claim('id version claim { expiresAt }'), { input }))).toEqual([]);
      expect(await linesOf(mia, () => mia.data(claim('revision { body }'), { input }))).toEqual([
        {
          action: 'review.opened',
          actorRole: 'MODERATOR',
          targetType: 'Reviewable',
          targetId: uuid(story.item),
          facts: { access: ['MODERATOR'] },
        },
      ]);
      await mia.data('mutation ($input: ReleaseReviewableInput!) { releaseReviewable(input: $input) { __typename } }', {
        input,
      });
    });

    it('writes the pairs’ boards that a record of somebody shows, and does not tell the pair when', async () => {
      const before = await lastRead();
      community.clock.advance(120_000);
      const record = 'query ($id: ID!) { reviewable(id: $id) { authorRecord { posts { bodyText } } } }';
      const lines = await linesOf(mia, () => mia.data(record, { id: story.flagItem }));
      expect(lines.map(({ action, targetId }) => [action, targetId])).toEqual([
        ['board.excerpt_read', uuid(story.board)],
        ['review.opened', uuid(story.flagItem)],
      ]);
      expect(await lastRead()).toBe(before);
      await cora.data(titleOf, { id: story.thread });
      expect(Date.parse((await lastRead())!)).toBeGreaterThan(Date.parse(before!));
    });

    it('writes each search, with the boards of pairs where something was found and without its words', async () => {
      const search = 'query ($query: String!) { search(query: $query, first: 10) { pageInfo { hasNextPage } } }';
      for (let again = 0; again < 2; again += 1) {
        const [line] = await linesOf(cora, () => cora.data(search, { query: said }));
        expect(line).toMatchObject({ action: 'search.made', actorRole: 'COORDINATOR', targetId: uuid(story.program) });
        const { hits, matchHits, matchBoards } = line!.facts;
        expect(matchBoards).toContain(story.board);
        expect(hits).toBe(matchHits);
        expect(JSON.stringify(line)).not.toContain(said);
      }
      const [nothing] = await linesOf(mia, () => mia.data(search, { query: said }));
      expect(nothing?.facts).toMatchObject({ hits: 0, matchHits: 0, matchBoards: [] });
      expect(await linesOf(ben, () => ben.data(search, { query: said }))).toEqual([]);
    });

    it('writes whose birthday, address and consents were looked at, and never one’s own', async () => {
      const account = 'query ($id: ID!) { node(id: $id) { ... on Account { email birthDate } } }';
      expect(await linesOf(olu, () => olu.data(account, { id: ben.accountId }))).toMatchObject([
        { action: 'account.read', actorRole: 'PROGRAM_ADMIN', targetType: 'Account', targetId: uuid(ben.accountId!) },
      ]);
      expect(await linesOf(olu, () => olu.data(account, { id: olu.accountId }))).toEqual([]);
      expect(await linesOf(olu, () => olu.data('{ viewer { account { email } } }'))).toEqual([]);
      expect(await linesOf(ben, () => ben.data(account, { id: ben.accountId }))).toEqual([]);
      const consents = `query ($id: ID!) { program(id: $id) { enrolments(first: 100) { nodes {
        consents { guardianName } } } } }`;
      const lines = await linesOf(cora, () => cora.data(consents, { id: story.program }));
      expect(lines.map(({ targetId }) => targetId)).toContain(uuid(story.consent));
      expect(new Set(lines.map(({ action }) => action))).toEqual(new Set(['consent.read']));
    });

    it('writes each of many that read at the same time once', async () => {
      const lines = await linesOf(cora, () =>
        Promise.all(Array.from({ length: 20 }, () => cora.data(textsOf, { id: story.thread }))),
      );
      expect(lines).toHaveLength(1);
    });

    it('writes also what a compiled query shows, and what is asked for over a socket', async () => {
      for (let times = 0; times < 60; times += 1) await cora.data(textsOf, { id: story.thread });
      await forget();
      expect(await linesOf(cora, () => cora.data(textsOf, { id: story.thread }))).toHaveLength(1);
      await forget();
      const overSocket = async (): Promise<void> => {
        await using stream = await cora.subscribe(textsOf, { id: story.thread });
        expect((await stream.until(1))[0].data.thread.posts.nodes.length).toBeGreaterThan(0);
      };
      expect(await linesOf(cora, overSocket)).toHaveLength(1);
    });

    it('writes what comes live, and what is replayed, before it is delivered', async () => {
      const events = contractOperation('BoardEvents');
      const boardId = story.board;
      await using members = await ada.subscribe(events, { boardId });
      await using staff = await sam.subscribe(events, { boardId });
      await Promise.all([members.until(1), staff.until(1)]);
      const [{ data: subscribed }] = staff.events;
      const post = async (): Promise<string> => {
        const { createThread } = await cora.run('CreateThread', { input: { boardId, title: 'Live', body: 'Live' } });
        expect(createThread.post.state).toBe('PUBLISHED');
        return createThread.thread.id;
      };
      let thread = '';
      const livelines = await linesOf(sam, async () => {
        thread = await post();
        await staff.until(2);
      });
      expect(livelines.map(({ action, targetId }) => [action, targetId])).toContainEqual(['thread.read', uuid(thread)]);
      await forget();
      const replayed = await linesOf(sam, async () => {
        await using again = await sam.subscribe(events, { boardId, after: subscribed.boardEvents.cursor });
        await again.until(1);
      });
      expect(replayed.map(({ action, targetId }) => [action, targetId])).toContainEqual(['thread.read', uuid(thread)]);
      await forget();
      const titles = `subscription ($boardId: ID!, $after: String) { boardEvents(boardId: $boardId, after: $after) {
        thread { title } } }`;
      const titled = await linesOf(sam, async () => {
        await using again = await sam.subscribe(titles, { boardId, after: subscribed.boardEvents.cursor });
        await again.until(1);
      });
      expect(titled).toMatchObject([{ action: 'board.read', targetId: uuid(boardId) }]);
      expect(await linesOf(ada, () => members.until(2))).toEqual([]);
    });

    it('writes what the queue tells live and in replay', async () => {
      const events = `subscription ($programId: ID!, $after: String) {
        reviewQueueEvents(programId: $programId, after: $after) { cursor reviewable { id revision { body } } } }`;
      const programId = story.program;
      await using stream = await mia.subscribe(events, { programId });
      const [{ data: subscribed }] = await stream.until(1);
      const hold = (body: string): Promise<unknown> =>
        ben.run('CreatePost', { input: { threadId: story.thread, body } });
      const livelines = await linesOf(mia, async () => {
        await hold('07700 900789 it is');
        await stream.until(2);
      });
      const item = stream.events[1].data.reviewQueueEvents.reviewable.id;
      expect(livelines).toMatchObject([{ action: 'review.opened', targetId: uuid(item) }]);
      const after = subscribed.reviewQueueEvents.cursor;
      const replayed = await linesOf(mia, async () => {
        await using again = await mia.subscribe(events, { programId, after });
        await again.until(1);
      });
      expect(replayed).toMatchObject([{ action: 'review.opened', targetId: uuid(item) }]);
    });

    it('keeps the answer back from staff while the line cannot be written, and from nobody else', async () => {
      const { database } = community;
      await using stream = await sam.subscribe(contractOperation('BoardEvents'), { boardId: story.board });
      await stream.until(1);
      await database.run(sql`alter table staff_read_line rename to staff_read_line_away`);
      try {
        const { data, errors } = await cora.send(textsOf, { id: story.thread });
        expect(data ?? null).toBeNull();
        expect(errors).toHaveLength(1);
        expect(JSON.stringify(errors)).not.toContain(said);
        expect((await ben.data(textsOf, { id: story.thread })).thread.posts.nodes.length).toBeGreaterThan(0);
        await cora.send(contractOperation('CreateThread'), {
          input: { boardId: story.board, title: 'Unread', body: 'Unread' },
        });
        await stream.untilEnded();
        expect(JSON.stringify(stream.events)).not.toContain('Unread');
      } finally {
        await database.run(sql`alter table staff_read_line_away rename to staff_read_line`);
      }
      expect((await cora.data(textsOf, { id: story.thread })).thread.posts.nodes.length).toBeGreaterThan(0);
    });

    it('writes one line for each access within the hour, as coordinator, behind glass and standing in', async () => {
      const { database } = community;
      const match = uuid(story.match);
      const coras = uuid(cora.accountId!);
      const reading = async (): Promise<unknown[]> =>
        (await linesOf(cora, () => cora.data(textsOf, { id: story.thread }))).map(({ facts }) => facts['access']);
      const grant = (kind: string): Promise<unknown> =>
        database.run(sql`
          insert into match_access (id, match_id, account_id, kind, reason, from_at, until_at, given_by_id, created_at)
          values (gen_random_uuid(), ${match}, ${coras}, ${kind}, 'Somebody has to look.', now() - interval '1 hour',
            now() + interval '1 day', ${coras}, now())`);
      const end = (): Promise<unknown> => database.run(sql`delete from match_access where account_id = ${coras}`);
      expect(await reading()).toEqual([['COORDINATOR']]);
      expect(await reading()).toEqual([]);
      const [admin] = await database.rows<{ id: string }>(sql`
        insert into enrolment select (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid(),
          'account_id', ${coras}::uuid))).* from enrolment e where e.account_id = ${uuid(olu.accountId!)} returning id`);
      await grant('BREAK_GLASS');
      expect(await reading()).toEqual([['COORDINATOR', 'BREAK_GLASS']]);
      await database.run(sql`update match set coordinator_id = ${uuid(carol.accountId!)} where id = ${match}`);
      expect(await reading()).toEqual([['BREAK_GLASS']]);
      await end();
      for (let times = 0; times < 2; times += 1) {
        await grant('COVER');
        expect(await reading()).toEqual([['COVER']]);
        expect(await reading()).toEqual([]);
        await end();
      }
      await database.run(sql`update match set coordinator_id = ${coras} where id = ${match}`);
      expect(await reading()).toEqual([]);
      await database.run(sql`delete from enrolment where id = ${admin!.id}`);
    });

    it('writes nothing of a pair’s own board for one of them who is also of the staff', async () => {
      const [also] = await community.database.rows<{ id: string }>(sql`
        insert into enrolment select (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid(),
          'account_id', ${uuid(ada.accountId!)}::uuid))).* from enrolment e
        where e.account_id = ${uuid(mia.accountId!)} returning id`);
      expect(await linesOf(ada, () => ada.data(textsOf, { id: story.thread }))).toEqual([]);
      expect(await linesOf(ada, () => ada.data(titleOf, { id: story.thread }))).toEqual([]);
      await community.database.run(sql`delete from enrolment where id = ${also!.id}`);
    });

    it('is forgotten after a day, as far as it keeps a line back', async () => {
      await cora.data(textsOf, { id: story.thread });
      await community.database.run(sql`update staff_read_line set line_at = now() - interval '25 hours'`);
      await community.app.get(TrailSchedule).verify(new AbortController().signal);
      expect(await community.database.rows(sql`select 1 from staff_read_line`)).toEqual([]);
    });
  });
});

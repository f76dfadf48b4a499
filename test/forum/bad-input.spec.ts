import { type Client, contractOperation, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { boardOf, startThread } from './boards.js';

const id = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
const now = '2026-11-20T00:00:00.000Z';
const numbers = [9_007_199_254_740_991, 2_147_483_648, -1, 1.5];
/** What ECMAScript reads as a time and PostgreSQL does not, or the other way round. */
const times = [
  '2020',
  'March 7',
  'infinity',
  'Tue Mar 01 2022 (x)',
  '2022-02-30T00:00:00.000Z',
  '0000-01-01T00:00:00.000Z',
  '+275760-09-13T00:00:00.000Z',
  '12/31/9999 (comment)',
];
const texts = ['a\u0000b', 'a\ud800b'];

const cursor = (list: string, ...key: unknown[]): string =>
  Buffer.from(JSON.stringify([1, list, ...key])).toString('base64url');

/** Cursors that decode and belong to the list, with keys that no cursor of ours has. */
const strange: Readonly<Record<string, readonly string[]>> = {
  boards: [
    ...numbers.map((number) => cursor('boards', number, 'x', id)),
    ...texts.map((text) => cursor('boards', 1, text, id)),
  ],
  threads: times.flatMap((time) => [cursor('threads', time, true, now, id), cursor('threads', now, true, time, id)]),
  posts: numbers.map((number) => cursor('posts', number)),
  replies: numbers.map((number) => cursor('replies', number, id)),
  revisions: numbers.map((number) => cursor('revisions', number)),
  drafts: [...times, 'x'].map((time) => cursor('drafts', time, id)),
  acknowledgements: times.map((time) => cursor('acknowledgements', time, id)),
  titles: times.map((time) => cursor('titles', time, id)),
  decisions: times.map((time) => cursor('decisions', time, id)),
  reviewQueue: [
    ...times.map((time) => cursor('reviewQueue', 'P1', time, id)),
    ...texts.map((text) => cursor('reviewQueue', text, now, id)),
  ],
  safetyCases: times.map((time) => cursor('safetyCases', 'P1', time, id)),
  auditTrail: [1.5, 1e300].map((number) => cursor('auditTrail', number)),
};

describe('input of every kind is refused, never an error of ours', () => {
  let community: Community;
  let ben: Client;
  let ids: { program: string; boardId: string; threadId: string; postId: string };

  beforeAll(async () => {
    community = await startCommunity({ env: { RATE_LIMITS: 'off' } });
    ben = await community.as('ben');
    const boardId = await boardOf(ben, 'COHORT');
    const { threadId, postIds } = await startThread(ben, boardId);
    const { viewer } = await ben.run('Viewer');
    ids = { program: viewer.enrolments[0].program.id, boardId, threadId, postId: postIds[0]! };
  });
  afterAll(() => community.stop());

  it('cursors with keys that the database cannot read', async () => {
    const { program, boardId, threadId, postId } = ids;
    const lists: readonly (readonly [list: string, person: string, document: string])[] = [
      ['boards', 'ben', '{ viewer { boards(after: $c) { nodes { id } } } }'],
      ['drafts', 'ben', '{ viewer { drafts(after: $c) { nodes { id } } } }'],
      ['decisions', 'ben', '{ viewer { decisions(after: $c) { nodes { id } } } }'],
      ['threads', 'ben', `{ board(id: "${boardId}") { threads(after: $c) { nodes { id } } } }`],
      ['posts', 'ben', `{ thread(id: "${threadId}") { posts(after: $c) { nodes { id } } } }`],
      ['posts', 'ben', `{ thread(id: "${threadId}") { posts(last: 5, before: $c) { nodes { id } } } }`],
      ['replies', 'ben', `{ post(id: "${postId}") { replies(after: $c) { nodes { id } } } }`],
      ['revisions', 'ben', `{ post(id: "${postId}") { revisions(after: $c) { nodes { id } } } }`],
      [
        'acknowledgements',
        'mia',
        `{ thread(id: "${threadId}") { acknowledgements(after: $c) { nodes { acknowledgedAt } } } }`,
      ],
      ['titles', 'mia', `{ thread(id: "${threadId}") { titleHistory(after: $c) { nodes { title } } } }`],
      ['reviewQueue', 'mia', `{ reviewQueue(programId: "${program}", after: $c) { edges { cursor } } }`],
      ['safetyCases', 'sam', `{ safetyCases(programId: "${program}", after: $c) { nodes { id } } }`],
      ['auditTrail', 'olu', `{ auditTrail(programId: "${program}", after: $c) { edges { cursor } } }`],
    ];
    for (const [list, person, document] of lists) {
      const client = await community.as(person);
      for (const c of strange[list] ?? []) {
        const answer = await client.send(`query ($c: String) ${document}`, { c });
        expect([document, Buffer.from(c, 'base64url').toString(), codeOf(answer)]).toEqual([
          document,
          expect.anything(),
          'INVALID_INPUT',
        ]);
      }
    }
  });

  it('keys of retries that are no text', async () => {
    const { boardId, threadId, postId } = ids;
    for (const idempotencyKey of [...texts, '', 'k'.repeat(129)]) {
      const inputs: Readonly<Record<string, object>> = {
        CreatePost: { threadId, body: 'Some words.', idempotencyKey },
        CreateThread: { boardId, title: 'A title', body: 'Some words.', idempotencyKey },
        Flag: { postId, category: 'OTHER', idempotencyKey },
        Appeal: { decisionId: postId, text: 'Some words.', idempotencyKey },
      };
      for (const [operation, input] of Object.entries(inputs)) {
        expect([operation, await ben.refused(contractOperation(operation), { input })]).toEqual([
          operation,
          'INVALID_INPUT',
        ]);
      }
    }
  });

  it('versions beyond all versions', async () => {
    for (const expectedVersion of [2_147_483_647, -2_147_483_648, 0]) {
      const input = { postId: ids.postId, body: 'Other words.', expectedVersion };
      expect(await ben.refused(contractOperation('EditPost'), { input })).toBe('VERSION_CONFLICT');
    }
  });

  it('filters of the trail that are no text and no time', async () => {
    const olu = await community.as('olu');
    const document = `query ($programId: ID!, $filter: AuditTrailFilter) {
      auditTrail(programId: $programId, filter: $filter) { edges { cursor } } }`;
    const filters = [
      ...texts.flatMap((text) => [{ actions: [text] }, { targetType: text }, { targetId: text }]),
      ...['+275760-09-13T00:00:00Z', '0000-01-01T00:00:00Z', 'x'].flatMap((time) => [{ from: time }, { to: time }]),
    ];
    for (const filter of filters) {
      expect([filter, codeOf(await olu.send(document, { programId: ids.program, filter }))]).toEqual([
        filter,
        'INVALID_INPUT',
      ]);
    }
  });
});

const codeOf = ({ errors }: Data): string => errors?.[0]?.extensions.code ?? 'none';

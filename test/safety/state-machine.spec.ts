import fc from 'fast-check';
import { sql } from '#platform';
import { type Client, contractOperation, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { type Desk, openDesk } from './desk.js';

type State = 'HELD' | 'PUBLISHED' | 'REJECTED' | 'HIDDEN' | 'REMOVED' | 'WITHDRAWN';
type Kind = 'HELD_POST' | 'HELD_EDIT' | 'FLAGS' | 'APPEAL';

/** What the rules of domain 2.1 say, written down once more, by hand: the next state, or null where it is refused. */
const byDecision: Record<Kind, Partial<Record<State, Record<string, State>>>> = {
  HELD_POST: {
    HELD: {
      APPROVE: 'PUBLISHED',
      APPROVE_REDACTED: 'PUBLISHED',
      RETURN: 'REJECTED',
      REJECT: 'REJECTED',
      ESCALATE: 'HELD',
    },
    HIDDEN: { APPROVE: 'PUBLISHED', RESTORE: 'PUBLISHED', REMOVE: 'REMOVED', HIDE: 'HIDDEN', ESCALATE: 'HIDDEN' },
    PUBLISHED: { NO_ACTION: 'PUBLISHED', ESCALATE: 'PUBLISHED' },
    REJECTED: { NO_ACTION: 'REJECTED', ESCALATE: 'REJECTED' },
    REMOVED: { NO_ACTION: 'REMOVED', ESCALATE: 'REMOVED' },
    WITHDRAWN: { NO_ACTION: 'WITHDRAWN', ESCALATE: 'WITHDRAWN' },
  },
  HELD_EDIT: {
    PUBLISHED: {
      APPROVE: 'PUBLISHED',
      APPROVE_REDACTED: 'PUBLISHED',
      RETURN: 'PUBLISHED',
      REJECT: 'PUBLISHED',
      HIDE: 'HIDDEN',
      REMOVE: 'REMOVED',
      ESCALATE: 'PUBLISHED',
    },
    HIDDEN: { RETURN: 'HIDDEN', REJECT: 'HIDDEN', REMOVE: 'REMOVED', ESCALATE: 'HIDDEN' },
    HELD: { NO_ACTION: 'HELD', ESCALATE: 'HELD' },
    REJECTED: { NO_ACTION: 'REJECTED', ESCALATE: 'REJECTED' },
    REMOVED: { NO_ACTION: 'REMOVED', ESCALATE: 'REMOVED' },
    WITHDRAWN: { NO_ACTION: 'WITHDRAWN', ESCALATE: 'WITHDRAWN' },
  },
  FLAGS: {
    PUBLISHED: { HIDE: 'HIDDEN', REMOVE: 'REMOVED', NO_ACTION: 'PUBLISHED', ESCALATE: 'PUBLISHED' },
    HIDDEN: { RESTORE: 'PUBLISHED', REMOVE: 'REMOVED', HIDE: 'HIDDEN', ESCALATE: 'HIDDEN' },
    HELD: { NO_ACTION: 'HELD', ESCALATE: 'HELD' },
    REJECTED: { NO_ACTION: 'REJECTED', ESCALATE: 'REJECTED' },
    REMOVED: { NO_ACTION: 'REMOVED', ESCALATE: 'REMOVED' },
    WITHDRAWN: { NO_ACTION: 'WITHDRAWN', ESCALATE: 'WITHDRAWN' },
  },
  APPEAL: Object.fromEntries(
    (['HELD', 'PUBLISHED', 'REJECTED', 'HIDDEN', 'REMOVED', 'WITHDRAWN'] as const).map((state) => [
      state,
      {
        REJECT: state,
        NO_ACTION: state,
        ESCALATE: state,
        ...(state === 'HELD' || state === 'WITHDRAWN' ? {} : { APPROVE: 'PUBLISHED', RESTORE: 'PUBLISHED' }),
      },
    ]),
  ),
};
const byAuthor: Record<'edit' | 'withdraw', Partial<Record<State, State>>> = {
  edit: { HELD: 'HELD', PUBLISHED: 'PUBLISHED', REJECTED: 'HELD' },
  withdraw: {
    HELD: 'WITHDRAWN',
    PUBLISHED: 'WITHDRAWN',
    REJECTED: 'WITHDRAWN',
    HIDDEN: 'WITHDRAWN',
    REMOVED: 'REMOVED',
  },
};

const decisions = [
  'APPROVE',
  'APPROVE_REDACTED',
  'RETURN',
  'REJECT',
  'HIDE',
  'RESTORE',
  'REMOVE',
  'ESCALATE',
  'NO_ACTION',
];
const often = ['APPROVE', 'APPROVE', 'REJECT', 'RETURN', 'HIDE', 'RESTORE', 'NO_ACTION'];

type Step =
  | { step: 'edit'; by: 'cleo' | 'dan'; dirty: boolean }
  | { step: 'withdraw'; by: 'cleo' | 'dan' }
  | { step: 'decide'; by: 'mia' | 'sam' | 'cora' | 'nia' | 'ben'; decision: string; which: number; stale: boolean }
  | { step: 'undo'; by: 'mia' | 'sam' }
  | { step: 'appeal' }
  | { step: 'flag' };

const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      step: fc.constant('edit' as const),
      by: fc.constantFrom('cleo' as const, 'cleo' as const, 'dan' as const),
      dirty: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      step: fc.constant('withdraw' as const),
      by: fc.constantFrom('cleo' as const, 'dan' as const),
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      step: fc.constant('decide' as const),
      by: fc.constantFrom(
        'mia' as const,
        'mia' as const,
        'sam' as const,
        'cora' as const,
        'nia' as const,
        'ben' as const,
      ),
      decision: fc.constantFrom(...decisions, ...often),
      which: fc.nat(5),
      stale: fc.nat(9).map((value) => value === 0),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ step: fc.constant('undo' as const), by: fc.constantFrom('mia' as const, 'sam' as const) }),
  },
  { weight: 2, arbitrary: fc.constant({ step: 'appeal' as const }) },
  { weight: 2, arbitrary: fc.constant({ step: 'flag' as const }) },
);

/** What the database says of the post, read past every rule. */
interface Facts {
  state: State;
  shown: number | null;
  latest: number;
  version: number;
  transitions: number;
  decisions: number;
}

describe('the life of a post', () => {
  let community: Community;
  let desk: Desk;
  let thread: string;
  let sam: Client;

  beforeAll(async () => {
    community = await startCommunity({ env: { RATE_LIMITS: 'off' } });
    desk = await openDesk(community);
    sam = await community.as('sam');
    const dan = await community.as('dan');
    const { createThread } = await dan.run('CreateThread', {
      input: {
        boardId: await desk.boardOf('cleo'),
        title: 'Animals',
        body: 'Which animal would you like to be, and why?',
      },
    });
    expect(createThread.post.state).toBe('PUBLISHED');
    thread = createThread.thread.id;
  });
  afterAll(() => community.stop());

  const uuid = (id: string): string =>
    Buffer.from(id, 'base64url')
      .toString('hex', 1)
      .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

  const factsOf = async (postId: string): Promise<Facts> => {
    const facts = await community.database.first<Facts>(sql`
      select p.state, s.number as shown, l.number as latest, p.version,
        (select count(*)::int from audit_event e where e.target_type = 'Post' and e.target_id = p.id::text
          and e.from_state is distinct from e.to_state) as transitions,
        (select count(*)::int from decision d where d.post_id = p.id) as decisions
      from post p join revision l on l.id = p.latest_revision_id left join revision s on s.id = p.shown_revision_id
      where p.id = ${uuid(postId)}`);
    if (!facts) throw new Error('the post is gone');
    return facts;
  };

  const itemsOf = async (postId: string): Promise<Data[]> => {
    const { rows } = await community.database.pool.query(
      `select r.id, r.kind, r.version, r.revision_id, r.restricted, c.username as claimed_by
       from reviewable r left join account c on c.id = r.claimed_by
       where r.post_id = $1 and r.state = 'PENDING' order by r.kind`,
      [uuid(postId)],
    );
    return rows;
  };
  const global = (type: number, id: string): string =>
    Buffer.from(type.toString(16).padStart(2, '0') + id.replaceAll('-', ''), 'hex').toString('base64url');

  it('follows the table whoever does what, and shows nothing that no human has approved', async () => {
    let accepted = 0;
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 4, maxLength: 14 }), async (sequence) => {
        const cleo = await community.as('cleo');
        const { createPost } = await cleo.run('CreatePost', { input: { threadId: thread, body: 'A first try.' } });
        const postId: string = createPost.post.id;
        const approved = new Set<number>();
        let last: { id: string; by: string; kind: Kind; decision: string; from: Facts } | null = null;
        let before = await factsOf(postId);
        expect(before).toMatchObject({ state: 'HELD', shown: null, transitions: 1 });

        for (const step of sequence) {
          const took = last;
          last = null;
          let answer: Data;
          let expected: State | null = null;
          if (step.step === 'edit') {
            expected = step.by === 'cleo' ? (byAuthor.edit[before.state] ?? null) : null;
            const body = step.dirty ? 'It is 07700 900123, you know.' : `Another try, ${before.version}.`;
            answer = await (
              await community.as(step.by)
            ).send(contractOperation('EditPost'), {
              input: { postId, body, expectedVersion: before.version },
            });
          } else if (step.step === 'withdraw') {
            expected = step.by === 'cleo' ? (byAuthor.withdraw[before.state] ?? null) : null;
            answer = await (await community.as(step.by)).send(contractOperation('WithdrawPost'), { input: { postId } });
          } else if (step.step === 'decide') {
            const items = await itemsOf(postId);
            const item = items[step.which % Math.max(items.length, 1)];
            if (!item) continue;
            expected = byDecision[item.kind as Kind][before.state]?.[step.decision] ?? null;
            if (['nia', 'ben'].includes(step.by) || step.stale) expected = null;
            if (item.restricted && step.by !== 'sam') expected = null;
            // Whoever took a decision back keeps the item to themselves for ten minutes.
            if (item.claimed_by !== null && item.claimed_by !== step.by) expected = null;
            // Until somebody answers for the case, only the lead takes away what it is about.
            const hasCase = await underCase(postId);
            if (hasCase && step.by !== 'sam' && takesAway(item.kind, before.state, step.decision)) expected = null;
            if (item.kind === 'APPEAL' && (await decidedBefore(item.id, step.by))) expected = null;
            answer = await (
              await community.as(step.by)
            ).send(contractOperation('DecideReviewable'), {
              input: {
                reviewableId: global(17, item.id),
                revisionId: global(13, item.revision_id),
                version: item.version - (step.stale ? 1 : 0),
                decision: step.decision,
                reasonCode: ['RETURN', 'REJECT', 'HIDE', 'REMOVE'].includes(step.decision) ? 'OTHER' : null,
                redactedBody: step.decision === 'APPROVE_REDACTED' ? 'Some words are left out.' : null,
              },
            });
            if (!answer.errors) {
              const { id } = answer.data.decideReviewable.decision;
              last = { id, by: step.by, kind: item.kind, decision: step.decision, from: before };
            }
          } else if (step.step === 'undo') {
            if (!took) continue;
            expected = took.by === step.by && took.decision !== 'ESCALATE' ? undone(took, before.state) : null;
            answer = await (
              await community.as(step.by)
            ).send('mutation ($input: UndoDecisionInput!) { undoDecision(input: $input) { reviewable { id } } }', {
              input: { decisionId: took.id },
            });
          } else if (step.step === 'appeal') {
            const { viewer } = await cleo.run('MyDecisions', { first: 1 });
            const [decision] = viewer.decisions.nodes;
            if (decision?.post?.id !== postId) continue;
            const { appealed } = await appealable(decision.id);
            expected = decision.appealableUntil !== null && !appealed ? before.state : null;
            answer = await cleo.send(contractOperation('Appeal'), { input: { decisionId: decision.id, text: 'No!' } });
          } else {
            const dan = await community.as('dan');
            answer = await dan.send(contractOperation('Flag'), { input: { postId, category: 'BULLYING' } });
            // One reporter is not enough to hide it, and what waits is not there to be flagged.
            if (answer.errors && before.state === 'PUBLISHED') throw new Error(JSON.stringify(answer.errors));
            expected = answer.errors ? null : before.state;
          }

          const after = await factsOf(postId);
          const told = `${JSON.stringify(step)} from ${before.state}: ${JSON.stringify(answer.errors?.[0]?.extensions ?? 'done')}`;
          if (expected === null) {
            refused += 1;
            expect([told, Boolean(answer.errors), after]).toEqual([told, true, before]);
            continue;
          }
          accepted += 1;
          expect([told, answer.errors, after.state]).toEqual([told, undefined, expected]);
          // Each transition has exactly one line in the trail.
          expect([told, after.transitions]).toEqual([
            told,
            before.transitions + (after.state === before.state ? 0 : 1),
          ]);
          if (step.step === 'decide' && shows(step.decision)) approved.add(after.shown ?? 0);
          if (step.step === 'decide') expect(after.decisions).toBe(before.decisions + 1);
          // The invariant: what others see was approved by a human, in exactly this version. Cleo is eleven.
          if (after.state === 'PUBLISHED') expect([told, approved.has(after.shown ?? -1)]).toEqual([told, true]);
          before = after;
        }
        expect((await sam.run('Post', { id: postId })).post?.state ?? before.state).toBe(before.state);
      }),
      { numRuns: 30, endOnFailure: true },
    );
    // The sequences must have done something: a third of all steps at least.
    expect(accepted).toBeGreaterThan(refused / 3);
  }, 240_000);

  const underCase = async (postId: string): Promise<boolean> => {
    const { rows } = await community.database.pool.query(
      "select 1 from safety_case where post_id = $1 and state = 'OPEN'",
      [uuid(postId)],
    );
    return rows.length > 0;
  };
  const decidedBefore = async (itemId: string, by: string): Promise<boolean> => {
    const { rows } = await community.database.pool.query(
      `select 1 from appeal a join decision d on d.id = a.decision_id join account c on c.id = d.actor_id
       where a.reviewable_id = $1 and c.username = $2`,
      [itemId, by],
    );
    return rows.length > 0;
  };
  const appealable = async (decisionId: string): Promise<{ appealed: boolean }> => {
    const { rows } = await community.database.pool.query('select 1 from appeal where decision_id = $1', [
      uuid(decisionId),
    ]);
    return { appealed: rows.length > 0 };
  };
});

const shows = (decision: string): boolean => ['APPROVE', 'APPROVE_REDACTED', 'RESTORE'].includes(decision);

const takesAway = (kind: Kind, state: State, decision: string): boolean =>
  kind === 'APPEAL' ? false : ['RETURN', 'REJECT', 'REMOVE'].includes(decision) && state !== 'REMOVED';

/** Where a decision leaves the post when it is taken back. */
function undone(took: { kind: Kind; decision: string; from: Facts }, now: State): State | null {
  const { state } = took.from;
  if (state === now) return now;
  // What was shown for some seconds is hidden; what was removed and restored is removed again.
  if (now === 'PUBLISHED') return state === 'REMOVED' ? 'REMOVED' : 'HIDDEN';
  return state;
}

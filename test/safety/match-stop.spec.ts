import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import { globalId, sql, uuidOf } from '#platform';
import { careOperations, startThread } from '../forum/boards.js';
import { type Client, contractOperation, type Data, type Stream } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { type Desk, openDesk } from './desk.js';
import { boardOf, flagWith } from './places.js';

const undo = 'mutation ($input: UndoDecisionInput!) { undoDecision(input: $input) { reviewable { id } } }';
const decideMany = `mutation ($input: DecideReviewablesInput!) { decideReviewables(input: $input) {
  results { reviewableId refusal } } }`;
const appeal = contractOperation('Appeal');
const change = contractOperation('ChangeMatchState');
const heldText = 'My number is 07700 900123.';
const otherWords = 'It rained all of Tuesday.';

/** Mutations that write nothing to a board but what takes a text out of sight, or that only their caller sees. */
const elsewhere = new Set([
  // What one keeps for oneself: read marks, watches, drafts, notifications, blocks, the own account.
  ...['markRead', 'markBoardRead', 'setWatch', 'saveDraft', 'deleteDraft', 'markNotificationsSeen'],
  ...['setNotificationPreferences', 'blockPerson', 'unblockPerson', 'changeDisplayName', 'changePassword'],
  ...['signIn', 'signOut', 'signOutEverywhere', 'refreshSession', 'endSession', 'confirmPassword'],
  // What must go on while a match is stopped: taking back, telling of danger, asking for help, appealing, and the queue.
  ...['withdrawPost', 'flag', 'askForHelp', 'appeal', 'claimReviewable', 'releaseReviewable'],
  ...['appealSanction', 'answerSanctionAppeal', 'imposeSanction', 'liftSanction', 'saveReason', 'removeSavedReason'],
  ...['acknowledgeCase', 'addCaseNote', 'assignCase', 'closeCase', 'reprioritiseCase', 'recordExternalReport'],
  // People and programs. `changeMatchState` and `createMatch` have stories of their own below.
  ...['createAccount', 'createProgram', 'createCohort', 'createMatch', 'changeMatchState', 'assignCoordinator'],
  ...['coverMatch', 'breakGlass', 'endMatchAccess', 'enrol', 'endEnrolment', 'liftStop', 'recordConsent'],
  ...['revokeConsent', 'recordScreening', 'setOnCall', 'setProgramPolicy', 'setAgeBand', 'correctBirthDate'],
  ...['changeCohort', 'acceptEnrolment', 'declineEnrolment', 'confirmEnrolment'],
  ...['setTemporaryPassword', 'endMemberSessions'],
]);

interface Attempt {
  mutation: string;
  by: Client;
  document: string;
  input: Record<string, unknown>;
}

interface Fixture {
  boardId: string;
  matchId: string;
  attempts: Attempt[];
  waiting: Data;
}

describe('a match that is stopped for safety', () => {
  let community: Community;
  let desk: Desk;
  let ada: Client, ben: Client, cora: Client, sam: Client, olu: Client, dan: Client;

  beforeEach(async () => {
    community = await startCommunity({ env: { RATE_LIMITS: 'off' } });
    desk = await openDesk(community);
    [ada, ben, cora, sam, olu, dan] = (await Promise.all(
      ['ada', 'ben', 'cora', 'sam', 'olu', 'dan'].map((name) => community.as(name)),
    )) as [Client, Client, Client, Client, Client, Client];
  });
  afterEach(() => community.stop());

  const post = async (by: Client, threadId: string, body: string, parentId: string | null = null): Promise<Data> =>
    (await by.run('CreatePost', { input: { threadId, parentId, body } })).createPost.post;
  const matchOf = async (client: Client): Promise<Data> => {
    const { viewer } = await client.data(
      '{ viewer { enrolments { program { matches(first: 5) { nodes { id state stoppedAt participants { displayName } } } } } } }',
    );
    return viewer.enrolments[0].program.matches.nodes[0];
  };
  const stateOf = async (matchId: string): Promise<Data> =>
    (await sam.data('query ($id: ID!) { match(id: $id) { state stoppedAt stateReason } }', { id: matchId })).match;
  const refusedMove = async (by: Client, input: Record<string, unknown>): Promise<string> =>
    by.refused(change, { input });
  const move = async (by: Client, input: Record<string, unknown>): Promise<string> =>
    (await by.run('ChangeMatchState', { input })).changeMatchState.match.state;
  const openCases = async (): Promise<string[]> => {
    const { safetyCases } = await sam.data(
      'query ($id: ID!) { safetyCases(programId: $id, first: 100) { nodes { id state } } }',
      { id: desk.program },
    );
    return safetyCases.nodes.filter(({ state }: Data) => state === 'OPEN').map(({ id }: Data) => id);
  };
  const closeCases = async (): Promise<void> => {
    for (const caseId of await openCases()) {
      await sam.data('mutation ($input: CloseCaseInput!) { closeCase(input: $input) { safetyCase { id } } }', {
        input: { caseId, outcome: 'UNFOUNDED', note: 'We talked to both of them.' },
      });
    }
  };
  /** Everything that a board consists of, and what everybody reads of it. */
  const contents = async (boardId: string): Promise<unknown> =>
    community.database.rows(sql`
      select l.last_seq, l.post_count,
        (select json_agg(t order by t.id) from thread t where t.board_id = b.id) as threads,
        (select json_agg(p order by p.id) from post p where p.board_id = b.id) as posts,
        (select json_agg(v order by v.id) from revision v join post p on p.id = v.post_id where p.board_id = b.id) as texts,
        (select json_agg(r order by r.post_id, r.account_id, r.kind) from reaction r join post p on p.id = r.post_id
          where p.board_id = b.id) as reactions,
        (select json_agg(k order by k.account_id) from thread_acknowledgement k join thread t on t.id = k.thread_id
          where t.board_id = b.id) as acknowledged,
        b.slow_mode_seconds
      from board b join board_log l on l.board_id = b.id where b.id = ${uuidIn(boardId)}::uuid`);
  const item = async (postId: string, kind?: string): Promise<Data> => {
    const found = (await desk.queue('sam')).find((one) => one.post?.id === postId && (!kind || one.kind === kind));
    if (!found) throw new Error(`nothing of ${kind ?? 'any kind'} waits about that post`);
    return found;
  };
  const decision = (about: Data, kind: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
    reviewableId: about.id,
    revisionId: about.revision?.id ?? null,
    version: about.version,
    decision: kind,
    ...more,
  });

  /** A pair's board on which everything that can happen to it is about to happen. */
  async function prepare(): Promise<Fixture> {
    const boardId = await boardOf(ben, 'MATCH');
    const { id: matchId } = await matchOf(ben);
    const { createThread } = await ben.data(careOperations.createThread, {
      input: { boardId, kind: 'QUESTION', title: 'Rivers', body: 'Where do rivers begin?' },
    });
    const threadId: string = createThread.thread.id;
    const answer = await post(ada, threadId, 'Rivers begin in the hills.');
    const own = await post(ben, threadId, 'So they run down.');
    const notice = await cora.data(careOperations.createThread, {
      input: {
        boardId,
        kind: 'ANNOUNCEMENT',
        title: 'New rules',
        body: 'Please read them.',
        requiresAcknowledgement: true,
      },
    });
    const waiting = await post(ada, threadId, heldText);
    const redacted = await post(ada, threadId, `Soon. ${heldText}`);
    const many = await post(ada, threadId, `Later. ${heldText}`);
    await ada.run('EditPost', { input: { postId: answer.id, body: heldText, expectedVersion: 1 } });
    const hidden = await post(ada, threadId, 'The hills are green.');
    await flagWith(cora, { postId: hidden.id, category: 'BULLYING' });
    const mended = await post(ada, threadId, 'The sea is salty.');
    await ada.run('EditPost', { input: { postId: mended.id, body: `Salty. ${heldText}`, expectedVersion: 1 } });
    const rejected = await post(ada, threadId, `Now. ${heldText}`);
    await desk.decide('sam', await item(rejected.id), { decision: 'REJECT', reasonCode: 'PERSONAL_INFORMATION' });
    const { viewer } = await ada.run('MyDecisions', { first: 1 });
    await ada.data(appeal, {
      input: { decisionId: viewer.decisions.nodes[0].id, text: 'It is the number of a shop.' },
    });
    // From here on the clock stands: a decision can be taken back within twelve seconds.
    community.clock.hold(community.clock.now());
    const { decision: taken } = await desk.decide('sam', await item(mended.id), { decision: 'APPROVE' });
    const items = {
      waiting: await item(waiting.id),
      redacted: await item(redacted.id),
      many: await item(many.id),
      edit: await item(answer.id, 'HELD_EDIT'),
      hidden: await item(hidden.id),
      appeal: (await desk.queue('cora')).find(({ kind }) => kind === 'APPEAL'),
    };
    const decide = contractOperation('DecideReviewable');
    const attempts: Attempt[] = [
      ...[ada, ben].flatMap((by): Attempt[] => [
        {
          mutation: 'createPost',
          by,
          document: contractOperation('CreatePost'),
          input: { threadId, body: otherWords },
        },
        {
          mutation: 'createThread',
          by,
          document: careOperations.createThread,
          input: { boardId, title: 'Rain', body: otherWords },
        },
        {
          mutation: 'setReaction',
          by,
          document: contractOperation('SetReaction'),
          input: { postId: answer.id, kind: 'HEART', on: true },
        },
        {
          mutation: 'acknowledge',
          by,
          document: careOperations.acknowledge,
          input: { threadId: notice.createThread.thread.id },
        },
      ]),
      {
        mutation: 'editPost',
        by: ben,
        document: contractOperation('EditPost'),
        input: { postId: own.id, body: otherWords, expectedVersion: 1 },
      },
      {
        mutation: 'editPost',
        by: ada,
        document: contractOperation('EditPost'),
        input: { postId: answer.id, body: otherWords, expectedVersion: 2 },
      },
      {
        mutation: 'editPost',
        by: ada,
        document: contractOperation('EditPost'),
        input: { postId: waiting.id, body: otherWords, expectedVersion: 1 },
      },
      ...[ben, cora, sam].map((by): Attempt => ({
        mutation: 'acceptAnswer',
        by,
        document: careOperations.acceptAnswer,
        input: { threadId, postId: answer.id },
      })),
      ...[cora, sam].flatMap((by): Attempt[] => [
        { mutation: 'updateThread', by, document: careOperations.updateThread, input: { threadId, title: 'Streams' } },
        { mutation: 'updateBoard', by, document: careOperations.updateBoard, input: { boardId, slowModeSeconds: 60 } },
        {
          mutation: 'splitThread',
          by,
          document: careOperations.splitThread,
          input: { threadId, postIds: [own.id], title: 'Apart' },
        },
        { mutation: 'moveThread', by, document: careOperations.moveThread, input: { threadId, boardId: '' } },
        {
          mutation: 'setReaction',
          by,
          document: contractOperation('SetReaction'),
          input: { postId: answer.id, kind: 'HEART', on: true },
        },
      ]),
      { mutation: 'undoDecision', by: sam, document: undo, input: { decisionId: taken.id } },
      { mutation: 'decideReviewable', by: sam, document: decide, input: decision(items.waiting, 'APPROVE') },
      {
        mutation: 'decideReviewable',
        by: sam,
        document: decide,
        input: decision(items.redacted, 'APPROVE_REDACTED', { redactedBody: 'Soon.' }),
      },
      { mutation: 'decideReviewable', by: sam, document: decide, input: decision(items.edit, 'APPROVE') },
      { mutation: 'decideReviewable', by: sam, document: decide, input: decision(items.hidden, 'RESTORE') },
      { mutation: 'decideReviewable', by: cora, document: decide, input: decision(items.appeal, 'APPROVE') },
      {
        mutation: 'decideReviewables',
        by: sam,
        document: decideMany,
        input: {
          items: [{ reviewableId: items.many.id, revisionId: items.many.revision.id, version: items.many.version }],
          decision: 'APPROVE',
        },
      },
    ];
    const cohort = await boardOf(cora, 'COHORT');
    for (const attempt of attempts) if (attempt.mutation === 'moveThread') attempt.input['boardId'] = cohort;
    return { boardId, matchId, attempts, waiting };
  }

  /** What each attempt was answered: the code, or how it succeeded. */
  async function tryAll(attempts: readonly Attempt[]): Promise<string[]> {
    const answers: string[] = [];
    for (const { mutation, by, document, input } of attempts) {
      const { data, errors } = await by.send(document, { input });
      const refusal = data?.decideReviewables?.results[0]?.refusal;
      answers.push(`${mutation} ${errors?.[0]?.extensions.code ?? refusal ?? 'SUCCEEDED'}`);
    }
    return answers;
  }

  it('takes nothing, whatever the way in: each mutation is refused, nothing is written, and no event comes', async () => {
    const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));
    const mutations = Object.keys(schema.getMutationType()?.getFields() ?? {});
    const { boardId, matchId, attempts } = await prepare();
    const tried = new Set(attempts.map(({ mutation }) => mutation));
    // Whoever adds a mutation says here what a stopped match does with it.
    expect(mutations.filter((name) => tried.has(name) === elsewhere.has(name))).toEqual([]);

    await using stream: Stream = await ben.subscribe(contractOperation('BoardEvents'), { boardId });
    await stream.until(1);
    await flagWith(ben, { accountId: ada.accountId, category: 'UNSAFE_ADULT' });
    expect(await stateOf(matchId)).toMatchObject({ state: 'PAUSED', stoppedAt: expect.any(String) });
    const before = await contents(boardId);
    const answers = await tryAll(attempts);
    const refused = (one: string): boolean =>
      one.endsWith(' BOARD_CLOSED') || one === 'moveThread INVALID_INPUT' || one === 'acknowledge BOARD_CLOSED';
    expect(answers.filter((one) => !refused(one))).toEqual([]);
    expect(await contents(boardId)).toEqual(before);

    // The coordinator may still speak to them: the first event since the flag is hers.
    await cora.run('CreateThread', { input: { boardId, title: 'I am here', body: 'We will look into it.' } });
    await stream.until(2);
    expect(stream.events[1].data.boardEvents).toMatchObject({ kind: 'THREAD_CREATED', thread: { title: 'I am here' } });
  });

  it('takes nothing once it was closed for safety, nor does anybody bring it back', async () => {
    const { boardId, matchId, attempts } = await prepare();
    await move(cora, { matchId, state: 'CLOSED_SAFETY', reason: 'She told her teacher.' });
    const before = await contents(boardId);
    const answers = await tryAll(attempts);
    const codes = new Set(['BOARD_CLOSED', 'NOT_FOUND', 'INVALID_INPUT', 'CONFLICT', 'UNAUTHENTICATED']);
    expect(answers.filter((one) => !codes.has(one.split(' ')[1] ?? ''))).toEqual([]);
    expect(await contents(boardId)).toEqual(before);
    for (const by of [cora, olu, sam]) {
      for (const state of ['ACTIVE', 'PAUSED', 'CLOSING', 'CLOSED', 'PROPOSED']) {
        const input = { matchId, state, reason: 'we talked to both of them', overrideCaseIds: await openCases() };
        expect(await refusedMove(by, input)).toMatch(/CONFLICT|FORBIDDEN/);
      }
    }
  });

  it('lets what waits be rejected meanwhile, and be shown after a lead has lifted the stop', async () => {
    const { matchId, attempts, waiting } = await prepare();
    await flagWith(ben, { accountId: ada.accountId, category: 'UNSAFE_ADULT' });
    const approve = attempts.find(({ input }) => input['decision'] === 'APPROVE' && input['reviewableId']);
    const { errors } = await sam.send(approve!.document, { input: approve!.input });
    expect(errors?.[0]?.message).toContain('stopped for safety');
    await closeCases();
    await move(sam, { matchId, state: 'ACTIVE', reason: 'It was a misunderstanding.' });
    await desk.decide('sam', await item(waiting.id), { decision: 'APPROVE' });
    expect((await ben.run('Post', { id: waiting.id })).post.state).toBe('PUBLISHED');
    await flagWith(ben, { accountId: ada.accountId, category: 'UNSAFE_ADULT' });
    expect((await stateOf(matchId)).state).toBe('PAUSED');
    const redacted = (await desk.queue('sam')).find(({ revision }) => revision?.body.startsWith('Soon.'));
    await desk.decide('sam', redacted, { decision: 'REJECT', reasonCode: 'PERSONAL_INFORMATION' });
  });

  it('is lifted by a safeguarding lead alone, with a reason, after its case, or by naming the case before all leads', async () => {
    const { id: matchId } = await matchOf(ben);
    await flagWith(ben, { accountId: ada.accountId, category: 'UNSAFE_ADULT' });
    const reason = 'It was a misunderstanding.';
    for (const by of [cora, olu]) {
      for (const state of ['ACTIVE', 'CLOSING', 'CLOSED']) {
        expect(await refusedMove(by, { matchId, state, reason, overrideCaseIds: await openCases() })).toBe('FORBIDDEN');
      }
    }
    expect(await refusedMove(sam, { matchId, state: 'ACTIVE' })).toBe('INVALID_INPUT');
    expect(await refusedMove(sam, { matchId, state: 'ACTIVE', reason: 'fine' })).toBe('INVALID_INPUT');
    for (const state of ['ACTIVE', 'CLOSING', 'CLOSED']) {
      expect(await refusedMove(sam, { matchId, state, reason })).toBe('CONFLICT');
    }
    expect((await stateOf(matchId)).state).toBe('PAUSED');
    const overrideCaseIds = await openCases();
    expect(overrideCaseIds).toHaveLength(1);
    expect(await move(sam, { matchId, state: 'ACTIVE', reason, overrideCaseIds })).toBe('ACTIVE');
    expect(await stateOf(matchId)).toMatchObject({ stoppedAt: null });
    const told = sql`
      select from lead_notice n join graphile_worker.jobs j on j.task_identifier = 'safety.tell-leads'
      where n.about = 'STOP_LIFTED' and j.key = 'lead-notice:' || n.id`;
    expect(await community.database.run(told)).toBe(1);
    const [line] = await community.database.rows<{ facts: Data }>(sql`
      select facts from audit_event where action = 'match.moved' and to_state = 'ACTIVE' order by id desc limit 1`);
    expect(line?.facts).toEqual({ stop: 'LIFT', overriddenCases: overrideCaseIds });
    const { safetyCase } = await sam.data(
      'query ($id: ID!) { safetyCase(id: $id) { timeline(first: 20) { nodes { kind text } } } }',
      { id: overrideCaseIds[0] },
    );
    expect(safetyCase.timeline.nodes.at(-1)).toMatchObject({ kind: 'NOTE', text: expect.stringContaining('lifted') });
  });

  it('keeps its mentor out of the program as long as its case is open, or its lead names the case', async () => {
    const { id: matchId } = await matchOf(ben);
    await flagWith(ben, { accountId: ada.accountId, category: 'UNSAFE_ADULT' });
    await move(cora, { matchId, state: 'CLOSED_SAFETY', reason: 'She told her teacher.' });
    const mentor = await community.database.first<{ id: string; status: string }>(sql`
      select id, status from enrolment where role = 'MENTOR' and account_id = ${uuidOf('Account', ada.accountId ?? '')}`);
    expect(mentor?.status).toBe('PAUSED');
    const lift = 'mutation ($input: LiftStopInput!) { liftStop(input: $input) { enrolment { status } } }';
    const input = { enrolmentId: globalId('Enrolment', mentor?.id ?? ''), reason: 'It was a misunderstanding.' };
    const overrideCaseIds = await openCases();
    expect(await cora.refused(lift, { input: { ...input, overrideCaseIds } })).toBe('FORBIDDEN');
    expect(await sam.refused(lift, { input: { ...input, reason: 'fine', overrideCaseIds } })).toBe('INVALID_INPUT');
    expect(await sam.refused(lift, { input })).toBe('CONFLICT');
    expect(await community.database.run(sql`select from lead_notice where about = 'STOP_LIFTED'`)).toBe(0);
    const { liftStop } = await sam.data(lift, { input: { ...input, overrideCaseIds } });
    expect(liftStop.enrolment.status).toBe('ACTIVE');
    expect(await community.database.run(sql`select from lead_notice where about = 'STOP_LIFTED'`)).toBe(1);
    expect((await stateOf(matchId)).state).toBe('CLOSED_SAFETY');
    const back = await community.anonymous.signedInAs('ada');
    expect((await back.run('Viewer')).viewer.boards.nodes.filter(({ kind }: Data) => kind === 'MATCH')).toEqual([]);
  });

  it('tells no leads where its case was closed before', async () => {
    const { id: matchId } = await matchOf(ben);
    await flagWith(ben, { accountId: ada.accountId, category: 'UNSAFE_ADULT' });
    await closeCases();
    expect(await move(sam, { matchId, state: 'ACTIVE', reason: 'It was a misunderstanding.' })).toBe('ACTIVE');
    expect(await community.database.run(sql`select from lead_notice where about = 'STOP_LIFTED'`)).toBe(0);
  });

  it.each(['PAUSED', 'CLOSED'])('is so as well if it was %s when the mentee spoke', async (state) => {
    const { id: matchId } = await matchOf(ben);
    await move(cora, { matchId, state, reason: 'Holidays.' });
    await flagWith(ben, { accountId: ada.accountId, category: 'OTHER' });
    expect(await stateOf(matchId)).toMatchObject({ state, stoppedAt: expect.any(String) });
    const expected = state === 'PAUSED' ? 'FORBIDDEN' : 'CONFLICT';
    expect(await refusedMove(cora, { matchId, state: 'ACTIVE', reason: 'Holidays are over.' })).toBe(expected);
  });

  it('is no way round for those who may pause: a coordinator stops it, and cannot start it again', async () => {
    const { id: matchId } = await matchOf(ben);
    const input = { matchId, state: 'PAUSED', forSafety: true };
    expect(await refusedMove(cora, input)).toBe('INVALID_INPUT');
    expect(await refusedMove(cora, { ...input, state: 'CLOSED', reason: 'Worried.' })).toBe('INVALID_INPUT');
    await move(cora, { matchId, state: 'PAUSED', reason: 'Holidays.' });
    expect((await stateOf(matchId)).stoppedAt).toBeNull();
    await move(cora, { ...input, reason: 'His mother rang.' });
    expect(await stateOf(matchId)).toMatchObject({ state: 'PAUSED', stoppedAt: expect.any(String) });
    expect(await refusedMove(cora, { matchId, state: 'ACTIVE', reason: 'Holidays are over.' })).toBe('FORBIDDEN');
    expect(await move(sam, { matchId, state: 'ACTIVE', reason: 'Nothing in it at all.' })).toBe('ACTIVE');
  });

  it('stops again when the mentee says the same once more after it was lifted', async () => {
    const { id: matchId } = await matchOf(ben);
    const flag = { accountId: ada.accountId, category: 'UNSAFE_ADULT' };
    await flagWith(ben, flag);
    await closeCases();
    await move(sam, { matchId, state: 'ACTIVE', reason: 'It was a misunderstanding.' });
    await flagWith(ben, flag);
    expect((await stateOf(matchId)).state).toBe('PAUSED');
    expect(await openCases()).toHaveLength(1);
  });

  it('shows the pair that it is paused, and not that it is stopped for safety', async () => {
    await flagWith(ben, { accountId: ada.accountId, category: 'OTHER' });
    for (const client of [ada, ben]) expect(await matchOf(client)).toMatchObject({ state: 'PAUSED', stoppedAt: null });
  });

  it('brings nobody together again by a new match', async () => {
    const { id: matchId } = await matchOf(ben);
    await flagWith(ben, { accountId: ada.accountId, category: 'UNSAFE_ADULT' });
    // As after an ordinary end that was told of too late.
    await community.database.run(sql`update match set state = 'CLOSED' where id = ${uuidIn(matchId)}::uuid`);
    const { viewer } = await ben.run('Viewer');
    const cohortId = viewer.enrolments[0].cohort.id;
    const input = {
      cohortId,
      mentorIds: [ada.accountId],
      menteeIds: [ben.accountId],
      coordinatorId: cora.accountId,
    };
    expect(await cora.refused(contractOperation('CreateMatch'), { input })).toBe('CONFLICT');
    expect(await sam.refused(contractOperation('CreateMatch'), { input })).toBe('CONFLICT');
  });

  describe('on the boards that both read', () => {
    let cohort: string;
    let bens: { threadId: string; postIds: string[] };
    let adas: { threadId: string; postIds: string[] };
    let dans: { threadId: string; postIds: string[] };

    beforeEach(async () => {
      cohort = await boardOf(ben, 'COHORT');
      bens = await startThread(ben, cohort, [], 'Birds');
      adas = await startThread(ada, cohort, [], 'Trees');
      dans = await startThread(dan, cohort, [], 'Stones');
    });
    const stop = (): Promise<Data> => flagWith(ben, { accountId: ada.accountId, category: 'UNSAFE_ADULT' });
    const refusedPost = (by: Client, input: Record<string, unknown>): Promise<string> =>
      by.refused(contractOperation('CreatePost'), { input });

    it('nothing goes from one of the pair to the other: answers, reactions, mentions, quotes', async () => {
      const inDans = await post(ben, dans.threadId, 'I like stones.');
      await stop();
      const before = await contents(cohort);
      for (const [by, theirs] of [
        [ada, bens],
        [ben, adas],
      ] as const) {
        const other = by === ada ? 'ben' : 'ada';
        expect(await refusedPost(by, { threadId: theirs.threadId, body: 'Well said.' })).toBe('FORBIDDEN');
        const parentId = theirs.postIds[0];
        expect(await refusedPost(by, { threadId: theirs.threadId, parentId, body: 'Well said.' })).toBe('FORBIDDEN');
        expect(await refusedPost(by, { threadId: dans.threadId, body: `What about you, @${other}?` })).toBe(
          'FORBIDDEN',
        );
        const quote = `> [quote:${parentId}]\n\nThis.`;
        expect(await refusedPost(by, { threadId: dans.threadId, body: quote })).toBe('FORBIDDEN');
        const opening = { boardId: cohort, title: 'To you', body: `Look here, @${other}.` };
        expect(await by.refused(careOperations.createThread, { input: opening })).toBe('FORBIDDEN');
        const reaction = { input: { postId: parentId, kind: 'HEART', on: true } };
        expect(await by.refused(contractOperation('SetReaction'), reaction)).toBe('FORBIDDEN');
        const own = by === ada ? adas.postIds[0] : bens.postIds[0];
        const edit = { input: { postId: own, body: `Look here, @${other}.`, expectedVersion: 1 } };
        expect(await by.refused(contractOperation('EditPost'), edit)).toBe('FORBIDDEN');
      }
      expect(await refusedPost(ada, { threadId: dans.threadId, parentId: inDans.id, body: 'Me too.' })).toBe(
        'FORBIDDEN',
      );
      expect(await contents(cohort)).toEqual(before);
    });

    it('accepts no answer of the other', async () => {
      const { createThread } = await ben.data(careOperations.createThread, {
        input: { boardId: cohort, kind: 'QUESTION', title: 'Wind', body: 'Where is wind made?' },
      });
      const answer = await post(ada, createThread.thread.id, 'Where it is warm.');
      await stop();
      const input = { threadId: createThread.thread.id, postId: answer.id };
      expect(await ben.refused(careOperations.acceptAnswer, { input })).toBe('FORBIDDEN');
    });

    it('the mentee goes on with everybody else, and the mentor’s texts wait for a lead', async () => {
      await stop();
      expect((await post(ben, dans.threadId, 'I like stones.')).state).toBe('PUBLISHED');
      const waits = await post(ada, dans.threadId, 'Some stones are soft.');
      expect(waits.state).toBe('HELD');
      expect((await desk.queue('mia')).some(({ post: about }) => about?.id === waits.id)).toBe(false);
      expect((await ben.run('Node', { id: waits.id })).node).toBeNull();
      await desk.decide('sam', await item(waits.id), { decision: 'APPROVE' });
      expect((await ben.run('Post', { id: waits.id })).post.state).toBe('PUBLISHED');
    });

    it('what waited before is shown by a lead alone, and not at all if it turns to the mentee', async () => {
      const toAll = await post(ada, dans.threadId, heldText);
      const toBen = await post(ada, bens.threadId, heldText);
      const [all, him] = [await item(toAll.id), await item(toBen.id)];
      await stop();
      expect(await desk.refusedDecision('mia', all, { decision: 'APPROVE' })).toMatch(/FORBIDDEN|NOT_FOUND/);
      expect(await desk.refusedDecision('cora', all, { decision: 'APPROVE' })).toMatch(/FORBIDDEN|NOT_FOUND/);
      expect(await desk.refusedDecision('sam', him, { decision: 'APPROVE' })).toBe('BOARD_CLOSED');
      await desk.decide('sam', all, { decision: 'APPROVE' });
      expect((await ben.run('Post', { id: toAll.id })).post.state).toBe('PUBLISHED');
      expect((await ben.run('Node', { id: toBen.id })).node).toBeNull();
    });

    it('all goes on as before once the stop is lifted', async () => {
      const { id: matchId } = await matchOf(ben);
      await stop();
      await closeCases();
      await move(sam, { matchId, state: 'ACTIVE', reason: 'It was a misunderstanding.' });
      expect((await post(ada, bens.threadId, 'Well said.')).state).toBe('PUBLISHED');
      await ben.run('SetReaction', { input: { postId: adas.postIds[0], kind: 'HEART', on: true } });
    });

    it('shows nothing of a mentor whose match was closed for safety', async () => {
      const { id: matchId } = await matchOf(ben);
      const waits = await post(ada, dans.threadId, heldText);
      const about = await item(waits.id);
      await move(cora, { matchId, state: 'CLOSED_SAFETY', reason: 'He told his teacher.' });
      expect(await desk.refusedDecision('sam', about, { decision: 'APPROVE' })).toBe('CONFLICT');
      expect((await ben.run('Node', { id: waits.id })).node).toBeNull();
    });
  });

  it('an ordinary pause shows nothing of the pair either, and a coordinator ends it', async () => {
    const { matchId, waiting } = await prepare();
    await move(cora, { matchId, state: 'PAUSED', reason: 'Holidays.' });
    const about = await item(waiting.id);
    expect(await desk.refusedDecision('sam', about, { decision: 'APPROVE' })).toBe('BOARD_CLOSED');
    expect(await move(cora, { matchId, state: 'ACTIVE' })).toBe('ACTIVE');
    await desk.decide('sam', about, { decision: 'APPROVE' });
    expect((await ben.run('Post', { id: waiting.id })).post.state).toBe('PUBLISHED');
  });
});

const uuidIn = (id: string): string => {
  const hex = Buffer.from(id, 'base64url').toString('hex', 1);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};

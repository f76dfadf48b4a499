import { Lapses } from '#membership';
import { type Community, startCommunity } from '../support/community.js';
import { birthday, type Newcomer, NewProgram, refusal } from './new-program.js';

describe('a match', () => {
  let community: Community;
  let program: NewProgram;
  beforeAll(async () => {
    community = await startCommunity();
    program = await NewProgram.make(community);
  });
  afterAll(() => community.stop());

  const create = (mentors: Newcomer[], mentees: Newcomer[], coordinatorId: string) => ({
    cohortId: program.cohortId,
    mentorIds: mentors.map(({ accountId }) => accountId),
    menteeIds: mentees.map(({ accountId }) => accountId),
    coordinatorId,
  });
  const move = async (by: Newcomer, matchId: string, state: string, reason: string | null = 'because') =>
    (await by.client.run('ChangeMatchState', { input: { matchId, state, reason } })).changeMatchState.match.state;

  it('waits while a consent or screening is missing, and starts when both are there', async () => {
    const [mentor, mentee] = [await program.newcomer('MENTOR'), await program.newcomer('MENTEE', birthday.youth)];
    const coordinator = await program.newcomer('COORDINATOR');
    const match = await program.matched(coordinator, mentor, mentee);
    expect(match.state).toBe('PROPOSED');
    const start = { matchId: match.id, state: 'ACTIVE' };
    expect(await refusal(coordinator.client, 'ChangeMatchState', start)).toBe('CONFLICT');
    await program.screened(mentor);
    expect(await refusal(coordinator.client, 'ChangeMatchState', start)).toBe('CONFLICT');
    await program.consented(mentee);
    expect(await move(coordinator, match.id, 'ACTIVE', null)).toBe('ACTIVE');
  });

  it('is never without a coordinator of the program, who is not one of the pair', async () => {
    const { mentor, mentee, coordinator } = await program.pair();
    const others = [mentor.accountId, mentee.accountId, (await community.as('nia')).accountId ?? '', 'nobody'];
    for (const id of others) {
      const input = create([mentor], [mentee], id);
      expect(await refusal(coordinator.client, 'CreateMatch', input)).toBe('INVALID_INPUT');
    }
    const moderator = await program.newcomer('MODERATOR');
    const input = create([mentor], [mentee], moderator.accountId);
    expect(await refusal(coordinator.client, 'CreateMatch', input)).toBe('INVALID_INPUT');
  });

  it('pauses when its coordinator leaves, and goes on with another one only', async () => {
    const { coordinator, matchId } = await program.pair();
    const input = { enrolmentId: coordinator.enrolmentId, reason: 'new job' };
    await program.admin.run('EndEnrolment', { input });
    expect(await program.stateOf(matchId)).toBe('PAUSED');
    const next = await program.newcomer('COORDINATOR');
    const start = { matchId, state: 'ACTIVE' };
    expect(await refusal(next.client, 'ChangeMatchState', start)).toBe('CONFLICT');
    const assign = `mutation ($input: AssignCoordinatorInput!) { assignCoordinator(input: $input) { match { coordinator { id } } } }`;
    const assigned = await next.client.data(assign, { input: { matchId, coordinatorId: next.accountId } });
    expect(assigned.assignCoordinator.match.coordinator.id).toBe(next.accountId);
    expect(await move(next, matchId, 'ACTIVE', null)).toBe('ACTIVE');
  });

  it('takes only people who are enrolled for it, each once, and a mentee who has no other', async () => {
    const { mentor, mentee, coordinator } = await program.pair();
    const make = (mentors: Newcomer[], mentees: Newcomer[]) =>
      refusal(coordinator.client, 'CreateMatch', create(mentors, mentees, coordinator.accountId));
    const free = await program.newcomer('MENTEE', birthday.youth);
    expect(await make([mentor], [mentee])).toBe('CONFLICT');
    expect(await make([mentor, mentor], [free])).toBe('INVALID_INPUT');
    expect(await make([], [free])).toBe('INVALID_INPUT');
    expect(await make([free], [free])).toBe('INVALID_INPUT');
    expect(await make([free], [mentee])).toBe('INVALID_INPUT');
    const stranger = await community.as('dan');
    const outside = { ...mentor, accountId: stranger.accountId ?? '' };
    expect(await make([outside], [free])).toBe('INVALID_INPUT');
  });

  it('is made once of two calls at the same time', async () => {
    const { mentor, coordinator } = await program.pair();
    const free = await program.newcomer('MENTEE', birthday.youth);
    const document = 'mutation ($input: CreateMatchInput!) { createMatch(input: $input) { match { id } } }';
    const input = create([mentor], [free], coordinator.accountId);
    const answers = await Promise.all([1, 2, 3, 4].map(() => coordinator.client.send(document, { input })));
    expect(answers.filter(({ errors }) => !errors)).toHaveLength(1);
  });

  it('pauses for both the moment a consent is revoked, and goes on only by decision', async () => {
    const { mentee, coordinator, matchId } = await program.pair();
    const consentId = await program.consented(mentee);
    await program.admin.run('RevokeConsent', { input: { consentId, reason: 'asked' } });
    expect(await program.stateOf(matchId)).toBe('PAUSED');
    await program.consented(mentee);
    expect(await program.stateOf(matchId)).toBe('PAUSED');
    expect(await move(coordinator, matchId, 'ACTIVE', null)).toBe('ACTIVE');
  });

  it('moves by the table alone, with a reason, and asking for what is so changes nothing', async () => {
    const { coordinator, matchId } = await program.pair();
    const change = (state: string, reason: string | null = 'because') =>
      refusal(coordinator.client, 'ChangeMatchState', { matchId, state, reason });
    expect(await change('PROPOSED')).toBe('CONFLICT');
    expect(await change('CLOSING', null)).toBe('INVALID_INPUT');
    expect(await move(coordinator, matchId, 'CLOSING')).toBe('CLOSING');
    expect(await move(coordinator, matchId, 'CLOSING')).toBe('CLOSING');
    expect(await change('PAUSED')).toBe('CONFLICT');
    expect(await move(coordinator, matchId, 'CLOSED')).toBe('CLOSED');
    expect(await change('ACTIVE')).toBe('CONFLICT');
  });

  it('stays readable for the pair after its end, without the reason that staff gave', async () => {
    const { mentor, mentee, coordinator, matchId } = await program.pair();
    await move(coordinator, matchId, 'CLOSED');
    const query = 'query ($id: ID!) { match(id: $id) { stateReason } }';
    for (const { client } of [mentor, mentee]) {
      expect((await client.data(query, { id: matchId })).match).toEqual({ stateReason: null });
    }
    expect((await coordinator.client.data(query, { id: matchId })).match.stateReason).toBe('because');
  });

  it('closed for safety takes everything from its mentor at once, everywhere, and no paper gives it back', async () => {
    const { mentor, mentee, coordinator, matchId } = await program.pair();
    const other = await program.newcomer('MENTEE', birthday.youth);
    await program.consented(other);
    const second = await program.matched(coordinator, mentor, other);
    expect(second.state).toBe('ACTIVE');
    expect(await refusal(program.admin, 'ChangeMatchState', { matchId, state: 'CLOSED_SAFETY', reason: 'x' })).toBe(
      'FORBIDDEN',
    );
    expect(await move(coordinator, matchId, 'CLOSED_SAFETY')).toBe('CLOSED_SAFETY');
    expect(await program.boardsOf(mentor.client)).toEqual([]);
    expect(await program.boardsOf(mentee.client)).toHaveLength(3);
    expect(await program.stateOf(second.id)).toBe('PAUSED');
    expect(await program.screened(mentor)).toBe('PAUSED');
    const { enrolmentId, accountId } = mentor;
    await program.admin.run('EndEnrolment', { input: { enrolmentId, reason: 'over' } });
    const again = { accountId, programId: program.id, cohortId: program.cohortId, role: 'MENTOR' };
    expect(await refusal(program.admin, 'Enrol', again)).toBe('CONFLICT');
  });

  it('closed for safety by mistake is undone for the mentor by the safeguarding lead alone', async () => {
    const { mentor, coordinator, matchId } = await program.pair();
    const lead = await program.newcomer('SAFEGUARDING_LEAD');
    await move(coordinator, matchId, 'CLOSED_SAFETY');
    const { enrolmentId } = mentor;
    const reason = 'It was closed by mistake.';
    expect(await refusal(coordinator.client, 'LiftStop', { enrolmentId, reason })).toBe('FORBIDDEN');
    expect(await refusal(lead.client, 'LiftStop', { enrolmentId, reason: 'Oops.' })).toBe('INVALID_INPUT');
    const lift = 'mutation ($input: LiftStopInput!) { liftStop(input: $input) { enrolment { status } } }';
    const { liftStop } = await lead.client.data(lift, { input: { enrolmentId, reason } });
    expect(liftStop.enrolment.status).toBe('ACTIVE');
  });

  it('is nothing that the pair, a moderator or the staff of another program can move', async () => {
    const { mentor, mentee, matchId } = await program.pair();
    const moderator = await program.newcomer('MODERATOR');
    const input = { matchId, state: 'CLOSED', reason: 'x' };
    for (const { client } of [mentor, mentee, moderator]) {
      expect(await refusal(client, 'ChangeMatchState', input)).toBe('FORBIDDEN');
    }
    for (const name of ['cora', 'sam', 'nia', 'mia']) {
      const stranger = await community.as(name);
      expect(await refusal(stranger, 'ChangeMatchState', input)).toBe('NOT_FOUND');
      expect(await stranger.data('query ($id: ID!) { node(id: $id) { id } }', { id: matchId })).toEqual({ node: null });
    }
    expect(await program.stateOf(matchId)).toBe('ACTIVE');
  });

  it('pauses when a consent runs out: reading ends at that instant, the job then tells why', async () => {
    const { mentee, matchId } = await program.pair();
    const now = community.clock.now();
    await program.consented(mentee, new Date(now.getTime() + 60_000).toISOString());
    expect(await program.boardsOf(mentee.client)).toHaveLength(3);
    // Within the life of an access token, so everybody is still signed in.
    community.clock.advance(61_000);
    expect(await program.boardsOf(mentee.client)).toEqual([]);
    await community.app.get(Lapses).settleAll();
    expect(await program.stateOf(matchId)).toBe('PAUSED');
    await community.app.get(Lapses).settleAll();
    const lines = await community.database.pool.query<{ reason_code: string }>(
      `select reason_code from audit_event where action = 'match.moved' order by id desc limit 1`,
    );
    expect(lines.rows[0]?.reason_code).toBe('CONSENT_EXPIRED');
  });
});

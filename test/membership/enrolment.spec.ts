import type { Client } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { birthday, firstPassword, NewProgram, refusal } from './new-program.js';

const day = 86_400_000;

describe('taking part', () => {
  let community: Community;
  let program: NewProgram;
  beforeAll(async () => {
    community = await startCommunity();
    program = await NewProgram.make(community);
  });
  afterAll(() => community.stop());

  const enrol = (accountId: string, role: string) => ({
    accountId,
    programId: program.id,
    cohortId: program.cohortId,
    role,
  });

  it('begins as the role and the age demand', async () => {
    expect((await program.newcomer('MENTEE', birthday.youth)).status).toBe('CONSENT_PENDING');
    expect((await program.newcomer('MENTEE', null)).status).toBe('CONSENT_PENDING');
    expect((await program.newcomer('MENTEE', '2008-02-01')).status).toBe('ACTIVE');
    expect((await program.newcomer('MENTEE', '2006-01-01')).status).toBe('PAUSED');
    expect((await program.newcomer('MENTOR')).status).toBe('INVITED');
    expect((await program.newcomer('MODERATOR')).status).toBe('ACTIVE');
    expect((await program.newcomer('GUARDIAN')).status).toBe('ACTIVE');
  });

  it('opens no board before the consent, the boards with it, and none from the moment it is revoked', async () => {
    const mentee = await program.newcomer('MENTEE', birthday.youth);
    expect(await program.boardsOf(mentee.client)).toEqual([]);
    const consentId = await program.consented(mentee);
    expect(await program.boardsOf(mentee.client)).toHaveLength(2);
    const input = { consentId, reason: 'the parents asked' };
    const { revokeConsent } = await program.admin.run('RevokeConsent', { input });
    expect(revokeConsent.enrolment.status).toBe('PAUSED');
    expect(revokeConsent.consent.revokedAt).not.toBeNull();
    expect(await program.boardsOf(mentee.client)).toEqual([]);
    await program.consented(mentee);
    expect(await program.boardsOf(mentee.client)).toHaveLength(2);
  });

  it('shows a young person without consent their own enrolment, and nobody else', async () => {
    const mentee = await program.newcomer('MENTEE', birthday.youth);
    const { viewer } = await mentee.client.data(
      '{ viewer { enrolments { status program { name } cohort { name } } } }',
    );
    expect(viewer.enrolments).toEqual([
      { status: 'CONSENT_PENDING', program: { name: 'Night school' }, cohort: { name: 'Year 9' } },
    ]);
  });

  it('asks a guardian below the age of consent of the country, and nobody above it', async () => {
    const spain = await NewProgram.make(community, 'ES');
    const [child, youth] = [await spain.newcomer('MENTEE', '2013-06-01'), await spain.newcomer('MENTEE', '2011-06-01')];
    const own = (enrolmentId: string) => ({ enrolmentId, kind: 'PARTICIPATION', method: 'text-plus' });
    expect(await refusal(spain.admin, 'RecordConsent', own(child.enrolmentId))).toBe('INVALID_INPUT');
    const { recordConsent } = await spain.admin.run('RecordConsent', { input: own(youth.enrolmentId) });
    expect(recordConsent.enrolment.status).toBe('ACTIVE');
  });

  it('never depends on an optional consent', async () => {
    const mentee = await program.newcomer('MENTEE', birthday.youth);
    await program.consented(mentee);
    const input = { enrolmentId: mentee.enrolmentId, kind: 'VIDEO', method: 'paper' };
    const { consent } = (await program.admin.run('RecordConsent', { input })).recordConsent;
    const revoked = await program.admin.run('RevokeConsent', { input: { consentId: consent.id, reason: 'no video' } });
    expect(revoked.revokeConsent.enrolment.status).toBe('ACTIVE');
  });

  it('ends for a mentor at the end of the last day of the screening, before any job has run', async () => {
    const mentor = await program.newcomer('MENTOR');
    const lastDay = new Date(community.clock.now().getTime() + 30 * day).toISOString().slice(0, 10);
    expect(await program.screened(mentor, lastDay)).toBe('ACTIVE');
    expect(await program.boardsOf(mentor.client)).toHaveLength(2);
    const again = (): Promise<Client> => community.anonymous.signedInAs(mentor.username, firstPassword);
    const toMidnight = new Date(`${lastDay}T23:59:30Z`).getTime() - community.clock.now().getTime();
    community.clock.advance(toMidnight);
    try {
      expect(await program.boardsOf(await again())).toHaveLength(2);
      community.clock.advance(60_000);
      expect(await program.boardsOf(await again())).toEqual([]);
    } finally {
      community.clock.advance(-toMidnight - 60_000);
    }
  });

  it('is refused to a pending or failed check', async () => {
    const mentor = await program.newcomer('MENTOR');
    const today = community.clock.now().toISOString().slice(0, 10);
    const check = { enrolmentId: mentor.enrolmentId, checkedOn: today };
    const status = async (outcome: string) =>
      (await program.admin.run('RecordScreening', { input: { ...check, status: outcome } })).recordScreening.enrolment
        .status;
    expect(await status('PENDING')).toBe('INVITED');
    expect(await status('CLEARED')).toBe('ACTIVE');
    expect(await status('REFUSED')).toBe('PAUSED');
    expect(await program.boardsOf(mentor.client)).toEqual([]);
    const tomorrow = new Date(community.clock.now().getTime() + 2 * day).toISOString().slice(0, 10);
    const early = { ...check, status: 'CLEARED', checkedOn: tomorrow };
    expect(await refusal(program.admin, 'RecordScreening', early)).toBe('INVALID_INPUT');
  });

  it('is not to be had twice in the same part', async () => {
    const mentee = await program.newcomer('MENTEE', birthday.youth);
    expect(await refusal(program.admin, 'Enrol', enrol(mentee.accountId, 'MENTEE'))).toBe('CONFLICT');
  });

  it('never lets an adult pose as a peer, nor a child hold an office', async () => {
    const mentor = await program.newcomer('MENTOR');
    expect(await refusal(program.admin, 'Enrol', enrol(mentor.accountId, 'MENTEE'))).toBe('INVALID_INPUT');
    const moderator = await program.newcomer('MODERATOR');
    const other = await NewProgram.make(community);
    const elsewhere = { ...enrol(moderator.accountId, 'MENTEE'), programId: other.id, cohortId: other.cohortId };
    expect(await refusal(other.admin, 'Enrol', elsewhere)).toBe('INVALID_INPUT');
    const { accountId } = await program.account(birthday.nearPeer);
    expect(await refusal(program.admin, 'Enrol', enrol(accountId, 'COORDINATOR'))).toBe('INVALID_INPUT');
    const child = await program.account(birthday.child);
    expect(await refusal(program.admin, 'Enrol', enrol(child.accountId, 'MENTOR'))).toBe('INVALID_INPUT');
  });

  it('is given by administrators, to members also by coordinators, by nobody else', async () => {
    const { accountId } = await program.account(birthday.adult);
    const [mentee, mentor] = [await program.newcomer('MENTEE', birthday.youth), await program.newcomer('MENTOR')];
    const [moderator, coordinator] = [await program.newcomer('MODERATOR'), await program.newcomer('COORDINATOR')];
    for (const { client } of [mentee, mentor, moderator]) {
      expect(await refusal(client, 'Enrol', enrol(accountId, 'MENTEE'))).toBe('FORBIDDEN');
    }
    for (const role of ['MODERATOR', 'COORDINATOR', 'SAFEGUARDING_LEAD', 'PROGRAM_ADMIN', 'AUDITOR']) {
      expect(await refusal(coordinator.client, 'Enrol', enrol(accountId, role))).toBe('FORBIDDEN');
    }
    const { enrolment } = (await coordinator.client.run('Enrol', { input: enrol(accountId, 'MENTOR') })).enrol;
    expect(enrolment.status).toBe('INVITED');
  });

  it('is not given to the people of another organisation', async () => {
    const finn = await community.as('finn');
    expect(await refusal(program.admin, 'Enrol', enrol(finn.accountId ?? '', 'MENTEE'))).toBe('NOT_FOUND');
  });

  it('is nothing that the staff of another program can touch or see', async () => {
    const mentee = await program.newcomer('MENTEE', birthday.youth);
    const consentId = await program.consented(mentee);
    const { enrolmentId } = mentee;
    for (const name of ['nia', 'cora', 'sam']) {
      const stranger = await community.as(name);
      const consent = { enrolmentId, kind: 'VIDEO', method: 'paper' };
      expect(await refusal(stranger, 'RecordConsent', consent)).toBe('NOT_FOUND');
      expect(await refusal(stranger, 'RevokeConsent', { consentId, reason: 'no' })).toBe('NOT_FOUND');
      expect(await refusal(stranger, 'EndEnrolment', { enrolmentId, reason: 'no' })).toBe('NOT_FOUND');
      expect(await refusal(stranger, 'Enrol', enrol(mentee.accountId, 'GUARDIAN'))).toMatch(/NOT_FOUND|FORBIDDEN/);
      const nodes = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
      expect(await stranger.data(nodes, { ids: [enrolmentId, consentId] })).toEqual({ nodes: [null, null] });
    }
  });

  it('ends at once with the enrolment, and ending it again changes nothing', async () => {
    const mentee = await program.newcomer('MENTEE', birthday.youth);
    await program.consented(mentee);
    const input = { enrolmentId: mentee.enrolmentId, reason: 'moved away' };
    for (let times = 0; times < 2; times += 1) {
      const { endEnrolment } = await program.admin.run('EndEnrolment', { input });
      expect(endEnrolment.enrolment.status).toBe('CLOSED');
      expect(await program.boardsOf(mentee.client)).toEqual([]);
    }
    const consent = { enrolmentId: mentee.enrolmentId, kind: 'PARTICIPATION', method: 'paper', guardianName: 'Parent' };
    expect(await refusal(program.admin, 'RecordConsent', consent)).toBe('CONFLICT');
    const { viewer } = await mentee.client.data('{ viewer { enrolments { id } } }');
    expect(viewer.enrolments).toEqual([]);
  });

  it('cannot be cleared by the person whom it is about', async () => {
    const coordinator = await program.newcomer('COORDINATOR');
    const { enrolment } = (await program.admin.run('Enrol', { input: enrol(coordinator.accountId, 'MENTOR') })).enrol;
    const today = community.clock.now().toISOString().slice(0, 10);
    const check = { enrolmentId: enrolment.id, status: 'CLEARED', checkedOn: today };
    expect(await refusal(coordinator.client, 'RecordScreening', check)).toBe('FORBIDDEN');
  });
});

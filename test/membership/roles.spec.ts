import { sql, uuidOf } from '#platform';
import { LeadNotices } from '../../libs/safety/on-call/lead-notices.js';
import { type Client, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { birthday, type Newcomer, NewProgram, refusal } from './new-program.js';

const day = 86_400_000;
const enrol = `mutation ($input: EnrolInput!) { enrol(input: $input) {
  enrolment { id status waitsFor acceptedAt account { displayName } } } }`;
const accept = `mutation ($input: AcceptEnrolmentInput!) { acceptEnrolment(input: $input) {
  enrolment { status waitsFor program { name } } } }`;
const decline = 'mutation ($input: DeclineEnrolmentInput!) { declineEnrolment(input: $input) { enrolmentId } }';
const confirm = `mutation ($input: ConfirmEnrolmentInput!) { confirmEnrolment(input: $input) {
  invitation { personName accepted } } }`;
const end = 'mutation ($input: EndEnrolmentInput!) { endEnrolment(input: $input) { enrolment { status } } }';
const impose = 'mutation ($input: ImposeSanctionInput!) { imposeSanction(input: $input) { sanction { id } } }';
const waiting = `{ viewer { enrolments { program { id } }
  invitations { enrolmentId role personName programName organisationName cohortName invitedByName accepted }
  confirmations { enrolmentId role personName programName invitedByName accepted } } }`;

describe('a role', () => {
  let community: Community;
  let olu: Client, sam: Client, cora: Client, mia: Client;
  /** The demo's program, and one that olu administers beside it. */
  let lantern: string;
  let other: NewProgram;
  /** Administrator and lead of the other program, who have nothing to do with the demo's. */
  let paula: Newcomer, lena: Newcomer;

  beforeAll(async () => {
    community = await startCommunity();
    const clients = await Promise.all(['olu', 'sam', 'cora', 'mia'].map((name) => community.as(name)));
    [olu, sam, cora, mia] = clients as [Client, Client, Client, Client];
    lantern = (await sam.run('Viewer')).viewer.enrolments[0].program.id;
    other = await NewProgram.make(community);
    paula = await other.newcomer('PROGRAM_ADMIN');
    lena = await other.newcomer('SAFEGUARDING_LEAD');
  });
  afterAll(() => community.stop());

  const uuid = (id: string): string => uuidOf('Account', id) ?? uuidOf('Program', id) ?? '';
  const enrolled = async (by: Client, accountId: string, role: string, programId: string): Promise<Data> =>
    (await by.data(enrol, { input: { accountId, programId, role } })).enrol.enrolment;
  /** Somebody whom olu makes and enrols in the demo's program. */
  const hired = async (role: string, birthDate = birthday.adult): Promise<Newcomer> => {
    const { client, username, accountId } = await other.account(birthDate);
    const { id, status } = await enrolled(olu, accountId, role, lantern);
    return { client, username, accountId, enrolmentId: id, status };
  };
  const enrolmentOf = async (client: Client, programId = lantern): Promise<string> => {
    const { viewer } = await client.data('{ viewer { enrolments { id program { id } } } }');
    return viewer.enrolments.find(({ program }: Data) => program.id === programId).id;
  };
  const notices = (programId = lantern): Promise<{ id: string; about: string; actor: string; also: string | null }[]> =>
    community.database.rows(sql`
      select n.id, n.about, a.username as actor, o.username as also from lead_notice n
      left join account a on a.id = n.actor_id left join account o on o.id = n.also_id
      where n.program_id = ${uuid(programId)} order by n.ordered_at, n.id`);
  /** Who is told by the newest notice of a program. */
  const told = async (programId = lantern): Promise<string[]> => {
    const newest = (await notices(programId)).at(-1);
    await community.app.get(LeadNotices).run(newest!.id);
    const rows = await community.database.rows<{ username: string }>(sql`
      select distinct a.username from lead_page p join account a on a.id = p.account_id
      where p.notice_id = ${newest!.id} order by 1`);
    return rows.map(({ username }) => username);
  };
  const matchBoards = async (client: Client): Promise<number> => {
    const { viewer } = await client.data('{ viewer { boards(first: 50) { nodes { kind } } } }');
    return viewer.boards.nodes.filter(({ kind }: Data) => kind === 'MATCH').length;
  };
  const sanction = (programId: string, accountId: string, more: object = {}): { input: Data } => ({
    input: {
      programId,
      accountId,
      kind: 'SUSPEND',
      reasonCode: 'UNKIND',
      reason: 'You were unkind to somebody.',
      endsAt: new Date(community.clock.now().getTime() + day).toISOString(),
      ...more,
    },
  });

  describe('that somebody gives themselves', () => {
    it('is refused, whatever it is, and nothing is written', async () => {
      const before = await notices();
      for (const role of ['SAFEGUARDING_LEAD', 'COORDINATOR', 'MODERATOR', 'AUDITOR', 'MENTOR', 'GUARDIAN']) {
        const input = { accountId: olu.accountId, programId: lantern, role };
        expect([role, await olu.refused(enrol, { input })]).toEqual([role, 'FORBIDDEN']);
      }
      expect(await matchBoards(olu)).toBe(0);
      expect(await notices()).toEqual(before);
      expect((await olu.data(waiting)).viewer.invitations).toEqual([]);
    });
  });

  describe('of a safeguarding lead', () => {
    it('gives nothing before a lead of the program confirmed it, and the leads are told at once', async () => {
      const nora = await hired('SAFEGUARDING_LEAD');
      expect(nora.status).toBe('INVITED');
      expect((await notices()).at(-1)).toMatchObject({ about: 'NEW_LEAD', actor: 'olu' });
      expect(await told()).toEqual(['sam']);
      expect(await matchBoards(nora.client)).toBe(0);
      expect(await nora.client.refused(impose, sanction(lantern, sam.accountId!))).toMatch(/FORBIDDEN|NOT_FOUND/);
      const input = { enrolmentId: nora.enrolmentId };
      for (const client of [olu, nora.client, cora, mia])
        expect(await client.refused(confirm, { input })).toBe('FORBIDDEN');
      for (const client of [lena.client, await community.as('ravi')]) {
        expect(await client.refused(confirm, { input })).toBe('NOT_FOUND');
        expect((await client.data(waiting)).viewer.confirmations).toEqual([]);
      }
      expect(await matchBoards(nora.client)).toBe(0);

      expect((await sam.data(waiting)).viewer.confirmations).toMatchObject([
        { enrolmentId: nora.enrolmentId, role: 'SAFEGUARDING_LEAD', invitedByName: 'Olu', accepted: true },
      ]);
      for (let times = 0; times < 2; times += 1) {
        expect((await sam.data(confirm, { input })).confirmEnrolment.invitation.accepted).toBe(true);
      }
      expect(await matchBoards(nora.client)).toBeGreaterThan(0);
      expect((await notices()).at(-1)).toMatchObject({ about: 'NEW_LEAD', actor: 'sam' });
      const lines = await community.database.rows(sql`
        select a.username, v.actor_role as role from audit_event v join account a on a.id = v.actor_id
        where v.action = 'enrolment.confirmed' and v.program_id = ${uuid(lantern)}`);
      expect(lines).toEqual([{ username: 'sam', role: 'SAFEGUARDING_LEAD' }]);
      // Two leads now; one of them may be ended by the other, and by nobody else.
      expect(await refusal(olu, 'EndEnrolment', { ...input, reason: 'no' })).toBe('FORBIDDEN');
      await sam.data(end, { input: { ...input, reason: 'A test.' } });
      expect(await matchBoards(nora.client)).toBe(0);
      expect((await notices()).at(-1)).toMatchObject({ about: 'LEAD_LEFT', actor: 'sam' });
    });

    it('is confirmed from outside while a program has none, which is named', async () => {
      const empty = await NewProgram.make(community);
      const problems = 'query ($id: ID!) { program(id: $id) { safetyProblems } }';
      const named = async (): Promise<string[]> => (await olu.data(problems, { id: empty.id })).program.safetyProblems;
      expect(await named()).toContain('NO_LEAD');
      const { accountId } = await empty.account(birthday.adult);
      const { id, status, waitsFor } = await enrolled(olu, accountId, 'SAFEGUARDING_LEAD', empty.id);
      expect([status, waitsFor]).toEqual(['INVITED', ['CONFIRMATION']]);
      expect(await told(empty.id)).toEqual(expect.arrayContaining(['sam']));
      expect(await named()).toContain('NO_LEAD');
      await sam.data(confirm, { input: { enrolmentId: id } });
      expect(await empty.statusOf(id)).toBe('ACTIVE');
      expect(await named()).not.toContain('NO_LEAD');
      // With one of its own, a lead of another program confirms no more.
      const second = await empty.account(birthday.adult);
      const proposed = await enrolled(olu, second.accountId, 'SAFEGUARDING_LEAD', empty.id);
      expect(await sam.refused(confirm, { input: { enrolmentId: proposed.id } })).toBe('NOT_FOUND');
      // Whoever proposed it may take it back.
      await olu.data(end, { input: { enrolmentId: proposed.id, reason: 'A mistake.' } });
      expect(await empty.statusOf(proposed.id)).toBe('CLOSED');
    });

    it('stays with the last one, also when two leave at the same moment', async () => {
      expect(await sam.refused(end, { input: { enrolmentId: await enrolmentOf(sam), reason: 'Off.' } })).toBe(
        'CONFLICT',
      );
      expect(await olu.refused(end, { input: { enrolmentId: await enrolmentOf(olu), reason: 'Off.' } })).toBe(
        'CONFLICT',
      );
      expect(await sam.refused(impose, sanction(lantern, olu.accountId!))).toBe('CONFLICT');
      for (let round = 0; round < 4; round += 1) {
        const place = await NewProgram.make(community);
        const [one, two] = [await place.newcomer('SAFEGUARDING_LEAD'), await place.account(birthday.adult)];
        const { id } = await enrolled(one.client, two.accountId, 'SAFEGUARDING_LEAD', place.id);
        expect(await place.statusOf(id)).toBe('ACTIVE');
        const acts =
          round % 2 === 0
            ? [
                one.client.send(end, { input: { enrolmentId: one.enrolmentId, reason: 'Off.' } }),
                two.client.send(end, { input: { enrolmentId: id, reason: 'Off.' } }),
              ]
            : [
                one.client.send(impose, sanction(place.id, two.accountId)),
                two.client.send(impose, sanction(place.id, one.accountId)),
              ];
        const answers = await Promise.all(acts);
        expect(answers.filter(({ errors }) => errors)).toHaveLength(1);
        const left = await Promise.all([place.statusOf(one.enrolmentId), place.statusOf(id)]);
        expect(left.filter((status) => status === 'ACTIVE')).toHaveLength(1);
      }
    });
  });

  describe('in another program', () => {
    it('waits until the person accepts it: before, neither side reads the other, and nobody there has power', async () => {
      const accountId = sam.accountId!;
      const made = await enrolled(olu, accountId, 'MENTOR', other.id);
      expect(made).toMatchObject({ status: 'INVITED', waitsFor: ['ACCEPTANCE'], acceptedAt: null });
      expect(made.account.displayName).not.toBe('Sam');
      // Sam sees that he is asked, and nothing else.
      const { viewer } = await sam.data(waiting);
      expect(viewer.enrolments.map(({ program }: Data) => program.id)).toEqual([lantern]);
      expect(viewer.invitations).toEqual([
        {
          enrolmentId: made.id,
          role: 'MENTOR',
          personName: 'Sam',
          programName: 'Night school',
          organisationName: 'Lantern Youth Trust',
          cohortName: null,
          invitedByName: 'Olu',
          accepted: false,
        },
      ]);
      const ids = [made.id, other.id, other.cohortId];
      const nodes = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
      expect((await sam.data(nodes, { ids })).nodes).toEqual([null, null, null]);
      expect((await sam.data('query ($id: ID!) { program(id: $id) { id } }', { id: other.id })).program).toBeNull();
      // The staff there do not see him.
      const account = 'query ($id: ID!) { node(id: $id) { ... on Account { username email birthDate } } }';
      for (const { client } of [paula, lena]) {
        expect((await client.data(account, { id: accountId })).node).toBeNull();
        const people =
          'query ($id: ID!) { program(id: $id) { enrolments(first: 50) { nodes { id account { displayName } } } } }';
        const { nodes: listed } = (await client.data(people, { id: other.id })).program.enrolments;
        expect(listed.find(({ id }: Data) => id === made.id).account.displayName).not.toBe('Sam');
      }
      // They can do nothing to him.
      expect(await lena.client.refused(impose, sanction(other.id, accountId))).toBe('NOT_FOUND');
      expect(await lena.client.refused(impose, sanction(other.id, accountId, { scope: 'EVERYWHERE' }))).toBe(
        'NOT_FOUND',
      );
      const correction = { accountId, birthDate: '2012-01-01', reason: 'A test.' };
      expect(await refusal(lena.client, 'CorrectBirthDate', correction)).toBe('NOT_FOUND');
      expect(await refusal(paula.client, 'CorrectBirthDate', correction)).toBe('NOT_FOUND');
      const mentee = await other.newcomer('MENTEE', birthday.youth);
      const coordinator = await other.newcomer('COORDINATOR');
      const pair = { cohortId: other.cohortId, mentorIds: [accountId], menteeIds: [mentee.accountId] };
      const match = { ...pair, coordinatorId: coordinator.accountId };
      expect(await refusal(coordinator.client, 'CreateMatch', match)).toBe('INVALID_INPUT');
      expect(await paula.client.refused(accept, { input: { enrolmentId: made.id } })).toBe('NOT_FOUND');

      expect((await sam.data(decline, { input: { enrolmentId: made.id } })).declineEnrolment.enrolmentId).toBe(made.id);
      await sam.data(decline, { input: { enrolmentId: made.id } });
      expect((await sam.data(waiting)).viewer.invitations).toEqual([]);
      expect(await sam.refused(accept, { input: { enrolmentId: made.id } })).toBe('NOT_FOUND');
      expect(await other.statusOf(made.id)).toBe('CLOSED');
      expect(await matchBoards(sam)).toBeGreaterThan(0);
    });

    it('counts from the moment it is accepted, and the person decides alone', async () => {
      const vera = await hired('MODERATOR');
      const made = await enrolled(olu, vera.accountId, 'MODERATOR', other.id);
      expect(await other.boardsOf(vera.client)).toHaveLength(3);
      expect(await olu.refused(accept, { input: { enrolmentId: made.id } })).toBe('NOT_FOUND');
      for (let times = 0; times < 2; times += 1) {
        const { enrolment } = (await vera.client.data(accept, { input: { enrolmentId: made.id } })).acceptEnrolment;
        expect(enrolment).toEqual({ status: 'ACTIVE', waitsFor: [], program: { name: 'Night school' } });
      }
      expect((await other.boardsOf(vera.client)).length).toBeGreaterThan(3);
      expect(await vera.client.refused(decline, { input: { enrolmentId: made.id } })).toBe('CONFLICT');
      const lines = await community.database.rows(sql`
        select v.actor_id from audit_event v where v.action = 'enrolment.accepted' and v.actor_id = ${uuid(vera.accountId)}`);
      expect(lines).toHaveLength(1);
    });

    it('does not go with what the person accepted meanwhile', async () => {
      const youth = await other.account('2009-06-01');
      const first = await enrolled(olu, youth.accountId, 'MENTEE', other.id);
      expect(first.acceptedAt).not.toBeNull();
      const mentor = await enrolled(olu, (await other.account(null)).accountId, 'MENTOR', other.id);
      expect(mentor.status).toBe('INVITED');
      const grown = await other.account(null);
      await enrolled(olu, grown.accountId, 'GUARDIAN', lantern);
      const [one, two] = [
        await enrolled(olu, grown.accountId, 'MENTOR', other.id),
        await olu.refused(enrol, { input: { accountId: grown.accountId, programId: other.id, role: 'MENTEE' } }),
      ];
      expect([one.status, two]).toEqual(['INVITED', 'INVALID_INPUT']);
    });
  });

  describe('does not reach further than its program', () => {
    it('a suspension everywhere needs a lead of every program of the person', async () => {
      const tom = await hired('MENTOR');
      const made = await enrolled(olu, tom.accountId, 'MENTOR', other.id);
      await tom.client.data(accept, { input: { enrolmentId: made.id } });
      const everywhere = { scope: 'EVERYWHERE' };
      expect(await lena.client.refused(impose, sanction(other.id, tom.accountId, everywhere))).toBe('FORBIDDEN');
      expect(await sam.refused(impose, sanction(lantern, tom.accountId, everywhere))).toBe('FORBIDDEN');
      await lena.client.data(impose, sanction(other.id, tom.accountId));
      const again = await community.database.rows<{ status: string }>(sql`
        select a.status from account a where a.id = ${uuid(tom.accountId)}`);
      expect(again).toEqual([{ status: 'ACTIVE' }]);
      const held = await community.database.rows<{ suspended: boolean }>(sql`
        select suspended_until is not null as suspended from enrolment
        where account_id = ${uuid(tom.accountId)} order by program_id = ${uuid(lantern)} desc`);
      expect(held).toEqual([{ suspended: false }, { suspended: true }]);
    });

    it('nobody below stops a lead, in whatever way', async () => {
      const [accountId, enrolmentId] = [sam.accountId!, await enrolmentOf(sam)];
      for (const client of [mia, cora, olu]) {
        expect(await client.refused(impose, sanction(lantern, accountId))).toMatch(/FORBIDDEN|NOT_FOUND/);
        expect(await client.refused(impose, sanction(lantern, accountId, { kind: 'WARN', endsAt: null }))).toMatch(
          /FORBIDDEN|NOT_FOUND/,
        );
        expect(await refusal(client, 'EndEnrolment', { enrolmentId, reason: 'no' })).toBe('FORBIDDEN');
        const correction = { accountId, birthDate: '2015-01-01', reason: 'A test.' };
        expect(await refusal(client, 'CorrectBirthDate', correction)).toBe('FORBIDDEN');
        expect(await refusal(client, 'ChangeCohort', { enrolmentId, reason: 'A test.' })).toBe('FORBIDDEN');
      }
      const consent = { enrolmentId, kind: 'PARTICIPATION', method: 'paper' };
      expect(await refusal(olu, 'RecordConsent', consent)).toBe('INVALID_INPUT');
      const check = { enrolmentId, status: 'REFUSED', checkedOn: '2026-01-01' };
      await olu.run('RecordScreening', { input: check });
      const { viewer } = await sam.data('{ viewer { enrolments { status } } }');
      expect(viewer.enrolments).toEqual([{ status: 'ACTIVE' }]);
      const order = { programId: lantern, shifts: [{ accountId: cora.accountId }] };
      const setOnCall = 'mutation ($input: SetOnCallInput!) { setOnCall(input: $input) { __typename } }';
      await olu.data(setOnCall, { input: order });
      expect((await notices()).at(-1)).toMatchObject({ about: 'ON_CALL_SET', actor: 'olu' });
      expect(await told()).toEqual(['sam']);
    });

    it('a match that is closed for safety does not end what its mentor is as lead of another program: it is told', async () => {
      const lea = await other.newcomer('COORDINATOR');
      const made = await enrolled(lena.client, lea.accountId, 'SAFEGUARDING_LEAD', other.id);
      await lea.client.data(accept, { input: { enrolmentId: made.id } });
      const mentor = await enrolled(olu, lea.accountId, 'MENTOR', lantern);
      await lea.client.data(accept, { input: { enrolmentId: mentor.id } });
      const mentee = await hired('MENTEE', birthday.youth);
      const { viewer } = await (await community.as('ben')).data('{ viewer { enrolments { cohort { id } } } }');
      const people = { mentorIds: [lea.accountId], menteeIds: [mentee.accountId], coordinatorId: cora.accountId };
      const cohortId = viewer.enrolments[0].cohort.id;
      await community.database.run(sql`
        update enrolment set cohort_id = ${uuidOf('Cohort', cohortId)} where id = ${uuidOf('Enrolment', mentee.enrolmentId)}`);
      await cora.run('RecordScreening', {
        input: { enrolmentId: mentor.id, status: 'CLEARED', checkedOn: '2026-01-01' },
      });
      await cora.run('RecordConsent', {
        input: { enrolmentId: mentee.enrolmentId, kind: 'PARTICIPATION', method: 'paper', guardianName: 'Parent' },
      });
      const { match } = (await cora.run('CreateMatch', { input: { cohortId, ...people } })).createMatch;
      await cora.run('ChangeMatchState', {
        input: { matchId: match.id, state: 'CLOSED_SAFETY', reason: 'A concern.' },
      });
      expect(await other.statusOf(made.id)).toBe('ACTIVE');
      expect(await other.statusOf(lea.enrolmentId)).toBe('PAUSED');
      expect(await other.statusOf(mentor.id)).toBe('PAUSED');
      expect((await notices(other.id)).at(-1)).toMatchObject({ about: 'STAFF_SANCTION', actor: 'cora' });
      expect(await told(other.id)).toEqual([lena.username]);
      // As a lead she does not lift what stops herself.
      expect(
        await refusal(lea.client, 'LiftStop', { enrolmentId: lea.enrolmentId, reason: 'I know it was a mistake.' }),
      ).toBe('FORBIDDEN');
    });

    it('a measure against staff is told to somebody who has no part in it', async () => {
      const max = await hired('MODERATOR');
      await sam.data(impose, sanction(lantern, max.accountId, { kind: 'WARN', endsAt: null }));
      expect((await notices()).at(-1)).toMatchObject({ about: 'STAFF_SANCTION', actor: 'sam' });
      const people = await told();
      expect(people.length).toBeGreaterThan(0);
      expect(people).not.toContain('sam');
      expect(people).not.toContain(max.username);
    });
  });
});

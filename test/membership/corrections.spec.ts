import { Lapses } from '#membership';
import { sql, uuidOf } from '#platform';
import { type Client, contractOperation, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { birthday, firstPassword, type Newcomer, NewProgram, refusal } from './new-program.js';

const day = 86_400_000;
const correct = `mutation ($input: CorrectBirthDateInput!) { correctBirthDate(input: $input) {
  enrolments { id status pauseReason waitsFor } } }`;
const moved = 'mutation ($input: ChangeCohortInput!) { changeCohort(input: $input) { enrolment { cohort { name } } } }';
const band = 'mutation ($input: SetAgeBandInput!) { setAgeBand(input: $input) { program { minAge maxAge } } }';
const standing = 'query ($id: ID!) { node(id: $id) { ... on Enrolment { status pauseReason inForceUntil } } }';

describe('what was recorded wrongly about a person', () => {
  let community: Community;
  let program: NewProgram;
  let olu: Client, cora: Client, ben: Client;

  beforeAll(async () => {
    community = await startCommunity();
    [olu, cora, ben] = (await Promise.all(['olu', 'cora', 'ben'].map((name) => community.as(name)))) as [
      Client,
      Client,
      Client,
    ];
    program = await NewProgram.make(community);
  });
  afterAll(() => community.stop());

  const again = ({ username }: Newcomer): Promise<Client> => community.anonymous.signedInAs(username, firstPassword);
  const stands = async (enrolmentId: string): Promise<Data> =>
    (await program.admin.data(standing, { id: enrolmentId })).node;
  const born = (years: number, daysAgo = 0): string => {
    const at = new Date(community.clock.now().getTime() - daysAgo * day);
    at.setUTCFullYear(at.getUTCFullYear() - years);
    return at.toISOString().slice(0, 10);
  };
  const corrected = async (by: Client, accountId: string, birthDate: string): Promise<Data> =>
    (await by.data(correct, { input: { accountId, birthDate, reason: 'The school sent a list.' } })).correctBirthDate
      .enrolments[0];

  describe('a birth date', () => {
    it('holds at once: pre-moderation, the age band, the stream and the match', async () => {
      const accountId = ben.accountId!;
      const boards = (await ben.run('Viewer')).viewer.boards.nodes;
      const boardId = boards.find(({ kind }: Data) => kind === 'MATCH').id;
      const written = async (): Promise<string> =>
        (await ben.run('CreateThread', { input: { boardId, title: 'Volcano', body: 'My volcano is ready.' } }))
          .createThread.post.state;
      expect(await written()).toBe('PUBLISHED');
      expect(await corrected(cora, accountId, born(12, 30))).toMatchObject({ status: 'ACTIVE' });
      expect(await written()).toBe('HELD');

      const stream = await ben.subscribe(contractOperation('BoardEvents'), { boardId });
      await stream.until(1);
      expect(await corrected(cora, accountId, born(9, 30))).toMatchObject({
        status: 'PAUSED',
        pauseReason: 'OUTSIDE_AGE_BAND',
      });
      await stream.untilEnded();
      expect(await program.boardsOf(ben)).toEqual([]);
      const [match] = await community.database.rows<{ state: string }>(sql`
        select m.state from match m join match_participant mp on mp.match_id = m.id
        where mp.account_id = ${uuidOf('Account', accountId)}`);
      expect(match).toEqual({ state: 'PAUSED' });
      expect(await corrected(cora, accountId, born(14, 30))).toMatchObject({ status: 'ACTIVE', pauseReason: null });
      expect((await program.boardsOf(ben)).length).toBeGreaterThan(0);

      const lines = await community.database.rows<{ username: string; line: string }>(sql`
        select a.username, v::text as line from audit_event v join account a on a.id = v.actor_id
        where v.action = 'account.birth_date_corrected'`);
      expect(lines).toHaveLength(3);
      for (const { username, line } of lines) {
        expect(username).toBe('cora');
        for (const part of [born(12, 30), born(9, 30), born(14, 30), 'school']) expect(line).not.toContain(part);
      }
      const kept = await community.database.rows(sql`select kind, reason from correction`);
      expect(kept).toEqual(lines.map(() => ({ kind: 'BIRTH_DATE', reason: 'The school sent a list.' })));
    });

    it('asks anew for a consent that the person was too young to give, and takes one that a guardian gave', async () => {
      const spain = await NewProgram.make(community, 'ES');
      const youth = await spain.newcomer('MENTEE', born(15, 30));
      const given = { enrolmentId: youth.enrolmentId, kind: 'PARTICIPATION', method: 'text-plus' };
      expect((await spain.admin.run('RecordConsent', { input: given })).recordConsent.enrolment.status).toBe('ACTIVE');
      expect(await corrected(spain.admin, youth.accountId, born(13, 30))).toMatchObject({
        status: 'CONSENT_PENDING',
        waitsFor: ['CONSENT'],
      });
      expect(await spain.boardsOf(youth.client)).toEqual([]);
      await spain.consented(youth);
      expect(await spain.boardsOf(youth.client)).toHaveLength(2);
      expect(await corrected(spain.admin, youth.accountId, born(12, 30))).toMatchObject({ status: 'ACTIVE' });
    });

    it('is corrected by those who answer for the person in every program, or by a lead, and then the others are told', async () => {
      const youth = await program.newcomer('MENTEE', born(14, 30));
      const lead = await program.newcomer('SAFEGUARDING_LEAD');
      const coordinator = await program.newcomer('COORDINATOR');
      const lantern = (await ben.run('Viewer')).viewer.enrolments[0].program.id;
      const input = { accountId: youth.accountId, birthDate: born(13, 30), reason: 'A test.' };
      expect(await refusal(cora, 'CorrectBirthDate', input)).toBe('NOT_FOUND');
      const { enrol } = await olu.run('Enrol', {
        input: { accountId: youth.accountId, programId: lantern, role: 'MENTEE' },
      });
      expect(await refusal(cora, 'CorrectBirthDate', input)).toBe('NOT_FOUND');
      expect(await corrected(coordinator.client, youth.accountId, born(13, 40))).toBeDefined();
      const accept = 'mutation ($input: AcceptEnrolmentInput!) { acceptEnrolment(input: $input) { __typename } }';
      await youth.client.data(accept, { input: { enrolmentId: enrol.enrolment.id } });
      expect(await refusal(cora, 'CorrectBirthDate', input)).toBe('FORBIDDEN');
      expect(await refusal(coordinator.client, 'CorrectBirthDate', input)).toBe('FORBIDDEN');
      expect(await refusal(await community.as('mia'), 'CorrectBirthDate', input)).toBe('FORBIDDEN');
      expect(await corrected(lead.client, youth.accountId, born(13, 30))).toBeDefined();
      const told = await community.database.rows(sql`
        select program_id from lead_notice where about = 'AGE_CORRECTED'`);
      expect(told).toEqual([{ program_id: uuidOf('Program', lantern) }]);
      // olu administers both.
      expect(await corrected(olu, youth.accountId, born(14, 30))).toBeDefined();
      for (const birthDate of [born(-1), '1850-01-01']) {
        expect(await refusal(olu, 'CorrectBirthDate', { ...input, birthDate })).toBe('INVALID_INPUT');
      }
      expect(await refusal(olu, 'CorrectBirthDate', { ...input, accountId: olu.accountId })).toBe('FORBIDDEN');
      expect(await refusal(youth.client, 'CorrectBirthDate', input)).toBe('FORBIDDEN');
    });
  });

  describe('a cohort', () => {
    it('is changed, and the boards with it at once, the stream included', async () => {
      const mentee = await program.newcomer('MENTEE', birthday.youth);
      await program.consented(mentee);
      const made = (await program.admin.run('CreateCohort', { input: { programId: program.id, name: 'Year 10' } }))
        .createCohort.cohort;
      const before = await program.boardsOf(mentee.client);
      const cohortBoard = (await mentee.client.run('Viewer')).viewer.boards.nodes.find(
        ({ kind }: Data) => kind === 'COHORT',
      ).id;
      const stream = await mentee.client.subscribe(contractOperation('BoardEvents'), { boardId: cohortBoard });
      await stream.until(1);
      const input = { enrolmentId: mentee.enrolmentId, cohortId: made.id, reason: 'The wrong class.' };
      const coordinator = await program.newcomer('COORDINATOR');
      const { changeCohort } = await coordinator.client.data(moved, { input });
      expect(changeCohort.enrolment.cohort.name).toBe('Year 10');
      await stream.untilEnded();
      const after = await program.boardsOf(mentee.client);
      expect(after).toHaveLength(before.length);
      expect(after).not.toContain(cohortBoard);
      await coordinator.client.data(moved, { input });
      const lines = await community.database.rows(
        sql`select from audit_event where action = 'enrolment.cohort_changed'`,
      );
      expect(lines).toHaveLength(1);
      const elsewhere = await NewProgram.make(community);
      const wrong = { ...input, cohortId: elsewhere.cohortId };
      expect(await refusal(program.admin, 'ChangeCohort', wrong)).toBe('NOT_FOUND');
      expect(await refusal(await community.as('cora'), 'ChangeCohort', input)).toBe('NOT_FOUND');
      expect(await refusal(mentee.client, 'ChangeCohort', input)).toBe('FORBIDDEN');
    });
  });

  describe('an age outside of the band of the program', () => {
    it('lets nobody take part, with the reason, whatever paper there is', async () => {
      for (const birthDate of ['1980-01-01', born(19, 1), born(10, 30)]) {
        const person = await program.newcomer('MENTEE', birthDate);
        await program.consented(person);
        expect(await stands(person.enrolmentId)).toMatchObject({ status: 'PAUSED', pauseReason: 'OUTSIDE_AGE_BAND' });
        expect(await program.boardsOf(person.client)).toEqual([]);
      }
    });

    it('ends on the birthday, before any job has run, and begins on one', async () => {
      const grown = await program.newcomer('MENTEE', born(19, -2));
      const young = await program.newcomer('MENTEE', born(11, -2));
      await program.consented(young);
      expect((await stands(grown.enrolmentId)).status).toBe('ACTIVE');
      expect(await program.boardsOf(grown.client)).toHaveLength(2);
      expect((await stands(young.enrolmentId)).status).toBe('PAUSED');
      community.clock.advance(3 * day);
      try {
        expect(await program.boardsOf(await again(grown))).toEqual([]);
        await community.app.get(Lapses).settleAll();
        const admin = await community.anonymous.signedInAs('olu');
        const statusOf = async ({ enrolmentId }: Newcomer): Promise<Data> =>
          (await admin.data(standing, { id: enrolmentId })).node;
        expect(await statusOf(grown)).toMatchObject({ status: 'PAUSED', pauseReason: 'OUTSIDE_AGE_BAND' });
        expect(await statusOf(young)).toMatchObject({ status: 'ACTIVE' });
      } finally {
        community.clock.advance(-3 * day);
      }
    });

    it('is set by administrators within 11 to 18, beyond by a lead, and never with adults beside children', async () => {
      const place = await NewProgram.make(community);
      const lead = await place.newcomer('SAFEGUARDING_LEAD');
      const coordinator = await place.newcomer('COORDINATOR');
      const adult = await place.newcomer('MENTEE', born(20, 30));
      const child = await place.newcomer('MENTEE', born(12, 30));
      await place.consented(child);
      const ages = (minAge: number, maxAge: number) => ({ programId: place.id, minAge, maxAge });
      expect(await refusal(coordinator.client, 'SetAgeBand', ages(12, 18))).toBe('FORBIDDEN');
      expect(await refusal(place.admin, 'SetAgeBand', ages(16, 25))).toBe('FORBIDDEN');
      expect(await refusal(place.admin, 'SetAgeBand', ages(8, 18))).toBe('FORBIDDEN');
      expect(await refusal(lead.client, 'SetAgeBand', ages(11, 25))).toBe('INVALID_INPUT');
      expect(await refusal(lead.client, 'SetAgeBand', ages(18, 17))).toBe('INVALID_INPUT');
      expect(await refusal(lead.client, 'SetAgeBand', ages(2, 17))).toBe('INVALID_INPUT');
      const { setAgeBand } = await place.admin.data(band, { input: ages(13, 18) });
      expect(setAgeBand.program).toEqual({ minAge: 13, maxAge: 18 });
      expect(await place.statusOf(child.enrolmentId)).toBe('PAUSED');
      await lead.client.data(band, { input: ages(16, 25) });
      expect(await place.statusOf(adult.enrolmentId)).toBe('ACTIVE');
      expect(await place.boardsOf(adult.client)).toHaveLength(2);
      const lines = await community.database.rows(sql`
        select facts from audit_event where action = 'program.age_band_set' order by at, id`);
      expect(lines).toEqual([{ facts: { minAge: 13, maxAge: 18 } }, { facts: { minAge: 16, maxAge: 25 } }]);
    });
  });
});

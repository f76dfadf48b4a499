import { sql, uuidOf } from '#platform';
import { CaseWatch } from '../../libs/safety/cases/case-watch.js';
import { type Client, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { boardOf, caseOf, casesOf, flagWith, post, programOf } from './places.js';

const ask = `mutation ($input: AskForHelpInput!) { askForHelp(input: $input) {
  receipt supportResources { title url phone } } }`;
const mutation = (name: string, type: string): string =>
  `mutation ($input: ${type}!) { ${name}(input: $input) { safetyCase { id state priority owner { displayName } } } }`;
const acknowledge = mutation('acknowledgeCase', 'AcknowledgeCaseInput');
const assign = mutation('assignCase', 'AssignCaseInput');
const addNote = mutation('addCaseNote', 'AddCaseNoteInput');
const report = mutation('recordExternalReport', 'RecordExternalReportInput');
const reprioritise = mutation('reprioritiseCase', 'ReprioritiseCaseInput');
const close = mutation('closeCase', 'CloseCaseInput');
const hour = 3_600_000;

describe('safeguarding', () => {
  let community: Community;
  let ada: Client, ben: Client, cleo: Client, eve: Client, finn: Client;
  let cora: Client, mia: Client, sam: Client, olu: Client, nia: Client;
  let programId: string;

  beforeAll(async () => {
    community = await startCommunity();
    const names = ['ada', 'ben', 'cleo', 'eve', 'finn', 'cora', 'mia', 'sam', 'olu', 'nia'] as const;
    const clients = await Promise.all(names.map((name) => community.as(name)));
    [ada, ben, cleo, eve, finn, cora, mia, sam, olu, nia] = clients as [
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

  const newest = async (): Promise<Data> => {
    const [row] = await community.database.rows<{ id: string }>(
      sql`select id from safety_case order by id desc limit 1`,
    );
    return caseOf(sam, globalCaseId(row?.id ?? ''));
  };
  const openCase = async (category = 'UNSAFE_ADULT'): Promise<string> => {
    const { postId } = await post(ada, 'COHORT');
    await flagWith(cleo, { postId, category });
    return (await newest()).id;
  };
  /** The watch comes by twice at that time; tokens would not live so long, so the clock goes back then. */
  const watchAfter = async (milliseconds: number): Promise<void> => {
    community.clock.advance(milliseconds);
    const watch = community.app.get(CaseWatch, { strict: false });
    await watch.run();
    await watch.run();
    community.clock.advance(-milliseconds);
  };
  const events = async (): Promise<Data> =>
    community.database.first(sql`select (select count(*) from board_event) as board,
      (select count(*) from post) as posts, (select count(*) from match where state <> 'ACTIVE') as matches`);

  describe('a call for help', () => {
    it('opens a P1 case, gives a receipt and help, and leaves no trace on any board', async () => {
      const before = await events();
      const stream = await ada.subscribe('subscription ($id: ID!) { boardEvents(boardId: $id) { kind } }', {
        id: await boardOf(ada, 'MATCH'),
      });
      await stream.until(1);
      const { askForHelp } = await ben.data(ask, { input: { note: 'can you call me', aboutAccountId: ada.accountId } });
      expect(askForHelp.receipt).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
      expect(askForHelp.supportResources.map(({ phone }: Data) => phone)).toEqual(
        expect.arrayContaining(['0800 1111', '999']),
      );
      const found = await newest();
      expect(found).toMatchObject({
        priority: 'P1',
        category: 'HELP_SIGNAL',
        subject: { id: ben.accountId },
        about: { id: ada.accountId },
      });
      expect(found.timeline.nodes).toContainEqual({ kind: 'HELP_ASKED', text: 'can you call me', actor: null });
      expect(await events()).toEqual(before);
      expect(stream.events).toHaveLength(1);
      await stream[Symbol.asyncDispose]();
    });

    it('is P0 on words of imminent danger, also while a consent is missing', async () => {
      const { askForHelp } = await eve.data(ask, { input: { note: 'i have the pills, i will kill myself tonight' } });
      expect(askForHelp.receipt).not.toBeNull();
      expect(askForHelp.supportResources[0].phone).toBe('999');
      expect(await newest()).toMatchObject({ priority: 'P0', subject: { id: eve.accountId } });
    });

    it('works without a word and with what nobody can make out, and never refuses', async () => {
      for (const input of [{}, { note: '   ' }, { matchId: 'nothing', aboutAccountId: finn.accountId }]) {
        const { askForHelp } = await cleo.data(ask, { input });
        expect(askForHelp.receipt).not.toBeNull();
      }
      expect(await newest()).toMatchObject({ about: null, subject: { id: cleo.accountId } });
    });

    it('joins the open case of the same person instead of paging anew, and goes up with it', async () => {
      const cases = (await casesOf(sam, programId)).length;
      const [first, again] = await Promise.all([1, 2].map(() => ben.data(ask, { input: { note: 'still here' } })));
      expect(first?.askForHelp.receipt).not.toBe(again?.askForHelp.receipt);
      expect((await casesOf(sam, programId)).length).toBe(cases);
      await ben.data(ask, { input: { note: 'he has a knife and he is at my door now' } });
      const found = (await casesOf(sam, programId)).find(
        ({ category, subject }) => category === 'HELP_SIGNAL' && subject.id === ben.accountId,
      );
      expect(found.priority).toBe('P0');
    });

    it('pages anew once somebody has taken the case on and the person asks again', async () => {
      const helped = async (): Promise<Data> =>
        (await casesOf(sam, programId)).find(
          ({ category, subject }) => category === 'HELP_SIGNAL' && subject.id === ben.accountId,
        );
      const rounds = async (): Promise<Data[]> =>
        community.database.rows(sql`
          select page_round as round, acknowledged_at is not null as taken from safety_case
          where id = ${uuidOf('SafetyCase', (await helped()).id)}`);
      await sam.data(acknowledge, { input: { caseId: (await helped()).id } });
      const [before] = await rounds();
      expect(before).toMatchObject({ taken: true });
      await ben.data(ask, { input: { note: 'he has a knife and he is back at my door now' } });
      expect(await rounds()).toEqual([{ round: Number(before?.['round']) + 1, taken: false }]);
      await ben.data(ask, { input: { note: 'he has a knife and he is back at my door now, please' } });
      expect(await rounds()).toEqual([{ round: Number(before?.['round']) + 1, taken: false }]);
    });

    it('gives the same receipt for the same key', async () => {
      const input = { note: 'hello', idempotencyKey: 'help-1' };
      const answers = await Promise.all([1, 2, 3].map(() => cleo.data(ask, { input })));
      expect(new Set(answers.map(({ askForHelp }) => askForHelp.receipt)).size).toBe(1);
    });

    it('offers help for the country to anybody who is signed in', async () => {
      const { supportResources } = await eve.data('{ supportResources { title phone } }');
      expect(supportResources.length).toBeGreaterThan(1);
    });
  });

  describe('a case', () => {
    it('is there for its owner and the safeguarding lead, and for nobody else', async () => {
      const id = await openCase();
      const evidence = await caseOf(sam, id);
      expect(evidence.evidence.body).toBe('The exhibition was lovely.');
      for (const other of [mia, cora, olu, nia]) {
        expect(await caseOf(other, id)).toBeNull();
        expect(await casesOf(other, programId)).toEqual([]);
        expect((await other.data('query ($id: ID!) { node(id: $id) { id } }', { id })).node).toBeNull();
        expect(await other.refused(addNote, { input: { caseId: id, text: 'hm' } })).toBe('NOT_FOUND');
        expect(await other.refused(close, { input: { caseId: id, outcome: 'UNFOUNDED', note: 'x' } })).toBe(
          'NOT_FOUND',
        );
      }
      for (const member of [ada, ben, finn]) {
        expect(await member.refused('query ($id: ID!) { safetyCase(id: $id) { id } }', { id })).toBe('FORBIDDEN');
      }
      const given = await sam.data(assign, { input: { caseId: id, ownerId: mia.accountId, handover: 'please call' } });
      expect(given.assignCase.safetyCase.owner.displayName).toBeDefined();
      expect((await caseOf(mia, id)).timeline.nodes.map(({ text }: Data) => text)).toContain('please call');
      expect(await caseOf(cora, id)).toBeNull();
    });

    it('is never there for whom it concerns, whatever their role', async () => {
      const { postId } = await post(mia, 'COHORT', 'Welcome to the new week.');
      await flagWith(ben, { postId, category: 'UNSAFE_ADULT' });
      const { id } = await newest();
      expect(await caseOf(sam, id)).not.toBeNull();
      expect(await sam.refused(assign, { input: { caseId: id, ownerId: mia.accountId } })).toBe('INVALID_INPUT');
      const { postId: own } = await post(sam, 'COHORT', 'The hall is booked for Friday.');
      await flagWith(ben, { postId: own, category: 'UNSAFE_ADULT' });
      const [row] = await community.database.rows<{ id: string }>(
        sql`select id from safety_case order by id desc limit 1`,
      );
      expect(await caseOf(sam, globalCaseId(row?.id ?? ''))).toBeNull();
      expect(JSON.stringify(await casesOf(sam, programId))).not.toContain(own);
    });

    it('writes down every reading', async () => {
      const id = await openCase();
      const reads = (): Promise<{ action: string }[]> =>
        community.database.rows<{ action: string }>(sql`
          select action from audit_event where target_type = 'SafetyCase' and actor_role = 'SAFEGUARDING_LEAD'
            and action in ('case.read', 'case.listed', 'case.evidence_read')`);
      const before = (await reads()).length;
      await caseOf(sam, id);
      await sam.data('query ($id: ID!) { node(id: $id) { id } }', { id });
      expect((await reads()).length).toBe(before + 3);
    });

    it('keeps its notes for staff, its reports with a clock, and ends only when nothing is due', async () => {
      const id = await openCase();
      const noted = { input: { caseId: id, text: 'called the school', idempotencyKey: 'n1' } };
      await Promise.all([sam.data(addNote, noted), sam.data(addNote, noted)]);
      await sam.data(report, { input: { caseId: id, agency: 'Child protection' } });
      const found = await caseOf(sam, id);
      expect(found.timeline.nodes.filter(({ text }: Data) => text === 'called the school')).toHaveLength(1);
      const [due] = found.externalReports;
      expect(Date.parse(due.dueAt) - community.clock.now().getTime()).toBeGreaterThan(11.9 * hour);
      const end = { input: { caseId: id, outcome: 'REFERRED', note: 'they took it on' } };
      expect(await sam.refused(close, end)).toBe('CONFLICT');
      const made = { caseId: id, reportId: due.id, agency: 'Child protection', reference: 'CP-7' };
      await sam.data(report, { input: { ...made, madeAt: community.clock.now().toISOString() } });
      const { closeCase } = await sam.data(close, end);
      expect(closeCase.safetyCase.state).toBe('CLOSED');
      expect(await sam.refused(addNote, noted)).toBe('CONFLICT');
    });

    it('goes up for anybody who works on it, and down for the lead with a reason', async () => {
      const id = await openCase();
      await sam.data(assign, { input: { caseId: id, ownerId: cora.accountId } });
      const { reprioritiseCase } = await cora.data(reprioritise, { input: { caseId: id, priority: 'P0' } });
      expect(reprioritiseCase.safetyCase.priority).toBe('P0');
      const down = { caseId: id, priority: 'P1' };
      expect(await cora.refused(reprioritise, { input: { ...down, reason: 'calm now' } })).toBe('FORBIDDEN');
      expect(await sam.refused(reprioritise, { input: down })).toBe('INVALID_INPUT');
      expect(await sam.refused(reprioritise, { input: { ...down, priority: 'P2', reason: 'x' } })).toBe(
        'INVALID_INPUT',
      );
      await sam.data(reprioritise, { input: { ...down, reason: 'calm now' } });
      expect((await caseOf(sam, id)).priority).toBe('P1');
    });

    it('that nobody takes on in time goes up and is told to the lead, and nothing is ever published', async () => {
      const { postId } = await post(ada, 'COHORT');
      await flagWith(cleo, { postId, category: 'SELF_HARM_WORRY' });
      const { id } = await newest();
      await watchAfter(5 * hour);
      const found = await caseOf(sam, id);
      expect(found.priority).toBe('P0');
      const kinds = found.timeline.nodes.map(({ kind }: Data) => kind);
      expect(kinds.filter((kind: string) => kind === 'OVERDUE')).toHaveLength(1);
      const { post: hidden } = await ben.data('query ($id: ID!) { post(id: $id) { state } }', { id: postId });
      expect(hidden.state).toBe('HIDDEN');
      await sam.data(acknowledge, { input: { caseId: id } });
    });

    it('tells the lead once about a report that is late', async () => {
      const id = await openCase();
      await sam.data(acknowledge, { input: { caseId: id } });
      await sam.data(report, { input: { caseId: id, agency: 'CyberTipline' } });
      await watchAfter(13 * hour);
      const kinds = (await caseOf(sam, id)).timeline.nodes.map(({ kind }: Data) => kind);
      expect(kinds.filter((kind: string) => kind === 'OVERDUE')).toHaveLength(1);
    });
  });
});

const globalCaseId = (uuid: string): string =>
  Buffer.from(`13${uuid.replaceAll('-', '')}`, 'hex').toString('base64url');

import { globalId, sql, uuidOf } from '#platform';
import { LeadNotices } from '../../libs/safety/on-call/lead-notices.js';
import { Paging } from '../../libs/safety/on-call/paging.js';
import { Breaches } from '../../libs/safety/review/breaches.js';
import { type Client, contractOperation, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { alsoEnrol } from '../support/second-role.js';
import { NewProgram } from '../membership/new-program.js';
import { type Desk, openDesk } from './desk.js';
import { caseOf, casesOf, flagWith, post } from './places.js';

const trail = `query ($programId: ID!) { auditTrail(programId: $programId, first: 100) {
  edges { node { action actorId targetId requestId } } } }`;
const acknowledge = 'mutation ($input: AcknowledgeCaseInput!) { acknowledgeCase(input: $input) { safetyCase { id } } }';
const addNote = 'mutation ($input: AddCaseNoteInput!) { addCaseNote(input: $input) { safetyCase { id } } }';
const problems = 'query ($id: ID!) { program(id: $id) { safetyProblems } }';
const pages = '{ viewer { pages { caseId } } }';
const setOnCall = 'mutation ($input: SetOnCallInput!) { setOnCall(input: $input) { onCall { position } } }';
const appeal = 'mutation ($input: AppealInput!) { appeal(input: $input) { reviewable { id } } }';

describe('a matter of one’s own', () => {
  let community: Community;
  let desk: Desk;
  let ada: Client, ben: Client, dan: Client, mia: Client, sam: Client, cora: Client, olu: Client;

  beforeEach(async () => {
    community = await startCommunity();
    desk = await openDesk(community);
    const names = ['ada', 'ben', 'dan', 'mia', 'sam', 'cora', 'olu'];
    [ada, ben, dan, mia, sam, cora, olu] = (await Promise.all(names.map((name) => community.as(name)))) as [
      Client,
      Client,
      Client,
      Client,
      Client,
      Client,
      Client,
    ];
  });
  afterEach(() => community.stop());

  const row = (client: Client): string => uuidOf('Account', client.accountId ?? '') ?? '';
  /** They are of the program no more in that role. */
  const leaves = (client: Client, role: string): Promise<number> =>
    community.database.run(sql`
      update enrolment set status = 'CLOSED', ended_at = ${community.clock.now()}
      where account_id = ${row(client)} and role = ${role}`);
  const pageNext = async (caseId: string, round = 1): Promise<string[]> => {
    const order = { caseId: uuidOf('SafetyCase', caseId) ?? '', reason: 'ALERT' as const, round };
    await community.app.get(Paging, { strict: false }).run(order);
    const told = await community.database.rows<{ username: string }>(sql`
      select distinct a.username from page p join account a on a.id = p.account_id
      where p.safety_case_id = ${order.caseId} and p.round = ${round} order by 1`);
    return told.map(({ username }) => username);
  };
  const newestCase = async (): Promise<string> => {
    const found = await community.database.first<{ id: string }>(
      sql`select id from safety_case order by id desc limit 1`,
    );
    return globalId('SafetyCase', found?.id ?? '');
  };
  /** Whether an item is there for somebody, by each way that leads to it. */
  const ways = async (client: Client, item: Data): Promise<string[]> => {
    const queue = await client.send(contractOperation('ReviewQueue'), { programId: desk.program, first: 100 });
    const found = [
      ['queue', JSON.stringify(queue.data ?? null).includes(item.id)],
      ['reviewable', (await client.run('Reviewable', { id: item.id })).reviewable !== null],
      ['node', (await client.run('Node', { id: item.id })).node !== null],
    ] as const;
    const named = { reviewableId: item.id };
    const decision = { ...named, revisionId: item.revision?.id ?? null, version: item.version, decision: 'NO_ACTION' };
    const claimed = await client.send(contractOperation('ClaimReviewable'), { input: named });
    const decided = await client.send(contractOperation('DecideReviewable'), { input: { ...decision, version: 999 } });
    return [
      ...found.flatMap(([way, there]) => (there ? [way] : [])),
      ...(claimed.errors?.[0]?.extensions.code === 'NOT_FOUND' ? [] : ['claim']),
      ...(decided.errors?.[0]?.extensions.code === 'NOT_FOUND' ? [] : ['decide']),
    ];
  };
  const itemOf = async (kind: string, client = sam): Promise<Data> => {
    const found = await community.database.first<{ id: string }>(
      sql`select id from reviewable where kind = ${kind} order by opened_at desc, id desc limit 1`,
    );
    return (await client.run('Reviewable', { id: globalId('Reviewable', found?.id ?? '') })).reviewable;
  };
  const all = ['queue', 'reviewable', 'node', 'claim', 'decide'];

  describe('of a safeguarding lead whom a mentee flags', () => {
    let postId: string;
    let caseId: string;

    beforeEach(async () => {
      await alsoEnrol(community, ada, desk.program, 'SAFEGUARDING_LEAD');
      ({ postId } = await post(ada, 'MATCH'));
    });
    const flagged = async (): Promise<void> => {
      await flagWith(ben, { postId, category: 'UNSAFE_ADULT', note: 'she wants to meet' });
      caseId = await newestCase();
    };

    it('is no case to her, and she is not told of it: the other lead is, whatever the chain says', async () => {
      const shifts = [{ accountId: ada.accountId }, { accountId: sam.accountId }];
      await sam.data(setOnCall, { input: { programId: desk.program, shifts } });
      await flagged();
      expect(await pageNext(caseId)).toEqual(['sam']);
      expect(await pageNext(caseId, 2)).toEqual(['sam']);
      expect((await ada.data(pages)).viewer.pages).toEqual([]);
      expect(await caseOf(ada, caseId)).toBeNull();
      expect((await ada.run('Node', { id: caseId })).node).toBeNull();
      expect(await casesOf(ada, desk.program)).toEqual([]);
      expect(await ada.refused(acknowledge, { input: { caseId } })).toBe('NOT_FOUND');
      expect(await ada.refused(addNote, { input: { caseId, text: 'Nothing in it.' } })).toBe('NOT_FOUND');
      expect((await caseOf(sam, caseId)).flags).toHaveLength(1);
    });

    it('is not in the queue, its events or their replay, nor in the trail', async () => {
      await using start = await sam.subscribe(contractOperation('ReviewQueueEvents'), { programId: desk.program });
      const [first] = await start.until(1);
      const after = first.data.reviewQueueEvents.cursor;
      await flagged();
      const item = await itemOf('FLAGS');
      expect(await ways(ada, item)).toEqual([]);
      expect(await ways(sam, item)).toEqual(all);
      await using hers = await ada.subscribe(contractOperation('ReviewQueueEvents'), {
        programId: desk.program,
        after,
      });
      await using his = await sam.subscribe(contractOperation('ReviewQueueEvents'), { programId: desk.program, after });
      // Something that both may see comes behind it, so what did not come before does not come at all.
      await flagWith(dan, { accountId: (await community.as('cleo')).accountId, category: 'BULLYING' });
      await his.until(2);
      const [seen] = await hers.until(1);
      expect(seen.data.reviewQueueEvents.reviewable.id).not.toBe(item.id);
      const hersAll = JSON.stringify((await ada.data(trail, { programId: desk.program })).auditTrail);
      const samsAll = (await sam.data(trail, { programId: desk.program })).auditTrail.edges;
      const ofCase = samsAll.find(({ node }: Data) => node.targetId === caseId);
      expect(ofCase).toBeDefined();
      expect(hersAll).not.toContain(caseId);
      // Neither the lines nor the request that they have in common.
      const request = ofCase.node.requestId;
      expect(request).not.toBeNull();
      expect(hersAll).not.toContain(request);
    });

    it('goes to the coordinator where there is no other lead, and the program is told that there is none', async () => {
      expect((await sam.data(problems, { id: desk.program })).program.safetyProblems).not.toContain(
        'NO_IMPARTIAL_LEAD',
      );
      await leaves(sam, 'SAFEGUARDING_LEAD');
      expect((await ada.data(problems, { id: desk.program })).program.safetyProblems).toContain('NO_IMPARTIAL_LEAD');
      await flagged();
      expect(await pageNext(caseId)).toEqual(['cora']);
      await cora.data(acknowledge, { input: { caseId } });
      expect((await caseOf(cora, caseId)).flags).toHaveLength(1);
      const item = await itemOf('FLAGS', cora);
      expect(await ways(cora, item)).toEqual(all);
      expect(await ways(ada, item)).toEqual([]);
    });

    it('goes on to a moderator, and to the leads of the organisation where nobody else of the program is left', async () => {
      const other = await NewProgram.make(community);
      const lead = await other.newcomer('SAFEGUARDING_LEAD');
      await leaves(sam, 'SAFEGUARDING_LEAD');
      await leaves(cora, 'COORDINATOR');
      await leaves(olu, 'PROGRAM_ADMIN');
      await flagged();
      expect(await pageNext(caseId)).toEqual(['mia']);
      await leaves(mia, 'MODERATOR');
      expect((await ada.data(problems, { id: desk.program })).program.safetyProblems).toContain('NOBODY_IMPARTIAL');
      expect(await caseOf(lead.client, caseId)).toBeNull();
      const [told] = await pageNext(caseId, 2);
      expect([lead.username, 'olu']).toContain(told);
      const one = told === 'olu' ? olu : lead.client;
      expect((await one.data(pages)).viewer.pages).toEqual([{ caseId }]);
      await one.data(acknowledge, { input: { caseId } });
      expect((await caseOf(one, caseId)).flags).toHaveLength(1);
      expect(await caseOf(ada, caseId)).toBeNull();
    });
  });

  it('that is late is told to the leads whom it does not concern', async () => {
    await alsoEnrol(community, ada, desk.program, 'SAFEGUARDING_LEAD');
    const { postId } = await post(ada, 'COHORT');
    await flagWith(dan, { postId, category: 'BULLYING' });
    await community.database.run(sql`update reviewable set due_at = ${community.clock.now()} where state = 'PENDING'`);
    await community.database.run(sql`
      update reviewable set state = 'OBSOLETE' where post_id is distinct from ${uuidOf('Post', postId)}`);
    await community.app.get(Breaches, { strict: false }).run();
    const notice = await community.database.first<{ id: string }>(sql`select id from lead_notice`);
    await community.app.get(LeadNotices, { strict: false }).run(notice?.id ?? '');
    const told = await community.database.rows<{ username: string }>(sql`
      select distinct a.username from lead_page p join account a on a.id = p.account_id`);
    expect(told).toEqual([{ username: 'sam' }]);
  });

  describe('of who reported', () => {
    it('is no matter to decide about: not the report, not the appeal against what came of it', async () => {
      const { postId } = await post(dan, 'COHORT');
      await flagWith(mia, { postId, category: 'BULLYING' });
      const report = await itemOf('FLAGS');
      expect(await ways(mia, report)).toEqual([]);
      const removed = await desk.decide('sam', report, { decision: 'REMOVE', reasonCode: 'UNKIND' });
      const input = { decisionId: removed.decision.id, text: 'I said nothing unkind.' };
      const made = (await dan.data(appeal, { input })).appeal.reviewable;
      const item = (await cora.run('Reviewable', { id: made.id })).reviewable;
      expect(await ways(mia, item)).toEqual([]);
      expect(await ways(sam, item)).toEqual([]);
      expect(await ways(cora, item)).toEqual(all);
      for (const client of [mia, sam]) {
        await expect(
          community.database.run(sql`
            insert into decision (id, reviewable_id, item_version, program_id, kind, effect, reason_code, automated,
              decided_at, actor_id)
            values (gen_random_uuid(), ${uuidOf('Reviewable', item.id)}, 1, ${uuidOf('Program', desk.program)}, 'RESTORE',
              'UPHOLD', 'OK', false, now(), ${row(client)})`),
        ).rejects.toMatchObject({ code: '23514', constraint: 'decision_own_matter' });
      }
      await desk.decide('cora', item, { decision: 'NO_ACTION' });
    });

    it('goes to the administrators while each of those who review has an interest in it', async () => {
      const { postId } = await post(dan, 'COHORT');
      await flagWith(mia, { postId, category: 'BULLYING' });
      const item = await itemOf('FLAGS');
      expect(await olu.refused(contractOperation('ReviewQueue'), { programId: desk.program, first: 5 })).toBe(
        'FORBIDDEN',
      );
      expect(await ways(olu, item)).toEqual([]);
      await leaves(sam, 'SAFEGUARDING_LEAD');
      await leaves(cora, 'COORDINATOR');
      expect(await ways(mia, item)).toEqual([]);
      expect(await ways(olu, item)).toEqual(all);
      const [only] = await desk.queue('olu');
      expect(only.id).toBe(item.id);
      await desk.decide('olu', only, { decision: 'RESTORE' });
      expect(await desk.state(postId, 'mia')).toBe('PUBLISHED');
    });
  });

  describe('of who imposed a measure', () => {
    const impose = `mutation ($input: ImposeSanctionInput!) { imposeSanction(input: $input) { sanction { id } } }`;
    const object = `mutation ($input: AppealSanctionInput!) { appealSanction(input: $input) { sanction { id } } }`;
    const answer = `mutation ($input: AnswerSanctionAppealInput!) { answerSanctionAppeal(input: $input) { sanction { id } } }`;
    const lift = `mutation ($input: LiftSanctionInput!) { liftSanction(input: $input) { sanction { id } } }`;
    const list = `query ($id: ID!, $appealed: Boolean) { programSanctions(programId: $id, appealed: $appealed) {
      nodes { id appeal { text } } } }`;

    it('is for somebody else to read and to answer', async () => {
      const warn = { programId: desk.program, kind: 'WARN', reasonCode: 'UNKIND', reason: 'Please stay friendly.' };
      const { sanction } = (await mia.data(impose, { input: { ...warn, accountId: dan.accountId } })).imposeSanction;
      await dan.data(object, { input: { sanctionId: sanction.id, text: 'Mia does not like me.' } });
      const seen = async (client: Client, appealed?: boolean): Promise<Data[]> =>
        (await client.data(list, { id: desk.program, appealed })).programSanctions.nodes;
      expect(await seen(mia, true)).toEqual([]);
      expect(await seen(mia)).toEqual([{ id: sanction.id, appeal: null }]);
      expect(await seen(sam, true)).toEqual([{ id: sanction.id, appeal: { text: 'Mia does not like me.' } }]);
      const answered = { input: { sanctionId: sanction.id, upheld: false, answer: 'We looked at it again.' } };
      expect(await mia.refused(answer, answered)).toBe('NOT_FOUND');
      await sam.data(answer, answered);
    });

    it('is not there for who is of a pair with the person, and for the person it is their own alone', async () => {
      const cleo = await community.as('cleo');
      await alsoEnrol(community, dan, desk.program, 'MODERATOR');
      const warn = { programId: desk.program, kind: 'WARN', reasonCode: 'UNKIND', reason: 'Please stay friendly.' };
      const { sanction } = (await sam.data(impose, { input: { ...warn, accountId: cleo.accountId } })).imposeSanction;
      const { programSanctions } = await dan.data(list, { id: desk.program });
      expect(programSanctions.nodes).toEqual([]);
      expect((await dan.run('Node', { id: sanction.id })).node).toBeNull();
      expect(await dan.refused(lift, { input: { sanctionId: sanction.id, reason: 'She is nice.' } })).toBe('NOT_FOUND');
      expect((await cleo.run('Node', { id: sanction.id })).node).not.toBeNull();
    });
  });
});

import { globalId, sql } from '#platform';
import { LeadNotices } from '../../libs/safety/on-call/lead-notices.js';
import { type Client, contractOperation, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { MailReceiver } from '../safety/receivers.js';

const hour = 3_600_000;
const day = 24 * hour;
const access = 'match { id access { kind reason from until person { displayName role } givenBy { displayName } } }';
const breakGlass = `mutation ($input: BreakGlassInput!) { breakGlass(input: $input) { ${access} } }`;
const cover = `mutation ($input: CoverMatchInput!) { coverMatch(input: $input) { ${access} } }`;
const end = `mutation ($input: EndMatchAccessInput!) { endMatchAccess(input: $input) { ${access} } }`;
const assign = 'mutation ($input: AssignCoordinatorInput!) { assignCoordinator(input: $input) { __typename } }';
const readers = 'query ($id: ID!) { board(id: $id) { observers { displayName role } staffLastReadAt } }';
const password = 'a long walk home 42';

describe('the board of a pair, for a time, for somebody who is not of it', () => {
  let community: Community;
  let mails: MailReceiver;
  let ben: Client;
  let olu: Client;
  let cora: Client;
  let programId: string;
  let matchId: string;
  let boardId: string;
  let threadId: string;
  let postId: string;

  beforeEach(async () => {
    mails = new MailReceiver();
    community = await startCommunity({ env: { SMTP_URL: await mails.start() } });
    [ben, olu, cora] = await Promise.all([community.as('ben'), community.as('olu'), community.as('cora')]);
    const { viewer } = await ben.run('Viewer');
    programId = viewer.enrolments[0].program.id;
    boardId = viewer.boards.nodes.find(({ kind }: Data) => kind === 'MATCH').id;
    const [match] = await community.database.rows<{ id: string }>(sql`
      select mp.match_id as id from match_participant mp join account a on a.id = mp.account_id where a.username = 'ben'`);
    matchId = globalId('Match', match!.id);
    const { createThread } = await ben.run('CreateThread', {
      input: { boardId, title: 'Volcano', body: 'My volcano is nearly ready.' },
    });
    [threadId, postId] = [createThread.thread.id, createThread.post.id];
  });
  afterEach(async () => {
    await community.stop();
    await mails.stop();
  });

  const again = (person: string, secret?: string): Promise<Client> =>
    secret ? community.anonymous.signedInAs(person, secret) : community.anonymous.signedInAs(person);
  /** Whether each surface shows it: board, thread, post, node, search. */
  const sees = async (client: Client): Promise<boolean[]> => {
    const { board } = await client.run('Board', { id: boardId, first: 5 });
    const { thread } = await client.run('Thread', { id: threadId, first: 5 });
    const { post } = await client.run('Post', { id: postId });
    const { node } = await client.run('Node', { id: postId });
    const { search } = await client.run('Search', { query: 'volcano', first: 10 });
    return [board, thread, post, node, search.edges[0] ?? null].map((found) => found !== null);
  };
  const all = [true, true, true, true, true];
  const none = all.map(() => false);
  const observers = async (): Promise<string[]> =>
    (await (await again('ben')).data(readers, { id: boardId })).board.observers.map(
      ({ displayName, role }: Data) => `${displayName} ${role}`,
    );
  const lines = (action: string): Promise<Data[]> =>
    community.database.rows(sql`
      select a.username, v.actor_role as role, v.reason_code as why, v.facts from audit_event v
        left join account a on a.id = v.actor_id where v.action = ${action} order by v.at, v.id`);
  const indexed = async (): Promise<void> => {
    for (let tries = 0; tries < 50 && !(await sees(ben)).every(Boolean); tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const coordinator = async (username: string): Promise<{ client: Client; accountId: string }> => {
    const account = { username, displayName: 'Carol', password, email: null };
    const { createAccount } = await olu.run('CreateAccount', { input: account });
    const accountId = createAccount.account.id;
    await olu.run('Enrol', { input: { accountId, programId, role: 'COORDINATOR' } });
    return { client: await again(username, password), accountId };
  };

  describe('an administrator who has to look', () => {
    it('reads for four hours, and no longer; the leads are told, the pair is shown, the trail has it', async () => {
      await indexed();
      expect(await sees(olu)).toEqual(none);
      const { match } = (await olu.data(breakGlass, { input: { matchId, reason: 'The coordinator is ill.' } }))
        .breakGlass;
      expect(match.access).toMatchObject([
        {
          kind: 'BREAK_GLASS',
          reason: 'The coordinator is ill.',
          person: { displayName: 'Olu', role: 'PROGRAM_ADMIN' },
          givenBy: { displayName: 'Olu' },
        },
      ]);
      expect(Date.parse(match.access[0].until) - Date.parse(match.access[0].from)).toBe(4 * hour);
      expect(await sees(olu)).toEqual(all);
      expect(await observers()).toContain('Olu PROGRAM_ADMIN');
      expect(await lines('match.glass_broken')).toMatchObject([{ username: 'olu', role: 'PROGRAM_ADMIN' }]);
      expect(await lines('board.read')).toMatchObject([{ username: 'olu' }]);
      expect((await ben.data(readers, { id: boardId })).board.staffLastReadAt).not.toBeNull();

      await community.database.run(sql`update account set email = 'sam@example.org' where username = 'sam'`);
      const [notice] = await community.database.rows<{ id: string }>(sql`select id from lead_notice`);
      await community.app.get(LeadNotices).run(notice!.id);
      await community.app.get(LeadNotices).run(notice!.id);
      expect(await lines('lead.told')).toMatchObject([{ why: 'BREAK_GLASS' }]);
      const told = mails.mails.filter((mail) => mail.includes('opened the board of a pair'));
      expect(told).toHaveLength(1);
      expect(told.join()).toContain('sam@example.org');
      expect(told.join()).not.toMatch(/Olu|Ben|Ada|is ill/);

      community.clock.advance(4 * hour - 60_000);
      expect(await sees(await again('olu'))).toEqual(all);
      community.clock.advance(61_000);
      expect(await sees(await again('olu'))).toEqual(none);
      expect(await observers()).not.toContain('Olu PROGRAM_ADMIN');
    });

    it('reads alone: no word, no reaction, nothing that waits, and no other pair', async () => {
      const held = await ben.run('CreatePost', { input: { threadId, body: 'Call me: 07700 900123.' } });
      expect(held.createPost.post.state).toBe('HELD');
      await olu.data(breakGlass, { input: { matchId, reason: 'A complaint.' } });
      expect((await olu.run('Post', { id: held.createPost.post.id })).post).toBeNull();
      expect(JSON.stringify(await olu.run('Thread', { id: threadId, first: 20 }))).not.toContain('07700');
      expect(await olu.refused(contractOperation('CreatePost'), { input: { threadId, body: 'Hello.' } })).toBe(
        'FORBIDDEN',
      );
      expect(await olu.refused(contractOperation('CreateThread'), { input: { boardId, title: 'A', body: 'B' } })).toBe(
        'FORBIDDEN',
      );
      expect(await olu.refused(contractOperation('SetReaction'), { input: { postId, kind: 'HEART', on: true } })).toBe(
        'FORBIDDEN',
      );
      const cleo = await community.as('cleo');
      const other = (await cleo.run('Viewer')).viewer.boards.nodes.find(({ kind }: Data) => kind === 'MATCH').id;
      expect((await olu.run('Board', { id: other, first: 5 })).board).toBeNull();
    });

    it('is nobody but an administrator of that program who is not of the pair, and says why', async () => {
      const input = { matchId, reason: 'Curious.' };
      for (const name of ['mia', 'cora', 'ben', 'finn', 'nia']) {
        expect(['FORBIDDEN', 'NOT_FOUND']).toContain(await (await community.as(name)).refused(breakGlass, { input }));
      }
      expect(await olu.refused(breakGlass, { input: { matchId, reason: '  ' } })).toBe('INVALID_INPUT');
      expect(await olu.refused(breakGlass, { input: { matchId: 'nothing', reason: 'Why not.' } })).toBe('NOT_FOUND');
      await community.database
        .run(sql`update match_participant set account_id = (select id from account where username = 'olu')
        where account_id = (select id from account where username = 'ada')`);
      expect(await olu.refused(breakGlass, { input })).toBe('NOT_FOUND');
      expect(await community.database.rows(sql`select from match_access`)).toEqual([]);
      expect(await community.database.rows(sql`select from lead_notice`)).toEqual([]);
      expect(await lines('match.glass_broken')).toEqual([]);
    });

    it('can close it again before', async () => {
      await olu.data(breakGlass, { input: { matchId, reason: 'A complaint.' } });
      const accountId = olu.accountId ?? '';
      const stream = await olu.subscribe(contractOperation('BoardEvents'), { boardId });
      await stream.until(1);
      await olu.data(end, { input: { matchId, accountId } });
      await stream.untilEnded();
      expect((await olu.run('Board', { id: boardId, first: 5 })).board).toBeNull();
      expect(await lines('match.access_ended')).toHaveLength(1);
      await olu.data(end, { input: { matchId, accountId } });
      expect(await lines('match.access_ended')).toHaveLength(1);
    });
  });

  describe('somebody who stands in for the coordinator', () => {
    it('reads, writes and reviews from the first day to the last, as the coordinator does', async () => {
      await indexed();
      const { client: carol, accountId } = await coordinator('carol');
      const now = community.clock.now().getTime();
      const [from, until] = [new Date(now + day), new Date(now + 8 * day)];
      await cora.data(cover, { input: { matchId, accountId, from, until, reason: 'A week by the sea.' } });
      expect(await sees(carol)).toEqual(none);
      expect(await observers()).not.toContain('Carol COORDINATOR');

      community.clock.advance(day + 1);
      const standing = await again('carol', password);
      expect(await sees(standing)).toEqual(all);
      expect(await observers()).toEqual(expect.arrayContaining(['Carol COORDINATOR', 'Cora COORDINATOR']));
      const { createPost } = await standing.run('CreatePost', {
        input: { threadId, body: 'I look after you this week.' },
      });
      expect(createPost.post.state).toBe('PUBLISHED');
      const held = await (
        await again('ben')
      ).run('CreatePost', { input: { threadId, body: 'Call me: 07700 900123.' } });
      const { reviewQueue } = await standing.run('ReviewQueue', { programId, first: 50 });
      const item = reviewQueue.edges.find(({ node }: Data) => node.post?.id === held.createPost.post.id).node;
      await standing.run('DecideReviewable', {
        input: {
          reviewableId: item.id,
          revisionId: item.revision.id,
          version: item.version,
          decision: 'REJECT',
          reasonCode: 'PERSONAL_INFORMATION',
        },
      });

      community.clock.advance(7 * day);
      expect(await sees(await again('carol', password))).toEqual(none);
      expect(await lines('match.covered')).toMatchObject([{ username: 'cora' }]);
    });

    it('is stopped at once, and a stream with it', async () => {
      const { client: carol, accountId } = await coordinator('carol');
      const until = new Date(community.clock.now().getTime() + day);
      await cora.data(cover, { input: { matchId, accountId, until, reason: 'A day off.' } });
      const stream = await carol.subscribe(contractOperation('BoardEvents'), { boardId });
      await stream.until(1);
      const events = stream.events.length;
      const { match } = (await cora.data(end, { input: { matchId, accountId } })).endMatchAccess;
      expect(Date.parse(match.access[0].until)).toBeLessThan(until.getTime());
      await stream.untilEnded();
      await ben.run('CreatePost', { input: { threadId, body: 'And now the lava.' } });
      expect(stream.events).toHaveLength(events);
      expect(await sees(carol)).toEqual(none);
    });

    it('is a coordinator of that program, not of the pair, for ninety days at most', async () => {
      const { accountId } = await coordinator('carol');
      const now = community.clock.now().getTime();
      const input = { matchId, accountId, until: new Date(now + day), reason: 'A day off.' };
      const refused = (client: Client, more: object): Promise<string> =>
        client.refused(cover, { input: { ...input, ...more } });
      for (const name of ['ben', 'ada', 'mia', 'nia', 'cora']) {
        const id = (await community.as(name)).accountId;
        expect([name, await refused(cora, { accountId: id })]).toEqual([name, 'INVALID_INPUT']);
      }
      expect(await refused(cora, { until: new Date(now - day) })).toBe('INVALID_INPUT');
      expect(await refused(cora, { until: new Date(now + 91 * day) })).toBe('INVALID_INPUT');
      expect(await refused(cora, { from: new Date(now + 2 * day) })).toBe('INVALID_INPUT');
      expect(await refused(await community.as('mia'), {})).toBe('FORBIDDEN');
      expect(await refused(await community.as('nia'), {})).toBe('NOT_FOUND');
      expect(await refused(ben, {})).toBe('FORBIDDEN');
      expect(await community.database.rows(sql`select from match_access`)).toEqual([]);
    });

    it('tells the leads and the coordinator at once, whoever gave it, and stays visible after it ended', async () => {
      const { client: carol, accountId } = await coordinator('carol');
      await community.database.run(sql`
        update account set email = username || '@example.org' where username in ('sam', 'cora', 'carol')`);
      const until = new Date(community.clock.now().getTime() + day);
      const input = { matchId, accountId, until, reason: 'To look.' };
      expect(await carol.refused(cover, { input })).toBe('INVALID_INPUT');
      expect(await community.database.rows(sql`select from lead_notice`)).toEqual([]);
      await carol.data(cover, { input: { ...input, reason: 'Cora asked me to.' } });
      const [notice] = await community.database.rows<{ id: string; about: string }>(
        sql`select id, about from lead_notice`,
      );
      expect(notice!.about).toBe('COVER');
      await community.app.get(LeadNotices).run(notice!.id);
      const told = mails.mails.filter((mail) => mail.includes('looks after a pair')).join();
      for (const name of ['sam', 'cora']) expect(told).toContain(`${name}@example.org`);
      expect(told).not.toMatch(/carol@|Cora asked|Carol|Ben|Ada/);

      await carol.run('Thread', { id: threadId, first: 5 });
      await carol.data(end, { input: { matchId, accountId } });
      expect(await sees(carol)).toEqual(none);
      expect(await observers()).toContain('Carol null');
      const reads = 'query ($id: ID!) { board(id: $id) { staffReads { person { displayName role } lastReadAt } } }';
      const { board } = await (await again('ben')).data(reads, { id: boardId });
      expect(board.staffReads.map(({ person }: Data) => person)).toContainEqual({ displayName: 'Carol', role: null });
      // What never began was never open.
      const later = new Date(community.clock.now().getTime() + day);
      await cora.data(cover, {
        input: {
          matchId,
          accountId: (await community.as('sam')).accountId,
          from: later,
          until: new Date(later.getTime() + day),
          reason: 'A day off.',
        },
      });
      await cora.data(end, { input: { matchId, accountId: (await community.as('sam')).accountId } });
      expect(await observers()).not.toContain('Sam null');
    });

    it('is told as well of somebody who takes the pair over', async () => {
      const { client: carol, accountId } = await coordinator('carol');
      await olu.data(assign, { input: { matchId, coordinatorId: cora.accountId } });
      expect(await community.database.rows(sql`select from lead_notice`)).toEqual([]);
      await carol.data(assign, { input: { matchId, coordinatorId: accountId } });
      const told = await community.database.rows(sql`
        select n.about, a.username as also from lead_notice n join account a on a.id = n.also_id`);
      expect(told).toEqual([{ about: 'COVER', also: 'cora' }]);
    });

    it('has it while a coordinator alone, and the pair is not told the reason', async () => {
      const { client: carol, accountId } = await coordinator('carol');
      const until = new Date(community.clock.now().getTime() + day);
      await cora.data(cover, { input: { matchId, accountId, until, reason: 'An operation.' } });
      const { match } = await ben.data('query ($id: ID!) { match(id: $id) { access { reason } } }', { id: matchId });
      expect(match.access).toEqual([]);
      const [enrolment] = await community.database.rows<{ id: string }>(sql`
        select e.id from enrolment e join account a on a.id = e.account_id where a.username = 'carol'`);
      await olu.run('EndEnrolment', { input: { enrolmentId: globalId('Enrolment', enrolment!.id), reason: 'Left.' } });
      expect(await sees(carol)).toEqual(none);
    });
  });
});

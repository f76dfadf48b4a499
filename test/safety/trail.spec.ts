import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { Audit, Config, globalId, Health, Jobs, logger, readGlobalId, sql } from '#platform';
import { RefusedAttempts, Sealing, sealTrail, siteChain, TrailExport, TrailVerification } from '#safety';
import { checkFile } from '../../apps/audit/exported-file.js';
import { type Client, contractOperation, type Data } from '../support/client.js';
import { birthday, NewProgram } from '../membership/new-program.js';
import { type Community, startCommunity } from '../support/community.js';

const trailQuery = `query T($programId: ID!, $first: Int, $after: String, $filter: AuditTrailFilter) {
  auditTrail(programId: $programId, first: $first, after: $after, filter: $filter) {
    edges { cursor node { id seq at action actorId actorRole targetType targetId fromState toState requestId hash previousHash facts { name value } } }
    pageInfo { hasNextPage endCursor }
    verified
  }
}`;

describe('the audit trail', () => {
  let community: Community;
  let programId: string;
  let chain: string;
  let board: string;
  let [ben, cora, sam, olu, ada, auditor]: Client[] = [];
  /** Words that were posted, and must be nowhere in the trail. */
  const canaries = ['zanzibarquartz', 'wobblegong', 'pumpernickelfox'];

  beforeAll(async () => {
    community = await startCommunity();
    const olu = await community.as('olu');
    ben = await community.as('ben');
    const { viewer } = await ben.run('Viewer');
    programId = viewer.enrolments[0].program.id;
    chain = readGlobalId(programId)!.uuid;
    board = viewer.boards.nodes.find(({ kind }: Data) => kind === 'MATCH').id;
    const account = { username: 'audra', displayName: 'Audra', password, email: null };
    const { createAccount } = await olu.run('CreateAccount', { input: account });
    await olu.run('Enrol', { input: { accountId: createAccount.account.id, programId, role: 'AUDITOR' } });
    await signIn();
  });
  afterAll(() => community.stop());

  const password = 'a long walk home 42';
  const signIn = async (): Promise<void> => {
    const demo = ['ben', 'cora', 'sam', 'olu', 'ada'].map((name) => community.anonymous.signedInAs(name));
    [ben, cora, sam, olu, ada, auditor] = await Promise.all([
      ...demo,
      community.anonymous.signedInAs('audra', password),
    ]);
  };

  /** Time goes by; access tokens end, so everybody signs in anew. */
  const later = async (milliseconds: number): Promise<void> => {
    community.clock.advance(milliseconds);
    await signIn();
  };

  const page = async (client: Client, variables: object = {}): Promise<Data> =>
    (await client.data(trailQuery, { programId, first: 100, ...variables })).auditTrail;

  /** Every line that meets the filter, page by page. */
  const whole = async (client: Client, filter: object | null = null, first = 100): Promise<Data[]> => {
    const lines: Data[] = [];
    for (let after: string | null = null; ;) {
      const trail = await page(client, { first, after, filter });
      lines.push(...trail.edges.map(({ node }: Data) => node));
      if (!trail.pageInfo.hasNextPage) return lines;
      expect(trail.edges).toHaveLength(first);
      after = trail.pageInfo.endCursor;
    }
  };

  const postAs = async (client: Client, body: string, title = body): Promise<Data> =>
    (await client.run('CreateThread', { input: { boardId: board, title, body } })).createThread;

  const asOwner = async <Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result> => {
    const client = new pg.Client({ connectionString: community.app.get(Config).values.DATABASE_URL });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  };

  /** What only a superuser can do: the trigger is off, a statement runs, the trigger is on again. */
  const tamper = (table: string, statement: string, values: unknown[] = []): Promise<number> =>
    asOwner(async (client) => {
      await client.query(`alter table ${table} disable trigger user`);
      const { rowCount } = await client.query(statement, values);
      await client.query(`alter table ${table} enable trigger user`);
      return rowCount ?? 0;
    });

  it('answers the contract with complete hashes right after the act', async () => {
    const { post } = await postAs(ben!, `I saw a ${canaries[0]} today`);
    const answer = await auditor!.run('AuditTrail', { programId, first: 100 });
    const { edges, verified } = answer.auditTrail;
    expect(verified).toBe(true);
    expect(edges.every(({ node }: Data) => /^[0-9a-f]{64}$/.test(node.hash))).toBe(true);
    const line = edges.find(({ node }: Data) => node.targetId === post.id).node;
    expect(line).toMatchObject({ action: 'post.published', actorRole: 'MENTEE', targetType: 'Post' });
  });

  it('links every line to the one before it, in pages that miss and repeat nothing', async () => {
    const lines = await whole(sam!, null, 7);
    expect(lines.map(({ seq }) => seq)).toEqual(lines.map((_, place) => lines.length - place));
    lines.slice(1).forEach((line, place) => expect(lines[place].previousHash).toBe(line.hash));
    expect(lines.at(-1).previousHash).toBe('0'.repeat(64));
    expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
  });

  it('gives each line the id of its request', async () => {
    const requestId = 'trail-spec-request-0001';
    await ben!.send(
      contractOperation('CreateThread'),
      { input: { boardId: board, title: 'Ids', body: 'With an id' } },
      { 'x-request-id': requestId },
    );
    const lines = (await whole(sam!)).filter((line) => line.requestId === requestId);
    expect(lines.map(({ action }) => action)).toContain('post.published');
  });

  it('tells of every change of roles, consents and matches, each with who did it', async () => {
    const program = await NewProgram.make(community);
    const mentee = await program.newcomer('MENTEE', birthday.youth);
    const consentId = await program.consented(mentee);
    await program.admin.run('RevokeConsent', { input: { consentId, reason: 'the parents asked' } });
    await program.admin.run('EndEnrolment', { input: { enrolmentId: mentee.enrolmentId, reason: 'moved away' } });
    const { auditTrail } = await program.admin.data(trailQuery, { programId: program.id, first: 100 });
    const lines: Data[] = auditTrail.edges.map(({ node }: Data) => node);
    for (const action of ['program.created', 'enrolment.created', 'consent.recorded', 'consent.revoked']) {
      const line = lines.find((candidate) => candidate.action === action);
      expect(line).toMatchObject({ action, actorId: program.admin.accountId, actorRole: 'PROGRAM_ADMIN' });
    }
    const moves = lines.filter(({ targetId }) => targetId === mentee.enrolmentId).map(({ toState }) => toState);
    expect(moves).toEqual(['CLOSED', 'PAUSED', 'ACTIVE', 'CONSENT_PENDING', 'INVITED']);
  });

  it('filters by action, actor, target and time', async () => {
    const { post } = await postAs(ben!, 'Filtered');
    const { account } = (await ben!.run('Viewer')).viewer;
    const byTarget = await whole(auditor!, { targetType: 'Post', targetId: post.id });
    expect(byTarget.map(({ action }) => action)).toContain('post.published');
    expect(byTarget.every(({ targetId }) => targetId === post.id)).toBe(true);
    const byActor = await whole(auditor!, { actorId: account.id, actions: ['post.published'] });
    expect(byActor.length).toBeGreaterThan(0);
    expect(byActor.every(({ actorId, action }) => actorId === account.id && action === 'post.published')).toBe(true);
    const { at } = byTarget[0];
    const after = new Date(Date.parse(at) + 1).toISOString();
    expect((await whole(auditor!, { from: at, targetId: post.id })).length).toBeGreaterThan(0);
    expect(await whole(auditor!, { from: after, targetId: post.id })).toEqual([]);
    expect(await whole(auditor!, { to: at, targetId: post.id, actions: ['post.published'] })).toEqual([]);
    expect(await whole(auditor!, { actorId: globalId('Post', readGlobalId(account.id)!.uuid) })).toEqual([]);
    const many = { actions: Array.from({ length: 51 }, (_, number) => `a.${number}`) };
    expect(await auditor!.refused(trailQuery, { programId, filter: many })).toBe('INVALID_INPUT');
    expect(await auditor!.refused(trailQuery, { programId, first: 101 })).toBe('INVALID_INPUT');
    expect(await auditor!.refused(trailQuery, { programId, after: 'nonsense' })).toBe('INVALID_INPUT');
  });

  it('is read by auditor, safeguarding lead and administrator of that program, and by nobody else', async () => {
    for (const reader of [auditor!, sam!, olu!]) expect((await page(reader)).edges.length).toBeGreaterThan(0);
    for (const other of ['ben', 'ada', 'cora', 'mia']) {
      expect(await (await community.as(other)).refused(trailQuery, { programId })).toBe('FORBIDDEN');
    }
    const ravi = await community.as('ravi');
    expect(await ravi.refused(trailQuery, { programId })).toBe('NOT_FOUND');
    expect(await ravi.refused(trailQuery, { programId: globalId('Program', siteChain) })).toBe('NOT_FOUND');
    expect(
      await ravi.refused('query V($id: ID!) { auditVerification(programId: $id) { lines } }', { id: programId }),
    ).toBe('NOT_FOUND');
    const { edges } = await page(sam!, { first: 1 });
    expect((await sam!.run('Node', { id: edges[0].node.id })).node).toEqual({
      id: edges[0].node.id,
      __typename: 'AuditEvent',
    });
    for (const stranger of [ravi, cora!, ben!]) {
      expect((await stranger.run('Node', { id: edges[0].node.id })).node).toBeNull();
    }
  });

  it('shows an auditor logs and no content', async () => {
    const { viewer } = await auditor!.run('Viewer');
    expect(viewer.boards.nodes).toEqual([]);
    const { post } = await postAs(ben!, 'Not for auditors');
    expect((await auditor!.run('Node', { id: post.id })).node).toBeNull();
    expect(
      (await auditor!.data('query B($id: ID!) { board(id: $id) { id staffLastReadAt } }', { id: board })).board,
    ).toBeNull();
  });

  it('tells of its own reading, once an hour and person', async () => {
    const own = async (): Promise<Data[]> => whole(auditor!, { actions: ['trail.read'], actorId: auditor!.accountId });
    await own();
    expect(await own()).toHaveLength(1);
    await later(3_600_000);
    await own();
    expect(await own()).toHaveLength(2);
    expect((await own())[0]).toMatchObject({ actorRole: 'AUDITOR', targetType: 'Program', targetId: programId });
  });

  it('tells who of the staff read a match board, once an hour, and shows the pair when', async () => {
    const seen = async (client: Client): Promise<string | null> =>
      (await client.data('query B($id: ID!) { board(id: $id) { staffLastReadAt } }', { id: board })).board
        .staffLastReadAt;
    const { thread } = await postAs(ben!, 'For whoever reads along');
    const reads = async (): Promise<Data[]> =>
      whole(sam!, { actions: ['board.read', 'thread.read'], actorId: cora!.accountId });
    const before = (await reads()).length;
    for (let again = 0; again < 3; again += 1) {
      await cora!.run('Board', { id: board, first: 20 });
      await cora!.run('Thread', { id: thread.id, first: 20 });
    }
    const lines = await reads();
    expect(lines.slice(0, lines.length - before).map(({ action, targetId }) => [action, targetId])).toEqual([
      ['thread.read', thread.id],
      ['board.read', board],
    ]);
    const first = await seen(ada!);
    expect(first).not.toBeNull();
    expect(await seen(ben!)).toBe(first);

    await later(120_000);
    await cora!.run('Thread', { id: thread.id, first: 20 });
    expect(Date.parse((await seen(ben!))!)).toBeGreaterThan(Date.parse(first!));
    expect(await reads()).toHaveLength(lines.length);
    await later(3_600_000);
    await cora!.run('Thread', { id: thread.id, first: 20 });
    expect(await reads()).toHaveLength(lines.length + 1);
  });

  it('tells of a post that staff opened by its id, and of what they follow live', async () => {
    const opened = await postAs(ben!, 'Opened by id');
    await sam!.run('Post', { id: opened.post.id });
    const reads = (targetId: string): Promise<Data[]> => whole(auditor!, { actions: ['thread.read'], targetId });
    expect(await reads(opened.thread.id)).toMatchObject([{ actorRole: 'SAFEGUARDING_LEAD' }]);
    await using stream = await cora!.subscribe(contractOperation('BoardEvents'), { boardId: board });
    await stream.until(1);
    const live = await postAs(ben!, 'Followed live');
    await stream.until(2);
    let lines: Data[] = [];
    for (let tries = 0; lines.length === 0 && tries < 50; tries += 1) lines = await reads(live.thread.id);
    expect(lines).toMatchObject([{ actorRole: 'COORDINATOR' }]);
  });

  it('says nothing of what the pair itself reads, nor of other boards', async () => {
    const count = async (): Promise<number> => (await whole(sam!, { actions: ['board.read', 'thread.read'] })).length;
    const before = await count();
    const { viewer } = await ben!.run('Viewer');
    const cohort = viewer.boards.nodes.find(({ kind }: Data) => kind === 'COHORT').id;
    await ben!.run('Board', { id: board, first: 20 });
    await cora!.run('Board', { id: cohort, first: 20 });
    expect(await count()).toBe(before);
    const answer = await ben!.data('query B($id: ID!) { board(id: $id) { staffLastReadAt } }', { id: cohort });
    expect(answer.board.staffLastReadAt).toBeNull();
  });

  it('tells who tried what their role may not do, once an hour, without a word of theirs', async () => {
    const attempt = `query ${canaries[1]}($id: ID!) { auditTrail(programId: $id) { verified } }`;
    await later(3_600_000);
    for (let again = 0; again < 3; again += 1) await ben!.send(attempt, { id: programId });
    await community.app.get(RefusedAttempts).beforeApplicationShutdown();
    const lines = await whole(sam!, { actions: ['access.refused'], actorId: ben!.accountId, from: recently() });
    expect(lines).toMatchObject([{ actorRole: 'MENTEE', targetType: 'Operation', targetId: 'auditTrail' }]);
  });

  const recently = (): string => new Date(community.clock.now().getTime() - 60_000).toISOString();

  it('never holds a word that somebody wrote', async () => {
    await postAs(ben!, canaries[2]!);
    await ben!.send('mutation F($input: FlagInput!) { flag(input: $input) { flag { id } } }', {
      input: { accountId: cora!.accountId, category: 'OTHER', note: canaries[2] },
    });
    await page(sam!);
    const found = await asOwner(async (client) => {
      const all = await client.query<{ line: string }>(
        'select audit_event::text as line from audit_event union all select audit_seal::text from audit_seal',
      );
      return all.rows.filter(({ line }) => canaries.some((word) => line.includes(word)));
    });
    expect(found).toEqual([]);
  });

  it.each(['audit_event', 'audit_seal'])(
    'refuses update, delete and truncate of %s, to the owner too',
    async (table) => {
      const column = table === 'audit_event' ? 'action' : 'hash';
      for (const statement of [
        `update ${table} set ${column} = ${column}`,
        `delete from ${table}`,
        `truncate ${table}`,
      ]) {
        await expect(community.database.run(sql([statement] as never))).rejects.toMatchObject({ code: '42501' });
        await expect(asOwner((client) => client.query(statement))).rejects.toMatchObject({ code: '42501' });
      }
    },
  );

  it('has no gap and no second place while fifty write and three seal', async () => {
    const { database } = community;
    const audit = community.app.get(Audit);
    const sealing = community.app.get(Sealing);
    let writing = true;
    const sealers = [0, 1, 2].map(async () => {
      while (writing) await sealing.sealAll();
    });
    const write = (number: number): Promise<void> =>
      database.transaction(async (tx) => {
        const target = { targetType: 'Program', targetId: chain };
        await audit.write(tx, { action: 'test.first', programId: chain, ...target, facts: { number } });
        if (number % 7 === 0) await tx.run(sql`select pg_sleep(0.03)`);
        await audit.write(tx, { action: 'test.second', programId: chain, ...target, facts: { number } });
        if (number % 11 === 0) throw new Error('rolled back');
      });
    const writers = Array.from({ length: 50 }, async (_, writer) => {
      for (let turn = 0; turn < 6; turn += 1) await write(writer * 6 + turn).catch(() => undefined);
    });
    await Promise.all(writers);
    writing = false;
    await Promise.all(sealers);
    await sealing.sealAll();
    const lines = await whole(auditor!);
    expect(lines.map(({ seq }) => seq)).toEqual(lines.map((_, place) => lines.length - place));
    const written = Array.from({ length: 300 }, (_, number) => number).filter((number) => number % 11 !== 0);
    expect(lines.filter(({ action }) => action === 'test.second')).toHaveLength(written.length);
    expect((await community.app.get(TrailVerification).verify(chain))?.broken).toBeNull();
    const counts = await asOwner((client) =>
      client.query(
        'select (select count(*)::int from audit_event) as lines, (select count(*)::int from audit_seal) as seals',
      ),
    );
    expect(counts.rows[0].seals).toBe(counts.rows[0].lines);
  });

  it('finds lines that lost their place in the queue', async () => {
    const write = `insert into audit_event (id, at, action, program_id, target_type, target_id, rule_ids, facts)
      values (gen_random_uuid(), now(), 'test.forgotten', '${chain}', 'Program', '${chain}', '{}', '{}')`;
    await tamper('audit_event', write);
    expect(await whole(sam!, { actions: ['test.forgotten'] })).toEqual([]);
    expect(await community.app.get(Sealing).findForgotten()).toBe(1);
    expect(await whole(sam!, { actions: ['test.forgotten'] })).toHaveLength(1);
  });

  describe('exported', () => {
    let folder: string;
    let file: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'porchlight-trail-'));
      file = join(folder, 'trail.jsonl');
      await writeFile(file, await text(Readable.from(community.app.get(TrailExport).of(chain))));
    });
    afterAll(() => rm(folder, { recursive: true }));

    it('is checked by a program that knows nothing of the database', async () => {
      const { problem, lines, headHash, hashes } = await checkFile(file, [3]);
      expect(problem).toBeNull();
      const newest = (await page(sam!, { first: 1 })).edges[0].node;
      expect([lines, headHash]).toEqual([newest.seq, newest.hash]);
      expect(hashes.get(3)).toMatch(/^[0-9a-f]{64}$/);
      expect(await whole(sam!, { actions: ['trail.exported'] })).toHaveLength(1);
    });

    it('shows a line that was changed, left out, or cut off', async () => {
      const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
      const attempts: [string[], RegExp][] = [
        [
          lines.map((line, place) => (place === 5 ? line.replace(/"at":"2/, '"at":"3') : line)),
          /line 6 .*not what was sealed/,
        ],
        [lines.filter((_, place) => place !== 5), /line 6 .*missing/],
        [lines.slice(0, -1), /header/],
      ];
      for (const [changed, problem] of attempts) {
        const path = join(folder, 'changed.jsonl');
        await writeFile(path, `${changed.join('\n')}\n`);
        expect((await checkFile(path)).problem).toMatch(problem);
      }
    });
  });

  describe('changed by a superuser', () => {
    const verification = (): TrailVerification => community.app.get(TrailVerification);
    const figures = async (): Promise<Data> => {
      const fields = 'verified lines headHash checkedAt checkedLines brokenAt';
      const query = `query V($id: ID!) { auditVerification(programId: $id) { ${fields} } }`;
      return (await auditor!.data(query, { id: programId })).auditVerification;
    };
    const unchanged = 'update audit_event set action = $2 where id = $1';

    it('was whole before: the figures say since when', async () => {
      const told: unknown[] = [];
      const info = logger.info.bind(logger);
      logger.info = (...args: unknown[]) => void told.push(args);
      await verification().verifyAll();
      logger.info = info;
      const { verified, lines, headHash, checkedAt, checkedLines, brokenAt } = await figures();
      expect({ verified, brokenAt }).toEqual({ verified: true, brokenAt: null });
      expect(checkedAt).not.toBeNull();
      expect(checkedLines).toBeLessThanOrEqual(lines);
      expect(headHash).toMatch(/^[0-9a-f]{64}$/);
      expect(told).toContainEqual([expect.objectContaining({ chain, seq: checkedLines }), 'audit chain verified']);
      expect((await community.app.get(Health).ready()).parts['audit']).toBe('ok');
    });

    it('shows one changed line, at once and every night, until it is put right', async () => {
      const { rows } = await asOwner((client) =>
        client.query(
          'select e.id, e.action, s.seq::int from audit_event e join audit_seal s on s.audit_id = e.id where s.chain = $1 and s.seq = 3',
          [chain],
        ),
      );
      const { id, action, seq } = rows[0];
      expect(await tamper('audit_event', unchanged, [id, 'nothing.happened'])).toBe(1);
      expect((await page(auditor!, { first: 1 })).verified).toBe(false);
      await verification().verifyAll();
      expect(await figures()).toMatchObject({ verified: false, brokenAt: seq });
      expect((await community.app.get(Health).ready()).parts['audit']).toBe('chain broken');
      expect(await whole(sam!, { actions: ['chain.broken'] })).toHaveLength(1);
      await tamper('audit_event', unchanged, [id, action]);
      await verification().verifyAll();
      expect(await figures()).toMatchObject({ verified: true, brokenAt: null });
      expect((await page(auditor!)).verified).toBe(true);
    });

    it.each([
      'at',
      'actor_id',
      'actor_role',
      'program_id',
      'target_type',
      'target_id',
      'revision_id',
      'from_state',
      'to_state',
      'rule_ids',
      'reason_code',
      'request_id',
      'facts',
    ])('shows a change of %s', async (column) => {
      const other: Record<string, string> = {
        at: `at + interval '1 microsecond'`,
        actor_id: 'gen_random_uuid()',
        program_id: 'null',
        revision_id: 'gen_random_uuid()',
        rule_ids: `rule_ids || '{X@1}'`,
        facts: `facts || '{"x": 1}'`,
      };
      const select = `select e.id, e.${column}${column === 'at' ? '::text' : ''} as was from audit_event e
          join audit_seal s on s.audit_id = e.id where s.chain = $1 and s.seq = 5`;
      const { rows } = await asOwner((client) => client.query(select, [chain]));
      const { id, was } = rows[0];
      const change = other[column] ?? `coalesce(${column}, '') || 'x'`;
      await tamper('audit_event', `update audit_event set ${column} = ${change} where id = $1`, [id]);
      expect((await verification().verify(chain))?.broken).toBe(5);
      await tamper('audit_event', `update audit_event set ${column} = $2 where id = $1`, [id, was]);
      expect((await verification().verify(chain))?.broken).toBeNull();
    });

    it('shows a deleted line, also to who reads the page it is missing from', async () => {
      await asOwner(async (client) => {
        await client.query(
          'create table kept as select e.* from audit_event e join audit_seal s on s.audit_id = e.id where s.chain = $1 and s.seq = 4',
          [chain],
        );
      });
      await tamper('audit_event', 'delete from audit_event where id = (select id from kept)');
      expect((await page(auditor!)).verified).toBe(false);
      expect((await verification().verify(chain))?.broken).toBe(4);
      await tamper('audit_event', 'insert into audit_event select * from kept');
      expect((await verification().verify(chain))?.broken).toBeNull();
    });

    it('shows a chain whose end was cut off', async () => {
      const { seq } = await verification().head(chain);
      await tamper('audit_seal', 'delete from audit_seal where chain = $1 and seq > $2', [chain, 10]);
      expect((await page(auditor!)).verified).toBe(false);
      expect((await verification().verify(chain))?.broken).toBe(11);
      expect(seq).toBeGreaterThan(10);
    });

    it('shows a chain that was written anew as a whole, as long as the site’s chain stands', async () => {
      const { database } = community;
      await tamper('audit_seal', 'delete from audit_seal where chain = $1', [chain]);
      await tamper(
        'audit_event',
        `update audit_event set action = 'nothing.happened' where program_id = $1 and action = 'post.published'`,
        [chain],
      );
      await database.run(sql`delete from audit_verification where chain = ${chain}`);
      await community.app.get(Sealing).findForgotten();
      await community.app.get(Sealing).sealAll();
      expect((await page(auditor!)).verified).toBe(false);
      expect((await verification().verify(chain))?.broken).not.toBeNull();
    });
  });
});

describe('the worker', () => {
  it('seals lines by itself, every few seconds', async () => {
    const community = await startCommunity({ worker: true });
    const { database } = community;
    const waiting = async (): Promise<number> =>
      (await database.first<{ count: number }>(sql`select count(*)::int as count from audit_unsealed`))!.count;
    const sealed = async (): Promise<void> => {
      for (const end = Date.now() + 15_000; (await waiting()) > 0 && Date.now() < end;) await pause(100);
      expect(await waiting()).toBe(0);
    };
    try {
      // What crontab does at the next full minute.
      await community.app.get(Jobs).enqueue(database, sealTrail, {});
      await sealed();
      await community.anonymous.signedInAs('ben');
      expect(await waiting()).toBeGreaterThan(0);
      await sealed();
      const jobs = await database.rows(sql`select key from graphile_worker.jobs where task_identifier = 'trail.seal'`);
      expect(jobs.length).toBeLessThanOrEqual(2);
    } finally {
      await community.stop();
    }
  });
});

describe('health', () => {
  it('tells when lines wait too long for their seals, and how long', async () => {
    const community = await startCommunity();
    try {
      const seals = async (): Promise<string | undefined> =>
        (await community.app.get(Health).ready()).parts['audit-seals'];
      const sealing = community.app.get(Sealing);
      await sealing.sealAll();
      expect(await seals()).toBe('ok');
      await (
        await community.as('cora')
      ).run('CreateAccount', {
        input: { username: 'hedwig', displayName: 'Hedwig', password: 'a-long-enough-secret' },
      });
      community.clock.advance(2 * 60_000);
      expect(await seals()).toMatch(/^1[12]\d s behind$/);
      await sealing.sealAll();
      expect(await seals()).toBe('ok');
    } finally {
      await community.stop();
    }
  });
});

describe('the commands', () => {
  it('check an exported file without anything else', async () => {
    const community = await startCommunity();
    const folder = await mkdtemp(join(tmpdir(), 'porchlight-trail-'));
    try {
      const file = join(folder, 'site.jsonl');
      await (await community.as('ben')).run('Viewer');
      await writeFile(file, await text(Readable.from(community.app.get(TrailExport).of(siteChain))));
      const program = new URL('../../apps/audit/verify.ts', import.meta.url).pathname;
      const run = (...more: string[]): Promise<{ stdout: string }> =>
        promisify(execFile)(process.execPath, [
          '--experimental-strip-types',
          '--import',
          register(),
          program,
          '--file',
          file,
          ...more,
        ]);
      const { stdout } = await run();
      expect(stdout).toMatch(/^Whole: \d+ lines/);
      const { headHash, lines } = await checkFile(file);
      expect((await run('--anchor', `${lines}:${headHash}`)).stdout).toMatch(/^Whole/);
      await expect(run('--anchor', `${lines}:${'0'.repeat(64)}`)).rejects.toMatchObject({ code: 1 });
    } finally {
      await rm(folder, { recursive: true });
      await community.stop();
    }
  });
});

/** Node strips types itself; only `.js` in an import has to find the `.ts` beside it. */
const register = (): string =>
  `data:text/javascript,${encodeURIComponent(`import { registerHooks } from 'node:module';
registerHooks({ resolve: (name, context, next) => next(name.startsWith('.') ? name.replace(/\\.js$/, '.ts') : name, context) });`)}`;

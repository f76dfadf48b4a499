import fc from 'fast-check';
import pg from 'pg';
import { sql } from '#platform';
import { careOperations, drifts } from '../forum/boards.js';
import { type Answer, type Client, contractOperation, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { boardOf, programOf } from './places.js';

const heldText = 'My number is 07700 900123.';
const takenDown = ['POST_HIDDEN', 'POST_WITHDRAWN'];

/** What a write may be answered when a stop comes beside it. Never a fault of the server's. */
const fair = ['BOARD_CLOSED', 'FORBIDDEN', 'CONFLICT', 'VERSION_CONFLICT', 'NOT_FOUND'];

describe('a stop for safety, in the middle of everything', () => {
  let community: Community;
  let ada: Client, ben: Client, cora: Client, sam: Client;
  let programId: string, boardId: string, matchId: string;
  let threadId: string, answerId: string, ownId: string;
  let outside: pg.Client;

  beforeAll(async () => {
    community = await startCommunity({ env: { RATE_LIMITS: 'off', DATABASE_POOL: '20' } });
    [ada, ben, cora, sam] = (await Promise.all(['ada', 'ben', 'cora', 'sam'].map((name) => community.as(name)))) as [
      Client,
      Client,
      Client,
      Client,
    ];
    programId = await programOf(sam);
    boardId = await boardOf(ben, 'MATCH');
    const { viewer } = await ben.data('{ viewer { enrolments { program { matches(first: 1) { nodes { id } } } } } }');
    matchId = viewer.enrolments[0].program.matches.nodes[0].id;
    const { createThread } = await ben.data(careOperations.createThread, {
      input: { boardId, kind: 'QUESTION', title: 'Rivers', body: 'Where do rivers begin?' },
    });
    threadId = createThread.thread.id;
    answerId = (await ada.run('CreatePost', { input: { threadId, body: 'In the hills.' } })).createPost.post.id;
    ownId = (await ben.run('CreatePost', { input: { threadId, body: 'So they run down.' } })).createPost.post.id;
    outside = new pg.Client({ connectionString: community.database.pool.options.connectionString });
    await outside.connect();
    // At every stop the database writes down how far the log of the board had come: what comes later came too late.
    await outside.query(`create table stop_seen (match_id uuid, seq bigint, at timestamptz)`);
    await outside.query(`
      create function note_stop() returns trigger language plpgsql as $$ begin
        insert into stop_seen select new.id, l.last_seq, clock_timestamp()
        from board b join board_log l on l.board_id = b.id where b.match_id = new.id;
        return null;
      end $$`);
    await outside.query(`
      create trigger note_stop after update on match for each row
      when (old.stopped_at is null and new.stopped_at is not null) execute function note_stop()`);
  });
  afterAll(async () => {
    await outside.end();
    expect(await drifts(community)).toEqual([]);
    await community.stop();
  });

  const lift = async (): Promise<void> => {
    const { safetyCases } = await sam.data(
      'query ($id: ID!) { safetyCases(programId: $id, first: 100) { nodes { id } } }',
      { id: programId },
    );
    const overrideCaseIds = safetyCases.nodes.map(({ id }: Data) => id);
    await sam.run('ChangeMatchState', {
      input: { matchId, state: 'ACTIVE', reason: 'for the next round', overrideCaseIds },
    });
    await outside.query('delete from stop_seen');
  };
  const stop = (): Promise<Answer> =>
    ben.send(contractOperation('Flag'), { input: { accountId: ada.accountId, category: 'UNSAFE_ADULT' } });
  const waitingPost = async (): Promise<Data> => {
    const { post } = (await ada.run('CreatePost', { input: { threadId, body: heldText } })).createPost;
    const { reviewQueue } = await sam.run('ReviewQueue', { programId, first: 100 });
    return reviewQueue.edges.map(({ node }: Data) => node).find((node: Data) => node.post?.id === post.id);
  };
  const approve = (item: Data): Promise<Answer> =>
    sam.send(contractOperation('DecideReviewable'), {
      input: { reviewableId: item.id, revisionId: item.revision.id, version: item.version, decision: 'APPROVE' },
    });
  const versionOf = async (client: Client, postId: string): Promise<number> =>
    (await client.data('query ($id: ID!) { post(id: $id) { version } }', { id: postId })).post.version;
  const edit = async (client: Client, postId: string, body: string): Promise<Answer> =>
    client.send(contractOperation('EditPost'), {
      input: { postId, body, expectedVersion: await versionOf(client, postId) },
    });

  /** Events of the board that are numbered after the stop and are not about taking something down. */
  const late = async (): Promise<unknown[]> => {
    const { rows } = await outside.query(
      `select e.seq, e.kind from stop_seen s join board b on b.match_id = s.match_id
       join board_event e on e.board_id = b.id and e.seq > s.seq and e.kind <> all($1)`,
      [takenDown],
    );
    return rows;
  };
  const stops = async (): Promise<number> => (await outside.query('select from stop_seen')).rowCount ?? 0;

  /** Until so many statements of the server wait for a lock. */
  const blocked = async (count: number): Promise<void> => {
    const deadline = Date.now() + 20_000;
    for (;;) {
      // What a transaction has seen of other sessions it keeps: it is asked anew each time.
      await outside.query('select pg_stat_clear_snapshot()');
      const { rowCount } = await outside.query(`
        select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
      if ((rowCount ?? 0) >= count) return;
      if (Date.now() > deadline) throw new Error(`${rowCount} of ${count} statements wait`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  const codes = (answers: readonly Answer[]): string[] =>
    answers.map(({ errors }) => errors?.[0]?.extensions.code ?? 'DONE');

  /** Every kind of write, each ready to go; `needsThread` for those that also wait for the thread's row. */
  const acts = (item: Data, n: number): (() => Promise<Answer>)[] => [
    () => ada.send(contractOperation('CreatePost'), { input: { threadId, body: `Streams ${words(n)}.` } }),
    () => ben.send(contractOperation('CreatePost'), { input: { threadId, body: `Brooks ${words(n)}.` } }),
    () => edit(ben, ownId, `So they run ${words(n)}.`),
    () => approve(item),
    () => cora.send(careOperations.acceptAnswer, { input: { threadId, postId: n % 2 ? answerId : null } }),
    () => ben.send(contractOperation('SetReaction'), { input: { postId: answerId, kind: 'HEART', on: n % 2 === 0 } }),
    () => ben.send(careOperations.createThread, { input: { boardId, title: `Lakes ${words(n)}`, body: 'Are still.' } }),
    () => cora.send(careOperations.updateThread, { input: { threadId, title: `Rivers ${words(n)}` } }),
  ];

  it('waits for what was first: writers that hold the match are done before it', async () => {
    const item = await waitingPost();
    // The writers that need the thread get as far as its row, with the match in their hands.
    await outside.query('begin');
    await outside.query('select from thread where id = $1 for update', [uuidIn(threadId)]);
    const some = [0, 1, 2, 3, 4, 7];
    const writers = acts(item, 1)
      .filter((_, at) => some.includes(at))
      .map((act) => act());
    await blocked(some.length);
    const stopping = stop();
    await blocked(some.length + 1);
    expect(await stops()).toBe(0);
    await outside.query('commit');
    const answers = codes(await Promise.all(writers));
    expect(codes([await stopping])).toEqual(['DONE']);
    expect(answers.filter((code) => code !== 'DONE' && !fair.includes(code))).toEqual([]);
    expect(answers).toContain('DONE');
    expect(await stops()).toBe(1);
    expect(await late()).toEqual([]);
    await lift();
  });

  it('is waited for: writers that come while it is not committed yet find the board closed', async () => {
    const item = await waitingPost();
    // The stop gets as far as its case, with the match in its hands.
    const { rows } = await outside.query('select a.id from account a where a.username = $1', ['ada']);
    const gate = `case:${uuidIn(programId)}:${rows[0].id}:UNSAFE_ADULT`;
    await outside.query('select pg_advisory_lock(hashtextextended($1, 0))', [gate]);
    const stopping = stop();
    await blocked(1);
    const all = acts(item, 2);
    const writers = all.map((act) => act());
    await blocked(all.length + 1);
    await outside.query('select pg_advisory_unlock(hashtextextended($1, 0))', [gate]);
    expect(codes([await stopping])).toEqual(['DONE']);
    expect(codes(await Promise.all(writers))).toEqual(all.map(() => 'BOARD_CLOSED'));
    expect(await late()).toEqual([]);
    await lift();
  });

  it('lets nothing through in hundreds of interleavings, and nobody waits in a circle', async () => {
    const rounds = fc.sample(fc.array(fc.nat({ max: 9_999 }), { minLength: 12, maxLength: 12 }), {
      numRuns: 60,
      seed: 20261129,
    });
    let interleavings = 0;
    const answered = new Map<string, number>();
    for (const [round, throws] of rounds.entries()) {
      const item = await waitingPost();
      const all = acts(item, round);
      const chosen = throws.slice(0, 7).map((one) => all[one % all.length]!);
      // The stop goes out somewhere among them, after a moment that differs from round to round.
      const at = (throws[7] ?? 0) % (chosen.length + 1);
      const running: Promise<Answer>[] = [];
      let stopping: Promise<Answer> | undefined;
      for (const [index, act] of [...chosen, null].entries()) {
        if (index === at) stopping = stop();
        if ((throws[8 + (index % 4)] ?? 0) % 3 === 0) await community.database.rows(sql`select 1`);
        if (act) running.push(act());
      }
      expect(codes([await stopping!])).toEqual(['DONE']);
      for (const code of codes(await Promise.all(running))) answered.set(code, (answered.get(code) ?? 0) + 1);
      interleavings += chosen.length;
      expect({ round, stops: await stops(), late: await late() }).toEqual({ round, stops: 1, late: [] });
      await lift();
    }
    expect(interleavings).toBeGreaterThan(400);
    // Both ends of the race were met, and the server itself never failed.
    expect([...answered.keys()]).toEqual(expect.arrayContaining(['DONE', 'BOARD_CLOSED']));
    expect([...answered.keys()].filter((code) => code !== 'DONE' && !fair.includes(code))).toEqual([]);
    const { rows } = await outside.query(
      'select deadlocks::int from pg_stat_database where datname = current_database()',
    );
    expect(rows).toEqual([{ deadlocks: 0 }]);
  }, 300_000);

  it('closing for safety waits for a text on another board, and then nothing more of the mentor is shown', async () => {
    const cohort = await boardOf(ada, 'COHORT');
    const { createThread } = await ben.run('CreateThread', {
      input: { boardId: cohort, title: 'Birds', body: 'Sing.' },
    });
    await outside.query('begin');
    await outside.query('select from thread where id = $1 for update', [uuidIn(createThread.thread.id)]);
    const reply = (body: string): Promise<Answer> =>
      ada.send(contractOperation('CreatePost'), { input: { threadId: createThread.thread.id, body } });
    const first = reply('All day.');
    await blocked(1);
    const closing = cora.send(contractOperation('ChangeMatchState'), {
      input: { matchId, state: 'CLOSED_SAFETY', reason: 'He told his teacher.' },
    });
    await blocked(2);
    await outside.query('commit');
    expect(codes([await first, await closing])).toEqual(['DONE', 'DONE']);
    expect(codes([await reply('And by night.')])).toEqual(['NOT_FOUND']);
    const { rows } = await outside.query('select number, body_text from post where thread_id = $1 order by id', [
      uuidIn(createThread.thread.id),
    ]);
    expect(rows).toMatchObject([{ number: 1 }, { number: 2, body_text: 'All day.' }]);
  });
});

const words = (n: number): string =>
  `${['red', 'blue', 'green', 'grey'][n % 4] ?? ''}${'abcdefghijklmnopqrstuvwxyz'.charAt(n % 26)}`;

const uuidIn = (id: string): string => {
  const hex = Buffer.from(id, 'base64url').toString('hex', 1);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};

import { Passwords } from '#accounts';
import { ForumVerifier } from '#forum';
import { Database, join, raw, readConfig, readGlobalId, sql } from '#platform';
import { columns } from '../../apps/community/tables.js';
import { readOptions } from '../../apps/seed/options.js';
import { encode } from '../../apps/seed/copy-rows.js';
import { seed, type SeedReport } from '../../apps/seed/seed.js';
import { StartRefused } from '../../apps/start-refused.js';
import { createDatabase, type TestDatabase } from '../support/database.js';

const size = { posts: 2_000, members: 60, bigThread: 300, matches: 10, seed: 7 };
const today = new Date('2026-06-03T10:00:00Z');

/** One digest per table, of everything but what is salted. */
async function digests(database: Database): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const table of Object.keys(columns)) {
    const row = await database.first<{ digest: string | null }>(sql`
      select md5(string_agg(line, '|' order by line)) as digest
      from (select (to_jsonb(t) - 'password_hash')::text as line from ${raw(`"${table}"`)} t) l`);
    found[table] = row?.digest ?? 'empty';
  }
  return found;
}

describe('a seeded community', () => {
  let place: TestDatabase;
  let database: Database;
  let report: SeedReport;

  beforeAll(async () => {
    place = await createDatabase();
    report = await seed(place.url, size, { today });
    database = new Database(readConfig({ DATABASE_URL: place.url }));
  });

  afterAll(async () => {
    await database.onApplicationShutdown();
    await place.drop();
  });

  const count = async (from: string): Promise<number> =>
    (await database.first<{ count: number }>(sql`select count(*)::int as count from ${raw(from)}`))?.count ?? -1;

  it('has as many posts, members and matches as were asked for', async () => {
    expect(await count('post')).toBe(size.posts);
    expect(await count('account')).toBe(size.members);
    expect(await count('match')).toBe(size.matches);
    expect(report.accounts).toHaveLength(size.members);
    expect(report.matches).toHaveLength(size.matches);
  });

  it('is counted right in every counter, number and tree place', async () => {
    expect(await new ForumVerifier(database).drifts()).toEqual([]);
  });

  it('comes out the same again, to the byte', async () => {
    const other = await createDatabase();
    const again = await seed(other.url, size, { today });
    const second = new Database(readConfig({ DATABASE_URL: other.url }));
    expect(again).toEqual(report);
    expect(await digests(second)).toEqual(await digests(database));
    await second.onApplicationShutdown();
    await other.drop();
  });

  it('tells ids that are there, with the big thread on its board', async () => {
    const uuid = (id: string): string => readGlobalId(id)?.uuid ?? '';
    const thread = await database.first<{ size: number; boardId: string }>(sql`
      select last_number as size, board_id as "boardId" from thread where id = ${uuid(report.bigThread.id)}`);
    expect(thread).toEqual({ size: size.bigThread, boardId: uuid(report.bigThread.boardId) });
    const accounts = await database.rows<{ id: string }>(sql`
      select id from account where id in (${join(report.accounts.map(({ id }) => uuid(id)))})`);
    expect(accounts).toHaveLength(size.members);
    for (const { id, boardId, mentor, mentee } of report.matches) {
      const people = await database.rows<{ username: string }>(sql`
        select a.username from board b join match_participant p on p.match_id = b.match_id
          join account a on a.id = p.account_id
        where b.id = ${uuid(boardId)} and b.match_id = ${uuid(id)} order by p.role desc`);
      expect(people).toEqual([{ username: mentor }, { username: mentee }]);
    }
    expect(report.boards.map(({ id }) => uuid(id))).toHaveLength(await count('board'));
  });

  it('lets everybody in with the one password', async () => {
    const row = await database.first<{ hash: string; hashes: number }>(sql`
      select max(password_hash) as hash, count(distinct password_hash)::int as hashes from account`);
    expect(row?.hashes).toBe(1);
    expect(await new Passwords().verify(row?.hash ?? null, report.password)).toBe(true);
    expect(await count(`enrolment where status <> 'ACTIVE'`)).toBe(0);
  });

  it('has published enough of each pair for them to be trusted, and of most others', async () => {
    const rows = await database.rows<{ role: string; paired: boolean; posts: number }>(sql`
      select e.role, exists (select from match_participant m where m.account_id = e.account_id) as paired,
        (select count(*)::int from post p where p.author_id = e.account_id and p.state = 'PUBLISHED') as posts
      from enrolment e where e.role in ('MENTOR', 'MENTEE')`);
    expect(rows.filter(({ paired, posts }) => paired && posts < 12)).toEqual([]);
    expect(rows.filter(({ posts }) => posts >= 10).length / rows.length).toBeGreaterThan(0.8);
  });

  it('has everybody read their own posts, and leaves some of others unread', async () => {
    expect(
      await count(`post p left join read_mark m on m.thread_id = p.thread_id and m.account_id = p.author_id
        where m.thread_id is null or (p.number > m.last_read_number and p.number <> all(m.read_above))`),
    ).toBe(0);
    expect(
      await count(`read_mark m join thread t on t.id = m.thread_id where m.last_read_number < t.last_number`),
    ).toBeGreaterThan(50);
  });

  it('looks like a year: empty places, deep answers, quiet nights', async () => {
    expect(await count(`post where state = 'WITHDRAWN'`)).toBeGreaterThan(5);
    expect(await count(`post where depth >= 5`)).toBeGreaterThan(20);
    expect(await count('reaction')).toBeGreaterThan(100);
    const night = await count(`post where extract(hour from published_at at time zone 'UTC') between 1 and 5`);
    expect(night / size.posts).toBeLessThan(0.02);
    expect(await count(`post where published_at > '2026-06-01'`)).toBe(0);
  });

  it('keeps all foreign keys of the schema', async () => {
    const fresh = await createDatabase();
    const plain = new Database(readConfig({ DATABASE_URL: fresh.url }));
    const keys = sql`
      select conrelid::regclass::text as place, conname, pg_get_constraintdef(oid) as definition
      from pg_constraint where contype = 'f' order by 1, 2`;
    expect(await database.rows(keys)).toEqual(await plain.rows(keys));
    await plain.onApplicationShutdown();
    await fresh.drop();
  });

  it('is made once: a second seed is refused and writes nothing', async () => {
    await expect(seed(place.url, { ...size, seed: 8 }, { today })).rejects.toThrow(StartRefused);
    expect(await count('account')).toBe(size.members);
  });
});

describe('the verifier', () => {
  let place: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    place = await createDatabase();
    await seed(place.url, { posts: 300, members: 30, bigThread: 50, matches: 3, seed: 1 }, { today });
    database = new Database(readConfig({ DATABASE_URL: place.url }));
  });

  afterAll(async () => {
    await database.onApplicationShutdown();
    await place.drop();
  });

  const found = async (): Promise<string[]> => [
    ...new Set((await new ForumVerifier(database).drifts()).map(({ check }) => check)),
  ];

  it.each([
    [
      ['thread.numbers'],
      'update thread set last_number = last_number + 1',
      'update thread set last_number = last_number - 1',
    ],
    [
      ['thread.posts', 'board.posts'],
      'update thread set post_count = post_count + 1',
      'update thread set post_count = post_count - 1',
    ],
    [['thread.opening'], 'update thread set published_at = null', 'update thread set published_at = created_at'],
    [
      ['post.replies'],
      'update post set reply_count = reply_count + 1',
      'update post set reply_count = reply_count - 1',
    ],
    [
      ['post.places'],
      'update post set rank = rank + 1 where depth = 2',
      'update post set rank = rank - 1 where depth = 2',
    ],
    [
      ['post.places'],
      `update post set path = path || '\\x00' where depth = 3`,
      `update post set path = substring(path for 16) where depth = 3`,
    ],
    [
      ['post.reactions'],
      `update post set reaction_counts = reaction_counts || '{"BOO": 1}'`,
      `update post set reaction_counts = reaction_counts - 'BOO'`,
    ],
    [
      ['post.shown'],
      'update post set shown_revision_id = null',
      'update post set shown_revision_id = latest_revision_id',
    ],
    [
      ['thread.readMarks'],
      'update read_mark set last_read_number = -1',
      `update read_mark set last_read_number = 0, read_above = '{}'`,
    ],
    [
      ['board.posts'],
      'update board_log set post_count = post_count - 1',
      'update board_log set post_count = post_count + 1',
    ],
    [
      ['board.events'],
      'update board_log set trimmed_to = trimmed_to + 1',
      'update board_log set trimmed_to = trimmed_to - 1',
    ],
  ])('finds a drift of %j, and nothing once it is mended', async (checks, damage, repair) => {
    await database.run(sql`${raw(damage)}`);
    expect(await found()).toEqual(checks);
    await database.run(sql`${raw(repair)}`);
    expect(await found()).toEqual([]);
  });
});

describe('what is asked of the seed', () => {
  it('has defaults and reads what the contract names', () => {
    expect(readOptions([])).toMatchObject({ posts: 100_000, members: 1_000, bigThread: 10_000, matches: 200 });
    expect(
      readOptions(['--posts', '500', '--members', '40', '--big-thread', '100', '--matches', '5', '--out', 'x']),
    ).toEqual({
      posts: 500,
      members: 40,
      bigThread: 100,
      matches: 5,
      seed: 1,
      out: 'x',
      databaseUrl: null,
    });
  });

  it.each([
    [['--posts', 'many']],
    [['--posts', '0']],
    [['--members', '10', '--matches', '200']],
    [['--posts', '100', '--big-thread', '200']],
    [['--posts', '1000', '--members', '900', '--big-thread', '10', '--matches', '10']],
    [['--colour', 'green']],
  ])('refuses %j with a reason', (args) => {
    expect(() => readOptions(args)).toThrow(StartRefused);
  });

  it('writes values as COPY reads them', () => {
    expect(encode('a\tb\\c\nd\re')).toBe('a\\tb\\\\c\\nd\\re');
    expect(encode(null)).toBe('\\N');
    expect(encode(['x"y', 'z'])).toBe('{"x\\\\"y","z"}');
    expect(encode([])).toBe('{}');
    expect(encode({ by: 'a\\b' })).toBe('{"by":"a\\\\\\\\b"}');
    expect(encode(new Date(0))).toBe('1970-01-01T00:00:00.000Z');
  });
});

import { ForumVerifier } from '#forum';
import { Clock, Config, Database, readConfig, Role, sql } from '#platform';
import { demoSignIns, makeDemo } from '../../apps/all-in-one/demo.js';
import { createDatabase, type TestDatabase } from '../support/database.js';

class NoonInMay extends Clock {
  override now(): Date {
    return new Date('2026-05-20T00:20:00Z');
  }
}

describe('the demo community', () => {
  let place: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    place = await createDatabase();
    database = new Database(readConfig({ DATABASE_URL: place.url }));
    expect(await makeDemo(database, new NoonInMay())).toEqual(demoSignIns);
  });

  afterAll(async () => {
    await database.onApplicationShutdown();
    await place.drop();
  });

  it('has the people of the contract, in their roles', async () => {
    const rows = await database.rows<{ username: string; role: string; status: string }>(sql`
      select a.username, e.role, e.status from account a join enrolment e on e.account_id = a.id order by a.username`);
    const roles = Object.fromEntries(rows.map(({ username, role }) => [username, role]));
    expect(roles).toMatchObject({ ada: 'MENTOR', ben: 'MENTEE', cleo: 'MENTEE', dan: 'MENTOR', eve: 'MENTEE' });
    expect(roles).toMatchObject({ finn: 'MENTEE', gus: 'MENTOR', mia: 'MODERATOR', nia: 'MODERATOR' });
    expect(roles).toMatchObject({ cora: 'COORDINATOR', sam: 'SAFEGUARDING_LEAD', olu: 'PROGRAM_ADMIN' });
    expect(rows.filter(({ status }) => status !== 'ACTIVE').map(({ username }) => username)).toEqual(['eve']);
  });

  it('is counted right in every counter, number and tree place', async () => {
    expect(await new ForumVerifier(database).drifts()).toEqual([]);
  });

  it('trusts those whose posts shall appear at once', async () => {
    const rows = await database.rows<{ username: string; posts: number }>(sql`
      select a.username, count(p.id)::int as posts from account a left join post p on p.author_id = a.id
      group by a.username`);
    const posts = Object.fromEntries(rows.map(({ username, posts: count }) => [username, count]));
    for (const { username, role } of demoSignIns) {
      if (role !== Role.MENTEE || username === 'ben' || username === 'finn')
        expect([username, posts[username]! >= 12]).toEqual([username, true]);
    }
    expect(posts['eve']).toBe(0);
  });

  it('leaves a line in the trail for every post that appeared', async () => {
    const row = await database.first<{ posts: number; lines: number }>(sql`
      select (select count(*)::int from post) as posts,
        (select count(distinct target_id)::int from audit_event where action = 'post.published') as lines`);
    expect(row?.lines).toBe(row?.posts);
  });

  it('has everybody read their own posts, and some posts unread', async () => {
    const own = await database.first<{ unread: number }>(sql`
      select count(*)::int as unread from post p left join read_mark m on m.thread_id = p.thread_id and m.account_id = p.author_id
      where m.thread_id is null or (p.number > m.last_read_number and p.number <> all(m.read_above))`);
    expect(own?.unread).toBe(0);
    const behind = await database.first<{ marks: number }>(sql`
      select count(*)::int as marks from read_mark m join thread t on t.id = m.thread_id
      where m.last_read_number + cardinality(m.read_above) < t.last_number`);
    expect(behind?.marks).toBeGreaterThan(10);
  });

  it('is made once: a second start changes nothing', async () => {
    expect(await makeDemo(database)).toBeNull();
    const row = await database.first<{ count: number }>(sql`select count(*)::int as count from account`);
    expect(row?.count).toBe(demoSignIns.length);
  });

  it('is not made beside somebody who is there already', async () => {
    const other = await createDatabase();
    const used = new Database(new Config(readConfig({ DATABASE_URL: other.url }).values));
    await used.run(sql`
      insert into account (id, username, username_key, username_skeleton, display_name, created_at)
      values (gen_random_uuid(), 'zoe', 'zoe', 'zoe', 'Zoe', now())`);
    expect(await makeDemo(used)).toBeNull();
    expect(await used.first(sql`select count(*)::int as count from account`)).toEqual({ count: 1 });
    await used.onApplicationShutdown();
    await other.drop();
  });

  it('comes out once when two servers start at the same time', async () => {
    const other = await createDatabase();
    const empty = new Database(readConfig({ DATABASE_URL: other.url }));
    const made = await Promise.all([makeDemo(empty), makeDemo(empty)]);
    expect(made.filter((one) => one !== null)).toHaveLength(1);
    await empty.onApplicationShutdown();
    await other.drop();
  });
});

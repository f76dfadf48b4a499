import pg from 'pg';
import { migrate } from '#platform';
import { history } from '../../apps/features.js';
import { createEmptyDatabase, type TestDatabase } from '../support/database.js';

const step = '20261129_14_roles';
const id = (number: number): string => `00000000-0000-7000-8000-00000000000${number}`;

describe('an installation of before enrolments were accepted', () => {
  let database: TestDatabase;
  let client: pg.Client;

  beforeAll(async () => {
    database = await createEmptyDatabase();
    await migrate(database.url, { ...history, steps: history.steps.filter(({ name }) => name < step) });
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  it('goes on: who took part has accepted, leads are confirmed, and no mentee falls out of the age band', async () => {
    await client.query(`insert into organisation (id, name, created_at) values ('${id(1)}', 'Trust', now())`);
    await client.query(`
      insert into program (id, organisation_id, name, time_zone, jurisdiction, created_at)
      select unnest(array['${id(1)}', '${id(2)}']::uuid[]), '${id(1)}', 'Program', 'Europe/London', 'GB', now()`);
    await client.query(`
      insert into account (id, username, username_key, username_skeleton, display_name, birth_date, created_at)
      values ('${id(1)}', 'one', 'one', 'one', 'One', current_date - interval '21 years 3 days', now()),
        ('${id(2)}', 'two', 'two', 'two', 'Two', current_date - interval '9 years 3 days', now()),
        ('${id(3)}', 'three', 'three', 'three', 'Three', null, now())`);
    await client.query(`
      insert into enrolment (id, account_id, program_id, role, status, created_at)
      values ('${id(1)}', '${id(1)}', '${id(1)}', 'MENTEE', 'ACTIVE', now() - interval '1 day'),
        ('${id(2)}', '${id(2)}', '${id(1)}', 'MENTEE', 'ACTIVE', now() - interval '1 day'),
        ('${id(3)}', '${id(3)}', '${id(2)}', 'SAFEGUARDING_LEAD', 'ACTIVE', now() - interval '1 day')`);

    await migrate(database.url, history);
    const enrolments = await client.query(`
      select accepted_at = created_at as accepted, confirmed_at = created_at as confirmed, status from enrolment order by id`);
    expect(enrolments.rows).toEqual([
      { accepted: true, confirmed: null, status: 'ACTIVE' },
      { accepted: true, confirmed: null, status: 'ACTIVE' },
      { accepted: true, confirmed: true, status: 'ACTIVE' },
    ]);
    const programs = await client.query(`select min_age as min, max_age as max from program order by id`);
    expect(programs.rows).toEqual([
      { min: 9, max: 21 },
      { min: 11, max: 18 },
    ]);
  });
});

import { randomInt } from 'node:crypto';
import { Passwords } from '#accounts';
import { Clock, type Database, Role, sql, type Queryable } from '#platform';
import { demoCommunity } from '../community/demo/demo-community.js';
import { demoPeople } from '../community/demo/people.js';
import { insertRows } from '../community/insert-rows.js';
import { Names, peopleFillings } from '../community/people-rows.js';
import { TalkRows } from '../community/talk-rows.js';

/** Everybody's in the demo. It is printed at start, so a demo must never hold real people. */
export const demoPassword = 'porchlight-demo';

/** Somebody who can sign in to the demo, and what for. */
export interface DemoSignIn {
  username: string;
  role: Role;
  note: string;
}

const notes: Record<string, string> = {
  ada: 'mentor of ben',
  ben: 'mentee of ada, 14, trusted: posts appear at once',
  cleo: 'mentee of dan, 11: every post waits for review',
  dan: 'mentor of cleo',
  eve: 'mentee, 15, without consent: reads nothing yet',
  mia: 'moderator',
  cora: 'coordinator of both pairs',
  sam: 'safeguarding lead',
  olu: 'program admin',
  finn: 'mentee of gus, 16, in another program',
  gus: 'mentor of finn',
  nia: 'moderator of the other program',
  pia: 'coordinator of the other program',
  ravi: 'safeguarding lead of the other program',
};

/** Who can sign in with `demoPassword`. */
export const demoSignIns: readonly DemoSignIn[] = demoPeople.map(({ username, role }) => ({
  username,
  role,
  note: notes[username] ?? '',
}));

/** Two servers that start at once make one demo: 0x64656d6f is "demo". */
const demoLock = 0x64_65_6d_6f;

async function isEmpty(database: Queryable): Promise<boolean> {
  const row = await database.first<{ found: boolean }>(sql`select exists (select from account) as found`);
  return row?.found === false;
}

/**
 * Makes the demo community of the contract, whole or not at all, in a database without a single account.
 * @returns who can sign in now; null if somebody was there already, and nothing was changed
 */
export async function makeDemo(database: Database, clock: Clock = new Clock()): Promise<readonly DemoSignIn[] | null> {
  if (!(await isEmpty(database))) return null;
  const passwordHash = await new Passwords().hash(demoPassword);
  const community = demoCommunity(clock.now(), randomInt(2 ** 32), passwordHash);
  const names = new Names(community);
  const fillings = [...peopleFillings(community, names), ...new TalkRows(community, names).fillings()];
  return database.transaction(async (tx) => {
    await tx.run(sql`select pg_advisory_xact_lock(${demoLock})`);
    if (!(await isEmpty(tx))) return null;
    for (const filling of fillings) await insertRows(tx, filling);
    return demoSignIns;
  });
}

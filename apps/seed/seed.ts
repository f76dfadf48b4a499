import pg from 'pg';
import { Passwords } from '#accounts';
import { type Drift, ForumVerifier } from '#forum';
import { Database, globalId, readConfig, type Role } from '#platform';
import type { Community } from '../community/community.js';
import { Made } from '../community/made-ids.js';
import { at, Names, peopleFillings } from '../community/people-rows.js';
import { seedCommunity, type SeedSize } from '../community/seed/seed-community.js';
import { columns, filling, type Filling, type Row } from '../community/tables.js';
import { TalkRows } from '../community/talk-rows.js';
import { StartRefused } from '../start-refused.js';
import { copyRows } from './copy-rows.js';
import { withoutForeignKeys } from './foreign-keys.js';

/** Everybody's in a seeded community. It stands in a file, so a seeded database must never hold real people. */
export const seedPassword = 'porchlight-seed';

/** What is told about a seeded community, as the contract has it. Ids are global. */
export interface SeedReport {
  password: string;
  accounts: { id: string; username: string; role: Role }[];
  program: { id: string };
  boards: { id: string; kind: string }[];
  bigThread: { id: string; boardId: string };
  /** `mentor` and `mentee` are usernames; `accounts` has their ids. */
  matches: { id: string; boardId: string; mentor: string; mentee: string }[];
}

export type Progress = (step: string, rows?: number, ofRows?: number) => void;

/** Leaves its mark in the trail, which nobody can take away again. */
const seededAction = 'community.seeded';

/** Two seeds of one database at once would be one too many: 0x73656564 is "seed". */
const seedLock = 0x73_65_65_64;

/**
 * Fills a migrated database with a seeded community, whole or not at all, and counts it again.
 * @throws StartRefused when the database holds a seeded community already
 */
export async function seed(
  databaseUrl: string,
  size: SeedSize,
  { today = new Date(), progress = () => undefined }: { today?: Date; progress?: Progress } = {},
): Promise<SeedReport> {
  progress('making the plan');
  const community = seedCommunity(size, today, await new Passwords().hash(seedPassword));
  const names = new Names(community);
  const talk = new TalkRows(community, names);
  const mark = filling('audit_event', [seededRow(community, names, size)]);
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    await fill(client, [...peopleFillings(community, names), ...talk.fillings(), mark], size, progress);
    progress('gathering statistics');
    await client.query(
      `vacuum (analyze) ${Object.keys(columns)
        .map((table) => `"${table}"`)
        .join(', ')}`,
    );
  } finally {
    await client.end();
  }
  progress('counting again');
  await verify(databaseUrl);
  return reportOf(community, names, talk);
}

async function fill(
  client: pg.Client,
  fillings: readonly Filling[],
  size: SeedSize,
  progress: Progress,
): Promise<void> {
  await client.query('begin');
  await client.query('select pg_advisory_xact_lock($1)', [seedLock]);
  const seeded = await client.query('select from audit_event where action = $1', [seededAction]);
  if (seeded.rows.length > 0) {
    throw new StartRefused(
      'This database holds a seeded community already. Seed an empty one (another DATABASE_URL or DATA_DIR).',
    );
  }
  const putBackForeignKeys = await withoutForeignKeys(client);
  for (const part of fillings) {
    const ofRows = part.table === 'post' || part.table === 'revision' ? size.posts : undefined;
    progress(`writing ${part.table}`, 0, ofRows);
    await copyRows(client, part, (rows) => progress(`writing ${part.table}`, rows, ofRows));
  }
  progress('checking foreign keys');
  await putBackForeignKeys();
  await client.query('commit');
}

function seededRow(community: Community, names: Names, size: SeedSize): Row<'audit_event'> {
  const when = community.now;
  return {
    id: names.ids.of(Made.AUDIT_EVENT, 2 ** 31, when.getTime()),
    at: when,
    action: seededAction,
    actor_id: null,
    actor_role: null,
    program_id: names.program(0),
    target_type: 'Program',
    target_id: names.program(0),
    revision_id: null,
    from_state: null,
    to_state: null,
    rule_ids: [],
    reason_code: null,
    facts: { ...size },
  };
}

/** @throws Error when a counter, number or tree place is not what counting it again gives */
async function verify(databaseUrl: string): Promise<void> {
  const database = new Database(readConfig({ DATABASE_URL: databaseUrl, DATABASE_POOL: '2' }));
  try {
    const drifts = await new ForumVerifier(database).drifts();
    if (drifts.length > 0)
      throw new Error(`the seeded community does not add up: ${drifts.slice(0, 5).map(told).join('; ')}`);
  } finally {
    await database.onApplicationShutdown();
  }
}

const told = ({ check, id, stored, counted }: Drift): string => `${check} of ${id} is ${stored}, counted ${counted}`;

function reportOf(community: Community & { bigThread: number }, names: Names, talk: TalkRows): SeedReport {
  const { people, boards, matches } = community;
  const boardId = (place: number): string => globalId('Board', names.board(place));
  const boardOfMatch = new Map(boards.flatMap(({ match }, place) => (match === null ? [] : [[match, place] as const])));
  return {
    password: seedPassword,
    accounts: people.map(({ username, role }, place) => ({
      id: globalId('Account', names.account(place)),
      username,
      role,
    })),
    program: { id: globalId('Program', names.program(0)) },
    boards: boards.map(({ kind }, place) => ({ id: boardId(place), kind })),
    bigThread: {
      id: globalId('Thread', talk.names.thread(community.bigThread)),
      boardId: boardId(at(community.talk.threads, community.bigThread).board),
    },
    matches: matches.map(({ mentor, mentee }, place) => ({
      id: globalId('Match', names.match(place)),
      boardId: boardId(boardOfMatch.get(place) ?? -1),
      mentor: at(people, mentor).username,
      mentee: at(people, mentee).username,
    })),
  };
}

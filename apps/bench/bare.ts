import { createServer } from 'node:http';
import { postsOfThread, threadsOfBoard } from '#forum';
import { audienceKeys } from '#membership';
import { Clock, Database, readConfig, sql, type Sql, uuidOf, type Viewer } from '#platform';
import type { SeedReport } from '../seed/seed.js';
import { bareSearches } from './bare-search.js';

/*
 * The anchor: the very statements of the hot reads behind bare `node:http`, answered as JSON. No GraphQL, no sign-in, no
 * rules; what a request costs at least.
 */
const config = readConfig(process.env);
const database = new Database(config);
const community = JSON.parse(process.env['BENCH_COMMUNITY'] ?? '{}') as SeedReport;
const uuid = (type: 'Program' | 'Thread' | 'Board' | 'Account', id: string): string => uuidOf(type, id) ?? '';

const viewerOf = (username: string, keys: readonly string[]): Viewer => ({
  accountId: uuid('Account', community.accounts.find((account) => account.username === username)?.id ?? ''),
  sessionId: '',
  expiresAt: new Date(8.64e15),
  displayName: username,
  enrolments: [],
  roles: new Set(),
  keys,
  consentMissing: false,
  ownMatches: [],
  blocked: [],
});
const viewer = viewerOf(community.matches[0]?.mentee ?? '', [
  audienceKeys.program(uuid('Program', community.program.id)),
]);
const clock = new Clock();
const searches = await bareSearches(database, clock, community, viewerOf);
const threadId = sql`${uuid('Thread', community.bigThread.id)}::uuid`;
const boardId = sql`${uuid('Board', community.bigThread.boardId)}::uuid`;
const page = { backward: false, limit: 21 };

const statements: Record<string, () => Sql> = {
  '/thread': () => postsOfThread(viewer, clock.now(), threadId, { ...page, key: null }),
  '/thread-deep': () => postsOfThread(viewer, clock.now(), threadId, { ...page, key: [5_000] }),
  '/board': () => threadsOfBoard(viewer, boardId, { asOf: clock.now().toISOString(), key: null, limit: 21 }),
  '/health/live': () => sql`select 1`,
};

createServer((request, response) => {
  const statement = statements[request.url ?? ''];
  const search = searches[request.url ?? ''];
  if (!statement && !search) {
    response.writeHead(404).end();
    return;
  }
  const answer = search ? search() : database.rows((statement as () => Sql)());
  answer.then(
    (rows) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(rows)),
    (error: unknown) => response.writeHead(500).end(String(error)),
  );
}).listen(config.values.PORT, config.values.HOST);

process.once('SIGTERM', () => process.exit(0));

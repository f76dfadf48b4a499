import { postsById } from '#forum';
import { keysOf, MatchState } from '#membership';
import { type Clock, type Database, type Role, sql, uuidOf, type Viewer } from '#platform';
import { languageOf, parseQuery, PostgresEngine, readingKeys, type SearchRequest, SearchWords } from '#search';
import type { SeedReport } from '../seed/seed.js';
import { queries, searchers } from './workloads.js';

/**
 * The anchor of searches: PostgreSQL's engine and the statement that reads its hits again, by path. The operators of the
 * queries are left out.
 */
export async function bareSearches(
  database: Database,
  clock: Clock,
  community: SeedReport,
  viewerOf: (username: string, keys: readonly string[]) => Viewer,
): Promise<Record<string, () => Promise<object[]>>> {
  const engine = new PostgresEngine(database, new SearchWords(database), clock);
  const programIds = [uuidOf('Program', community.program.id) ?? ''];
  const program = await database.first<{ jurisdiction: string }>(
    sql`select jurisdiction from program where id = ${programIds[0]}`,
  );
  const paths: Record<string, () => Promise<object[]>> = {};
  for (const { username, anchor } of searchers(community)) {
    const viewer = viewerOf(username, await keysHeldBy(database, clock, username));
    const requests = queries.map((query): SearchRequest => ({
      terms: parseQuery(query).terms,
      prefix: false,
      inTitle: false,
      openingPosts: false,
      keys: readingKeys(viewer),
      programIds,
      languages: [languageOf(program?.jurisdiction ?? '')],
      boardIds: null,
      authorIds: null,
      kind: null,
      unanswered: false,
      before: null,
      from: null,
      order: 'RELEVANCE',
      after: null,
      limit: 21,
    }));
    let count = 0;
    paths[`/${anchor}`] = async () => {
      const { hits } = await engine.find(requests[(count += 1) % requests.length] as SearchRequest);
      const ids = hits.map(({ postId }) => postId);
      return database.rows(postsById(viewer, clock.now(), ids));
    };
  }
  return paths;
}

async function keysHeldBy(database: Database, clock: Clock, username: string): Promise<string[]> {
  const enrolments = await database.rows<{ id: string; programId: string; cohortId: string | null; role: Role }>(sql`
    select e.id, e.program_id as "programId", e.cohort_id as "cohortId", e.role
    from enrolment e join account a on a.id = e.account_id where a.username = ${username}`);
  const matches = await database.rows<{
    id: string;
    programId: string;
    role: Role;
    state: MatchState;
    stateChangedAt: Date;
  }>(sql`
    select m.id, m.program_id as "programId", p.role, m.state, m.state_changed_at as "stateChangedAt"
    from match m join match_participant p on p.match_id = m.id join account a on a.id = p.account_id
    where a.username = ${username}
    union all
    select m.id, m.program_id, 'COORDINATOR', m.state, m.state_changed_at
    from match m join account a on a.id = m.coordinator_id where a.username = ${username}`);
  return keysOf(enrolments, matches, clock.now());
}

import { accessInForce, rolesIn } from '#membership';
import { globalId, join, type Read, Role, sql, type Sql, type Viewer } from '#platform';

/** Who reads, when, and by which of their roles in each program. */
export interface Reader {
  viewer: Viewer;
  now: Date;
}

/** What a person is to a pair, and not to its staff. */
const ofPairs: ReadonlySet<Role> = new Set([Role.MENTEE, Role.MENTOR]);

/** The staff roles of the viewer in each program: what gives access to records that belong to no board. */
export const staffRolesOf = (viewer: Viewer): { programId: string; roles: string }[] =>
  [...new Set(viewer.enrolments.map(({ programId }) => programId))].flatMap((programId) => {
    const roles = [...rolesIn(viewer, programId)].filter((role) => !ofPairs.has(role)).sort();
    return roles.length > 0 ? [{ programId, roles: roles.join() }] : [];
  });

/*
 * What each action is about, as a select of
 *   target_type, target_id (uuid), mark_id (board whose `staffLastReadAt` moves, else null), program_id (null: of no
 *   program), access (what gave access; comma between several, each grant of a time with its id), facts (jsonb).
 * `who` is a table of the viewer's programs with their roles. What is one's own is left out.
 */

/**
 * What opens a match board (aliases b, m) to this viewer. A grant is named by its id: whoever stands in twice within the hour
 * reads under two accesses. Without any of these it was opened by a role in the queue.
 */
const opensBoard = ({ viewer, now }: Reader): Sql => sql`coalesce(nullif(concat_ws(',',
    case when m.coordinator_id = ${viewer.accountId}::uuid then 'COORDINATOR' end,
    (select string_agg(x.kind || ':' || x.id, ',' order by x.kind, x.id) from match_access x
      where x.match_id = m.id and x.account_id = ${viewer.accountId}::uuid and ${accessInForce(now)}),
    case when 'lead:' || b.program_id = any(${viewer.keys}::text[]) then 'SAFEGUARDING_LEAD' end), ''),
  w.roles, '')`;

/** Not as one of the pair: they read their own board. Who was of a pair that has ended, and reads on as staff, is noted. */
const notOfPair = ({ viewer }: Reader): Sql => sql`not ('match:' || m.id = any(${viewer.keys}::text[]) and exists (
  select from match_participant mp where mp.match_id = m.id and mp.account_id = ${viewer.accountId}::uuid))`;

const noFacts = sql`'{}'::jsonb`;

const boards = (reader: Reader, which: Sql, mark = sql`b.id`): Sql => sql`
  select 'Board' as target_type, b.id as target_id, ${mark} as mark_id, b.program_id, ${opensBoard(reader)} as access,
    ${noFacts} as facts
  from board b join match m on m.id = b.match_id left join who w on w.program_id = b.program_id
  where b.id in (${which}) and ${notOfPair(reader)}`;

const listed = (ids: readonly string[]): Sql => sql`select unnest(${ids}::uuid[])`;

const threads = (reader: Reader, ids: readonly string[]): Sql => sql`
  select 'Thread' as target_type, t.id as target_id, b.id as mark_id, b.program_id, ${opensBoard(reader)} as access,
    ${noFacts} as facts
  from thread t join board b on b.id = t.board_id join match m on m.id = b.match_id
    left join who w on w.program_id = b.program_id
  where t.id = any(${ids}::uuid[]) and ${notOfPair(reader)}`;

/** In the chain of each program in which the viewer is staff and the person is enrolled; of a new account, of none. */
const accounts = ({ viewer }: Reader, ids: readonly string[]): Sql => sql`
  select 'Account' as target_type, a.id as target_id, null::uuid as mark_id, p.program_id, coalesce(p.roles, '') as access,
    ${noFacts} as facts
  from account a left join lateral (
    select w.program_id, w.roles from who w where exists (
      select from enrolment e where e.account_id = a.id and e.program_id = w.program_id
        and e.status not in ('CLOSED', 'ERASED'))) p on true
  where a.id = any(${ids}::uuid[]) and a.id <> ${viewer.accountId}::uuid`;

/** Records that belong to a program: `rows` gives id, program_id and owner_id (whose own it is, or null). */
const records =
  (targetType: string, rows: (ids: readonly string[]) => Sql) =>
  ({ viewer }: Reader, ids: readonly string[]): Sql => sql`
    select ${targetType}::text as target_type, r.id as target_id, null::uuid as mark_id, r.program_id,
      coalesce(w.roles, '') as access, ${noFacts} as facts
    from (${rows(ids)}) r left join who w on w.program_id = r.program_id
    where r.owner_id is distinct from ${viewer.accountId}::uuid`;

const cases = records(
  'SafetyCase',
  (ids) => sql`select id, program_id, null::uuid as owner_id from safety_case where id = any(${ids}::uuid[])`,
);

const reviewables = records(
  'Reviewable',
  (ids) => sql`select id, program_id, null::uuid as owner_id from reviewable where id = any(${ids}::uuid[])`,
);

/** One line for each program that was searched, with the boards of pairs on which something was found. */
const searches = (_reader: Reader, _ids: readonly string[], reads: readonly Read[]): Sql => {
  const found = reads.flatMap(({ details = [] }) => details);
  return sql`
    select 'Program' as target_type, w.program_id as target_id, null::uuid as mark_id, w.program_id, w.roles as access,
      jsonb_build_object('hits', count(h.id), 'matchHits', count(h.id) filter (where b.match_id is not null),
        'matchBoards', coalesce(jsonb_agg(distinct h.global_id) filter (where b.match_id is not null), '[]')) as facts
    from who w left join (board b join unnest(${found}::uuid[],
      ${found.map((id) => globalId('Board', id))}::text[]) as h (id, global_id) on h.id = b.id) on b.program_id = w.program_id
    group by w.program_id, w.roles`;
};

interface Action {
  select(reader: Reader, ids: readonly string[], reads: readonly Read[]): Sql;
  /** Action of the line, where it is another one. */
  line?: string;
  /** Each reading has its line; otherwise one in an hour for each person, thing and access. */
  always?: true;
}

/** Every action that a mark in the schema may name. */
const actions: Readonly<Record<string, Action>> = {
  'board.read': { select: (reader, ids) => boards(reader, listed(ids)) },
  'title.read': {
    line: 'board.read',
    select: (reader, ids) => boards(reader, sql`select t.board_id from thread t where t.id = any(${ids}::uuid[])`),
  },
  // Through the queue: the pair is not told when, or it would learn that something of it waits there (domain 2.2 and 2.6).
  'board.excerpt_read': { select: (reader, ids) => boards(reader, listed(ids), sql`null::uuid`) },
  'thread.read': { select: threads },
  'account.read': { select: accounts },
  'consent.read': {
    select: records(
      'Consent',
      (ids) => sql`select c.id, e.program_id, e.account_id as owner_id from consent c
        join enrolment e on e.id = c.enrolment_id where c.id = any(${ids}::uuid[])`,
    ),
  },
  'match.read': {
    select: records(
      'Match',
      (ids) => sql`select id, program_id, null::uuid as owner_id from match where id = any(${ids}::uuid[])`,
    ),
  },
  'sanction.read': {
    select: records(
      'Sanction',
      (ids) => sql`select id, program_id, account_id as owner_id from sanction where id = any(${ids}::uuid[])`,
    ),
  },
  'decision.read': {
    select: records(
      'Decision',
      (ids) => sql`select id, program_id, subject_account_id as owner_id from decision where id = any(${ids}::uuid[])`,
    ),
  },
  'trail.read': {
    select: records(
      'Program',
      (ids) => sql`select id, id as program_id, null::uuid as owner_id from program where id = any(${ids}::uuid[])`,
    ),
  },
  'review.opened': { select: reviewables, always: true },
  'case.read': { select: cases, always: true },
  'case.evidence_read': { select: cases, always: true },
  'search.made': { select: searches, always: true },
};

/** Lines that so many reads can become: most one each, an account and a search one in each program. */
export const mostLines = (reads: readonly Read[], programs: number): number => reads.length * Math.max(1, programs);

/**
 * Writes what was read, in one statement: the lines that are due, when the trail was last told, and when staff last read a
 * board. Nothing is written where nothing is due. Rows are taken in the order of their keys, so that two processes that
 * note the same things never wait in a circle, and of two at the same instant one writes the line.
 * @param lineIds ids for new lines, enough for all; too few fail the statement
 */
export function writeReads(
  reader: Reader,
  reads: readonly Read[],
  {
    lineIds,
    requestId,
    actorRoles,
  }: { lineIds: readonly string[]; requestId: string; actorRoles: readonly (Role | null)[] },
): Sql {
  const { viewer, now } = reader;
  const programs = staffRolesOf(viewer);
  const opened = new Set(reads.flatMap(({ action, id }) => (action === 'thread.read' ? [id] : [])));
  const told = reads.filter(({ action, id }) => action !== 'title.read' || !opened.has(id));
  const seen = [...Map.groupBy(told, ({ action }) => action)].map(([name, of]) => {
    const action = actions[name];
    if (!action) throw new Error(`nobody knows how to write that ${name}`);
    const ids = of.map(({ id }) => id);
    return sql`select ${action.line ?? name}::text as action, ${action.always ?? false}::boolean as always, s.* from (${action.select(reader, ids, of)}) s`;
  });
  return sql`
    with who as materialized (
      select * from unnest(${programs.map(({ programId }) => programId)}::uuid[], ${programs.map(({ roles }) => roles)}::text[],
        ${actorRoles}::text[]) as w (program_id, roles, actor_role)
    ), seen as materialized (
      select distinct on (action, target_id, program_id, access) * from (${join(seen, ' union all ')}) every
    ),
    due as materialized (
      select s.*, coalesce(s.program_id, ${siteProgram}::uuid) as chain from seen s
      where s.always or not exists (
        select from staff_read_line l where l.account_id = ${viewer.accountId}::uuid and l.target_id = s.target_id
          and l.action = s.action and l.program_id = coalesce(s.program_id, ${siteProgram}::uuid) and l.access = s.access
          and l.line_at > ${now}::timestamptz - interval '1 hour')
    ), told as (
      insert into staff_read_line as l (account_id, target_id, action, program_id, access, line_at)
      select ${viewer.accountId}::uuid, target_id, action, chain, access, ${now}::timestamptz from due where not always
      order by target_id, action, chain, access
      on conflict (account_id, target_id, action, program_id, access) do update set line_at = excluded.line_at
      where l.line_at <= excluded.line_at - interval '1 hour'
      returning target_id, action, program_id as chain, access
    ), marked as (
      insert into staff_read as r (target_id, account_id, board_id, last_at, line_at)
      select s.target_id, ${viewer.accountId}::uuid, s.mark_id, ${now}::timestamptz, ${now}::timestamptz from seen s
      where s.mark_id is not null and not exists (
        select from staff_read k where k.target_id = s.target_id and k.account_id = ${viewer.accountId}::uuid
          and k.last_at > ${now}::timestamptz - interval '1 minute')
      order by s.target_id
      on conflict (target_id, account_id) do update set last_at = excluded.last_at
      where r.last_at <= excluded.last_at - interval '1 minute'
    ), opened as (
      select d.* from due d where d.always or exists (
        select from told t
        where t.target_id = d.target_id and t.action = d.action and t.chain = d.chain and t.access = d.access)
    ), line as (
      select action, target_type, target_id, program_id, access, facts from opened
      where action <> 'review.opened' or (select count(*) from opened where action = 'review.opened') = 1
      union all
      -- A page of the queue is one line with its items.
      select 'review.listed', 'Program', program_id, program_id, access,
        jsonb_build_object('items', jsonb_agg(target_id order by target_id))
      from opened where action = 'review.opened' and (select count(*) from opened where action = 'review.opened') > 1
      group by program_id, access
    )
    insert into audit_event (id, at, action, actor_id, actor_role, program_id, target_type, target_id, rule_ids,
      request_id, facts)
    select (${lineIds}::uuid[])[row_number() over (order by n.action, n.target_id)], ${now}::timestamptz, n.action,
      ${viewer.accountId}::uuid, w.actor_role, n.program_id, n.target_type, n.target_id::text, '{}', ${requestId}::text,
      n.facts || case when n.access = '' then '{}' else jsonb_build_object('access',
        (select jsonb_agg(split_part(one, ':', 1)) from unnest(string_to_array(n.access, ',')) as one)) end
    from line n left join who w on w.program_id = n.program_id`;
}

/** As `siteChain` in the trail: of what belongs to no program. */
const siteProgram = '00000000-0000-0000-0000-000000000000';

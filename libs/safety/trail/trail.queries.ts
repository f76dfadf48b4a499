import { join, sql, type Sql, type Viewer } from '#platform';
import { concernsInLine, hasInterestInLine, self } from '../conflicts.js';
import { type ChainPlace, type LineColumns, type SealedLine, siteChain } from './trail-line.js';

/** Every column of a line, alias e; times as text, because JavaScript's end at milliseconds. */
const lineColumns = sql`
  e.id, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, e.action,
  e.actor_id as "actorId", e.actor_role as "actorRole", e.program_id as "programId", e.target_type as "targetType",
  e.target_id as "targetId", e.revision_id as "revisionId", e.from_state as "fromState", e.to_state as "toState",
  e.rule_ids as "ruleIds", e.reason_code as "reasonCode", e.request_id as "requestId", e.facts`;

/** A seal and the line it seals: aliases s and e. */
const sealedColumns = sql`
  s.seq, encode(s.hash, 'hex') as hash, encode(s.previous_hash, 'hex') as "previousHash", ${lineColumns}`;

/** As the statement returns it: the line's columns are null where the line is gone. */
export type SealedRecord = ChainPlace & { previousHash: string } & (LineColumns | { id: null });

export const sealedFrom = (record: SealedRecord): SealedLine => ({
  seq: record.seq,
  hash: record.hash,
  previousHash: record.previousHash,
  line: record.id === null ? null : record,
});

/** 0x7472_6169 is "trai"; the second key is the chain. Held to the end of the transaction. */
export const lockChain = (chain: string): Sql =>
  sql`select pg_advisory_xact_lock(${0x74_72_61_69}::int, hashtext(${chain}))`;

export const chainsThatWait = sql`
  with recursive waiting as (
    (select chain from audit_unsealed order by chain limit 1)
    union all
    select (select u.chain from audit_unsealed u where u.chain > w.chain order by u.chain limit 1)
    from waiting w where w.chain is not null
  ) select chain from waiting where chain is not null`;

export const waits = (chain: string): Sql => sql`select 1 as found from audit_unsealed where chain = ${chain} limit 1`;

/**
 * Takes the oldest lines that wait, in the order in which they will be sealed; `id` is null for one that was deleted. By
 * the rows' addresses: under `lockChain` nobody else takes them, and no plan reads the whole queue.
 */
export const takeWaiting = (chain: string, limit: number): Sql => sql`
  with taken as (
    delete from audit_unsealed where ctid = any(array(
      select ctid from audit_unsealed where chain = ${chain} order by at, audit_id limit ${limit})
    ) returning audit_id
  )
  select ${lineColumns} from taken left join audit_event e on e.id = taken.audit_id order by e.at, e.id`;

export const headOf = (chain: string): Sql => sql`
  select seq, encode(hash, 'hex') as hash from audit_seal where chain = ${chain} order by seq desc limit 1`;

export const placeAt = (chain: string, seq: number): Sql => sql`
  select seq, encode(hash, 'hex') as hash from audit_seal where chain = ${chain} and seq = ${seq}::bigint`;

export const addSeals = (
  chain: string,
  seals: readonly { seq: number; id: string; previousHash: string; hash: string }[],
): Sql => sql`
  insert into audit_seal (chain, seq, audit_id, previous_hash, hash)
  select ${chain}, n.seq, n.id, decode(n.previous, 'hex'), decode(n.hash, 'hex')
  from unnest(${seals.map(({ seq }) => seq)}::bigint[], ${seals.map(({ id }) => id)}::uuid[],
    ${seals.map(({ previousHash }) => previousHash)}::text[], ${seals.map(({ hash }) => hash)}::text[])
    as n (seq, id, previous, hash)`;

/** The next lines of a chain in order; a line that was deleted still has its seal here. */
export const linesBehind = (chain: string, seq: number, limit: number): Sql => sql`
  select ${sealedColumns} from audit_seal s left join audit_event e on e.id = s.audit_id
  where s.chain = ${chain} and s.seq > ${seq}::bigint order by s.seq limit ${limit}`;

/** Lines that have neither a seal nor wait for one, among the next so many by id: put among those that wait. */
export const findForgotten = (after: string, limit: number): Sql => sql`
  with slice as (
    select id, at, coalesce(program_id, ${siteChain}::uuid) as chain from audit_event
    where id > ${after}::uuid order by id limit ${limit}
  ), found as (
    insert into audit_unsealed (chain, at, audit_id)
    select l.chain, l.at, l.id from slice l
    where not exists (select from audit_seal s where s.audit_id = l.id)
      and not exists (select from audit_unsealed u where u.chain = l.chain and u.at = l.at and u.audit_id = l.id)
    on conflict do nothing returning 1
  )
  select (select max(id::text) from slice) as last, (select count(*)::int from found) as found`;

/** The first place of a program's chain that is not what the site's chain says it was (`chain.verified`). */
export const brokenAnchor = (chain: string): Sql => sql`
  select (a.facts ->> 'seq')::bigint as seq from audit_event a
    left join audit_seal s on s.chain = ${chain} and s.seq = (a.facts ->> 'seq')::bigint
  where a.target_id = ${chain}::text and a.action = 'chain.verified' and a.program_id is null
    and encode(s.hash, 'hex') is distinct from a.facts ->> 'hash'
  order by 1 limit 1`;

export interface Verification extends ChainPlace {
  checkedAt: Date;
  brokenSeq: number | null;
}

export const verificationOf = (chain: string): Sql => sql`
  select checked_seq as seq, encode(checked_hash, 'hex') as hash, checked_at as "checkedAt", broken_seq as "brokenSeq"
  from audit_verification where chain = ${chain}`;

/** A chain that is broken keeps the place up to which it was last whole. */
export const storeVerification = (chain: string, whole: ChainPlace, broken: number | null, now: Date): Sql => sql`
  insert into audit_verification (chain, checked_seq, checked_hash, checked_at, broken_seq)
  values (${chain}, ${whole.seq}::bigint, decode(${whole.hash}, 'hex'), ${now}::timestamptz, ${broken}::bigint)
  on conflict (chain) do update set checked_at = excluded.checked_at, broken_seq = excluded.broken_seq,
    checked_seq = case when excluded.broken_seq is null then excluded.checked_seq else audit_verification.checked_seq end,
    checked_hash = case when excluded.broken_seq is null then excluded.checked_hash else audit_verification.checked_hash end`;

export const brokenChains = sql`select count(*)::int as count from audit_verification where broken_seq is not null`;

/** All chains there are: programs, and the site's. */
export const allChains = sql`
  select id as chain from program union all select ${siteChain}::uuid order by 1`;

/** When the oldest line was written that still waits for its seal: one look into each chain, however long its queue. */
export const oldestUnsealed = sql`
  select min(w.at) as at from (${allChains}) c
  cross join lateral (select u.at from audit_unsealed u where u.chain = c.chain order by u.at limit 1) w`;

export interface TrailCriteria {
  actions?: readonly string[];
  actorId?: string;
  targetType?: string;
  targetId?: string;
  from?: Date;
  to?: Date;
}

/**
 * Newest first; never what tells the reader who reported or blocked them (`conflicts.ts`): `seq` shows that a line is
 * there, and another reader sees it. `hashBefore` is the hash that the line before this one really has. */
export function trailPage(
  viewer: Viewer,
  chain: string,
  criteria: TrailCriteria,
  key: number | null,
  limit: number,
): Sql {
  const { actions, actorId, targetType, targetId, from, to } = criteria;
  const conditions = [
    sql`s.chain = ${chain}`,
    sql`not ${hasInterestInLine(self(viewer))}`,
    ...(key === null ? [] : [sql`s.seq < ${key}::bigint`]),
    ...(actions ? [sql`e.action = any(${actions}::text[])`] : []),
    ...(actorId ? [sql`e.actor_id = ${actorId}::uuid`] : []),
    ...(targetType ? [sql`e.target_type = ${targetType}`] : []),
    ...(targetId ? [sql`e.target_id = ${targetId}`] : []),
    // Said again in the words of the index over times.
    ...(from || to ? [sql`e.program_id = ${chain}`] : []),
    ...(from ? [sql`e.at >= ${from}::timestamptz`] : []),
    ...(to ? [sql`e.at < ${to}::timestamptz`] : []),
  ];
  return sql`
    select ${sealedColumns}, encode(p.hash, 'hex') as "hashBefore",
      (e.actor_id is null and ${concernsInLine(self(viewer))}) as "concernsViewer"
    from audit_seal s join audit_event e on e.id = s.audit_id
      left join audit_seal p on p.chain = s.chain and p.seq = s.seq - 1
    where ${join(conditions, ' and ')} order by s.seq desc limit ${limit}`;
}

/** Lines by id, of these programs alone. */
export const trailLines = (viewer: Viewer, programIds: readonly string[], ids: readonly string[]): Sql => sql`
  select ${sealedColumns}, (e.actor_id is null and ${concernsInLine(self(viewer))}) as "concernsViewer"
  from audit_seal s join audit_event e on e.id = s.audit_id
  where e.id = any(${ids}::uuid[]) and s.chain = any(${programIds}::uuid[])
    and not ${hasInterestInLine(self(viewer))}`;

/** Columns of the tables that a made community fills, in the order in which foreign keys want them filled. */
export const columns = {
  organisation: ['id', 'name', 'created_at'],
  program: ['id', 'organisation_id', 'name', 'time_zone', 'jurisdiction', 'created_at'],
  cohort: ['id', 'program_id', 'name', 'starts_on', 'ends_on', 'created_at'],
  account: [
    'id',
    'username',
    'username_key',
    'username_skeleton',
    'display_name',
    'birth_date',
    'password_hash',
    'created_at',
    'password_changed_at',
    'sample',
  ],
  enrolment: ['id', 'account_id', 'program_id', 'cohort_id', 'role', 'status', 'in_force_until', 'created_at', 'accepted_at', 'confirmed_at'],
  consent: ['id', 'enrolment_id', 'kind', 'method', 'guardian_name', 'granted_at', 'expires_at', 'recorded_by'],
  screening: ['id', 'enrolment_id', 'status', 'checked_on', 'expires_on', 'recorded_at', 'recorded_by'],
  match: ['id', 'program_id', 'cohort_id', 'coordinator_id', 'state', 'state_changed_at', 'created_at'],
  match_participant: ['match_id', 'account_id', 'role'],
  board: ['id', 'kind', 'program_id', 'cohort_id', 'match_id', 'title', 'audience', 'moderators', 'created_at'],
  thread: [
    'id',
    'board_id',
    'kind',
    'title',
    'author_id',
    'author_role',
    'opening_post_id',
    'created_at',
    'published_at',
    'last_activity_at',
    'last_number',
    'post_count',
    'pinned',
    'accepted_post_id',
  ],
  post: [
    'id',
    'thread_id',
    'board_id',
    'author_id',
    'author_role',
    'parent_id',
    'parent_number',
    'number',
    'path',
    'depth',
    'ordinal',
    'rank',
    'last_ordinal',
    'reply_count',
    'state',
    'shown_revision_id',
    'latest_revision_id',
    'body_html',
    'body_text',
    'reaction_counts',
    'created_at',
    'published_at',
    'state_changed_at',
  ],
  revision: [
    'id',
    'post_id',
    'number',
    'author_id',
    'title',
    'body',
    'body_html',
    'body_text',
    'renderer_version',
    'state',
    'created_at',
  ],
  reaction: ['post_id', 'account_id', 'kind', 'created_at'],
  read_mark: ['account_id', 'thread_id', 'last_read_number', 'read_above', 'updated_at'],
  watch: ['id', 'account_id', 'thread_id', 'level', 'reason', 'updated_at'],
  board_event: ['board_id', 'seq', 'kind', 'thread_id', 'post_id', 'occurred_at'],
  board_log: ['board_id', 'last_seq', 'trimmed_to', 'post_count'],
  audit_event: [
    'id',
    'at',
    'action',
    'actor_id',
    'actor_role',
    'program_id',
    'target_type',
    'target_id',
    'revision_id',
    'from_state',
    'to_state',
    'rule_ids',
    'reason_code',
    'facts',
  ],
} as const;

export type Table = keyof typeof columns;

/** Dates become timestamps, arrays PostgreSQL arrays, objects jsonb; bytes are written as `\x…`. */
export type Value =
  string | number | boolean | null | Date | readonly (string | number)[] | Readonly<Record<string, string | number>>;

/** One row: exactly the columns above; all others keep their defaults. */
export type Row<T extends Table> = Readonly<Record<(typeof columns)[T][number], Value>>;

/** All rows of one table, made while they are asked for. */
export interface Filling {
  table: Table;
  rows: Iterable<Row<Table>>;
}

/** Names the table of some rows; the compiler holds them to its columns. */
export function filling<T extends Table>(table: T, rows: Iterable<Row<T>>): Filling {
  return { table, rows: rows as Iterable<Row<Table>> };
}

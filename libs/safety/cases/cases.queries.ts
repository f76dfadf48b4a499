import type { PersonType } from '#membership';
import { globalId, type Role, sql, type Sql, type Viewer } from '#platform';
import type { Priority } from '../safety.types.js';
import { visibleCases } from './cases.policy.js';
import type {
  CaseEvidence,
  CaseFlag,
  CaseOutcome,
  CaseState,
  ExternalReport,
  SafetyCase,
  SafetyCaseEntry,
} from './cases.types.js';

/** [account id, display name, role in the program] */
type PersonTuple = [string, string, Role | null];

/** Somebody by account id, with the part they play or played in the program of case `c`. */
const person = (accountId: Sql): Sql => sql`(
  select json_build_array(x.id, x.display_name, (
    select e.role from enrolment e where e.account_id = x.id and e.program_id = c.program_id
    order by e.status in ('CLOSED', 'ERASED'), e.created_at limit 1))
  from account x where x.id = ${accountId})`;

export const personFrom = ([id, displayName, role]: PersonTuple): PersonType => ({
  id: globalId('Account', id),
  displayName,
  role,
});

const personOrNull = (tuple: PersonTuple | null): PersonType | null => tuple && personFrom(tuple);

export interface CaseRecord {
  id: string;
  programId: string;
  postId: string | null;
  revisionId: string | null;
  state: CaseState;
  priority: Priority;
  category: string;
  openedAt: Date;
  acknowledgeDueAt: Date;
  acknowledgedAt: Date | null;
  decideDueAt: Date;
  decidedAt: Date | null;
  closedAt: Date | null;
  outcome: CaseOutcome | null;
  subject: PersonTuple | null;
  about: PersonTuple | null;
  owner: PersonTuple | null;
}

/** Cases that the viewer sees and that meet the condition. */
export const caseRows = (viewer: Viewer, condition: Sql, order = sql``): Sql => sql`
  select c.id, c.program_id as "programId", c.post_id as "postId", c.revision_id as "revisionId", c.state, c.priority,
    c.category, c.opened_at as "openedAt", c.acknowledge_due_at as "acknowledgeDueAt",
    c.acknowledged_at as "acknowledgedAt", c.decide_due_at as "decideDueAt", c.decided_at as "decidedAt",
    c.closed_at as "closedAt", c.outcome, ${person(sql`c.subject_account_id`)} as subject,
    ${person(sql`c.about_account_id`)} as about, ${person(sql`c.owner_id`)} as owner
  from safety_case c where ${visibleCases(viewer)} and ${condition} ${order}`;

export const caseFrom = ({ subject, about, owner, ...row }: CaseRecord): SafetyCase => {
  const { id, programId, postId, revisionId, ...shown } = row;
  return {
    __typename: 'SafetyCase',
    ...shown,
    id: globalId('SafetyCase', id),
    subject: personOrNull(subject),
    about: personOrNull(about),
    owner: personOrNull(owner),
    row: { id, programId, postId, revisionId },
  };
};

export interface EvidenceRecord extends Omit<CaseEvidence, 'author'> {
  author: PersonTuple;
}

/** The text of a case, whatever became of its post; the caller has found that the viewer sees the case. */
export const evidenceOf = (caseId: string): Sql => sql`
  select r.post_id as "postId", r.id as "revisionId", t.title as "threadTitle", r.body, r.body_html as "bodyHtml",
    r.created_at as "createdAt", ${person(sql`p.author_id`)} as author
  from safety_case c join revision r on r.id = c.revision_id join post p on p.id = r.post_id
    join thread t on t.id = p.thread_id
  where c.id = ${caseId}`;

export const evidenceFrom = (row: EvidenceRecord): CaseEvidence => ({
  ...row,
  postId: globalId('Post', row.postId),
  revisionId: globalId('Revision', row.revisionId),
  author: personFrom(row.author),
});

export interface EntryRecord extends Omit<SafetyCaseEntry, 'actor'> {
  actor: PersonTuple | null;
}

export const entriesOf = (caseId: string, key: readonly [string, string] | null, limit: number): Sql => sql`
  select n.id, n.at, n.kind, n.text, ${person(sql`n.actor_id`)} as actor
  from safety_case_entry n join safety_case c on c.id = n.safety_case_id
  where n.safety_case_id = ${caseId} and ${key ? sql`(n.at, n.id) > (${key[0]}::timestamptz, ${key[1]}::uuid)` : sql`true`}
  order by n.at, n.id limit ${limit}`;

export const entryFrom = (row: EntryRecord): SafetyCaseEntry => ({ ...row, actor: personOrNull(row.actor) });

export interface FlagRecord extends Omit<CaseFlag, 'reporter'> {
  reporter: PersonTuple;
}

export const flagsOf = (caseId: string): Sql => sql`
  select f.category, f.note, f.created_at as "createdAt", ${person(sql`f.reporter_id`)} as reporter
  from flag f join safety_case c on c.id = f.case_id where f.case_id = ${caseId} order by f.id limit 100`;

export const flagFrom = (row: FlagRecord): CaseFlag => ({ ...row, reporter: personFrom(row.reporter) });

export const reportsOf = (caseId: string): Sql => sql`
  select id, agency, reference, due_at as "dueAt", made_at as "madeAt" from external_report
  where safety_case_id = ${caseId} order by due_at, id limit 100`;

export type ReportRecord = ExternalReport;

import { Injectable } from '@nestjs/common';
import {
  type Connection,
  Database,
  encodeCursor,
  type ForwardArgs,
  globalId,
  isInstant,
  isUuid,
  pageOf,
  readPage,
  Refusal,
  sql,
  uuidOf,
  type Viewer,
} from '#platform';
import type { Priority } from '../safety.types.js';
import { pagedTo } from './cases.policy.js';
import {
  caseFrom,
  type CaseRecord,
  caseRows,
  entriesOf,
  entryFrom,
  type EntryRecord,
  evidenceFrom,
  evidenceOf,
  type EvidenceRecord,
  flagFrom,
  type FlagRecord,
  flagsOf,
  type ReportRecord,
  reportsOf,
} from './cases.queries.js';
import type {
  CaseEvidence,
  CaseFlag,
  CaseState,
  ExternalReport,
  PagedCase,
  SafetyCase,
  SafetyCaseEntry,
} from './cases.types.js';

type CaseKey = readonly [priority: string, openedAt: string, id: string];
type EntryKey = readonly [at: string, id: string];

const isCaseKey = ([priority, openedAt, id]: readonly unknown[]): boolean =>
  (priority === 'P0' || priority === 'P1') && isInstant(openedAt) && isUuid(id);
const isEntryKey = ([at, id]: readonly unknown[]): boolean => isInstant(at) && isUuid(id);

/** Cases as those see them who may. Every reading is written down (`@Reads` on the type). */
@Injectable()
export class CasesReader {
  constructor(private readonly database: Database) {}

  async one(viewer: Viewer, id: string): Promise<SafetyCase | null> {
    const uuid = uuidOf('SafetyCase', id);
    return uuid ? ((await this.byIds(viewer, [uuid]))[0] ?? null) : null;
  }

  async byIds(viewer: Viewer, ids: readonly string[]): Promise<(SafetyCase | null)[]> {
    const rows = await this.database.rows<CaseRecord>(caseRows(viewer, sql`c.id = any(${ids}::uuid[])`));
    return ids.map((id) => rows.filter((row) => row.id === id).map(caseFrom)[0] ?? null);
  }

  /** Most urgent first, then the longest open. */
  async ofProgram(
    viewer: Viewer,
    programId: string,
    args: ForwardArgs & { state?: CaseState | null; priority?: Priority | null },
  ): Promise<Connection<SafetyCase>> {
    const page = readPage<CaseKey>('safetyCases', args, isCaseKey);
    const uuid = uuidOf('Program', programId);
    const { state = null, priority = null } = args;
    const beyond = page.key
      ? sql`(c.priority, c.opened_at, c.id) > (${page.key[0]}, ${page.key[1]}::timestamptz, ${page.key[2]}::uuid)`
      : sql`true`;
    const rows = await this.database.rows<CaseRecord>(
      caseRows(
        viewer,
        sql`c.program_id = ${uuid}::uuid and (${state}::text is null or c.state = ${state})
          and (${priority}::text is null or c.priority = ${priority}) and ${beyond}`,
        sql`order by c.priority, c.opened_at, c.id limit ${page.limit + 1}`,
      ),
    );
    const cursorOf = (row: CaseRecord): string =>
      encodeCursor('safetyCases', [row.priority, row.openedAt.toISOString(), row.id]);
    return pageOf(rows, page, cursorOf, caseFrom);
  }

  /** The case is the viewer's to see: whoever resolves a field of it has got it from here. */
  async evidence({ row }: SafetyCase): Promise<CaseEvidence | null> {
    const found = await this.database.first<EvidenceRecord>(evidenceOf(row.id));
    return found && evidenceFrom(found);
  }

  async timeline({ row }: SafetyCase, args: ForwardArgs): Promise<Connection<SafetyCaseEntry>> {
    const page = readPage<EntryKey>('caseEntries', args, isEntryKey);
    const rows = await this.database.rows<EntryRecord>(entriesOf(row.id, page.key, page.limit + 1));
    const cursorOf = ({ at, id }: EntryRecord): string => encodeCursor('caseEntries', [at.toISOString(), id]);
    return pageOf(rows, page, cursorOf, entryFrom);
  }

  async flags({ row }: SafetyCase): Promise<CaseFlag[]> {
    return (await this.database.rows<FlagRecord>(flagsOf(row.id))).map(flagFrom);
  }

  async reports({ row }: SafetyCase): Promise<ExternalReport[]> {
    return this.database.rows<ReportRecord>(reportsOf(row.id));
  }

  /** What the viewer was told of and nobody has taken on; at most 100. */
  async pagesOf(viewer: Viewer): Promise<PagedCase[]> {
    const rows = await this.database.rows<Omit<PagedCase, 'caseId'> & { id: string }>(sql`
      select c.id, c.priority, p.name as "programName",
        (select min(claimed_at) from page where page.safety_case_id = c.id and page.account_id = ${viewer.accountId})
          as "toldAt"
      from safety_case c join program p on p.id = c.program_id
      where ${pagedTo(viewer)} and c.acknowledged_at is null order by c.priority, c.opened_at, c.id limit 100`);
    return rows.map(({ id, ...page }) => ({ ...page, caseId: globalId('SafetyCase', id) }));
  }

  async required(viewer: Viewer, uuid: string): Promise<SafetyCase> {
    const [found] = await this.byIds(viewer, [uuid]);
    if (!found) throw Refusal.notFound();
    return found;
  }
}

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { NodeLoaders, type Recurring } from '#platform';
import { CaseLog } from './cases/case-log.js';
import { casesSchedule, CaseWatch } from './cases/case-watch.js';
import { Cases } from './cases/cases.js';
import { CasesReader } from './cases/cases.reader.js';
import { CasesResolver, ViewerPagesResolver } from './cases/cases.resolver.js';
import { CasesService } from './cases/cases.service.js';
import { ExternalReports } from './cases/external-reports.service.js';
import { ExternalReportRow, SafetyCaseEntryRow, SafetyCaseRow } from './cases/safety-case.entity.js';
import { FlagIntake } from './flags/flag-intake.js';
import { FlagLimits } from './flags/flag-limits.js';
import { FlagMeasures } from './flags/flag-measures.js';
import { FlagNotice } from './flags/flag-notice.js';
import { FlagOutcomes } from './flags/flag-outcomes.js';
import { FlagRows } from './flags/flag-rows.js';
import { FlagTargets } from './flags/flag-targets.js';
import { FlagRow } from './flags/flag.entity.js';
import { FlagsReader } from './flags/flags.reader.js';
import { FlagNotesResolver, FlagsResolver } from './flags/flags.resolver.js';
import { FlagsService } from './flags/flags.service.js';
import { HelpService } from './flags/help.service.js';
import { NoteReading } from './flags/notes.js';
import { OnCallChain } from './on-call/chain.js';
import { LeadNotices } from './on-call/lead-notices.js';
import { LeadNoticeRow, LeadPageRow, OnCallShiftRow, PageRow } from './on-call/on-call.entity.js';
import { OnCallResolver } from './on-call/on-call.resolver.js';
import { OnCallReader, OnCallService } from './on-call/on-call.service.js';
import { PagingChannels } from './on-call/paging-channels.js';
import { LatePages } from './on-call/late-pages.js';
import { PageFallback } from './on-call/page-fallback.js';
import { PageRows } from './on-call/page-rows.js';
import { Paging } from './on-call/paging.js';
import { AppealReading } from './sanctions/appeal-reading.js';
import { Measures } from './sanctions/measures.js';
import { SanctionRow } from './sanctions/sanction.entity.js';
import { SanctionsReader } from './sanctions/sanctions.reader.js';
import { SanctionsResolver } from './sanctions/sanctions.resolver.js';
import { SanctionAppeals } from './sanctions/sanction-appeals.service.js';
import { SanctionedPeople } from './sanctions/sanctioned-people.js';
import { SanctionRecord } from './sanctions/sanction-record.js';
import { SanctionsService } from './sanctions/sanctions.service.js';
import { SupportReader } from './support/support.reader.js';

/** What `node(id)` finds of these rooms: each through its own visibility, and a case with a line in the trail. */
@Injectable()
class SafeguardingNodes implements OnModuleInit {
  constructor(
    private readonly nodes: NodeLoaders,
    private readonly cases: CasesReader,
    private readonly flags: FlagsReader,
    private readonly sanctions: SanctionsReader,
  ) {}

  onModuleInit(): void {
    this.nodes.register('SafetyCase', (viewer, ids) => this.cases.byIds(viewer, ids));
    this.nodes.register('Flag', (viewer, ids) => this.flags.byIds(viewer, ids));
    this.nodes.register('Sanction', (viewer, ids) => this.sanctions.byIds(viewer, ids));
  }
}

/** The rooms that are about people rather than texts: flags, cases, on-call, sanctions, support. */
export const safeguardingProviders = [
  AppealReading,
  CaseLog,
  Cases,
  CasesReader,
  CasesResolver,
  CasesService,
  CaseWatch,
  ExternalReports,
  FlagIntake,
  FlagLimits,
  FlagMeasures,
  FlagNotesResolver,
  FlagNotice,
  FlagOutcomes,
  FlagRows,
  FlagsReader,
  FlagsResolver,
  FlagsService,
  FlagTargets,
  HelpService,
  LatePages,
  LeadNotices,
  Measures,
  NoteReading,
  OnCallChain,
  OnCallReader,
  OnCallResolver,
  OnCallService,
  PageFallback,
  PageRows,
  Paging,
  PagingChannels,
  SafeguardingNodes,
  SanctionAppeals,
  SanctionedPeople,
  SanctionRecord,
  SanctionsReader,
  SanctionsResolver,
  SanctionsService,
  SupportReader,
  ViewerPagesResolver,
];

export const safeguardingEntities = [
  ExternalReportRow,
  FlagRow,
  LeadNoticeRow,
  LeadPageRow,
  OnCallShiftRow,
  PageRow,
  SafetyCaseEntryRow,
  SafetyCaseRow,
  SanctionRow,
];

export const safeguardingSchedule: readonly Recurring[] = casesSchedule;

import { Args, ArgsType, Field, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { ViewerType } from '#accounts';
import { type Connection, CurrentViewer, ForwardArgs, Reads, Staff, type Viewer } from '#platform';
import { Priority } from '../safety.types.js';
import {
  AcknowledgeCaseInput,
  AddCaseNoteInput,
  AssignCaseInput,
  CloseCaseInput,
  RecordExternalReportInput,
  ReprioritiseCaseInput,
  SafetyCasePayload,
} from './cases.inputs.js';
import { CasesReader } from './cases.reader.js';
import { CasesService } from './cases.service.js';
import {
  CaseEvidence,
  CaseFlag,
  CaseState,
  ExternalReport,
  PagedCase,
  SafetyCase,
  SafetyCaseConnection,
  SafetyCaseEntry,
  SafetyCaseEntryConnection,
} from './cases.types.js';
import { ExternalReports } from './external-reports.service.js';

@ArgsType()
class SafetyCasesArgs extends ForwardArgs {
  @Field(() => ID, { description: 'The program.' })
  programId!: string;
  @Field(() => CaseState, { nullable: true, description: 'Those in this state only.' })
  state?: CaseState | null;
  @Field(() => Priority, { nullable: true, description: 'Those of this priority only.' })
  priority?: Priority | null;
}

const input = { description: 'Which case, and what to do.' };

@Resolver(() => SafetyCase)
export class CasesResolver {
  constructor(
    private readonly reader: CasesReader,
    private readonly service: CasesService,
    private readonly externalReportsService: ExternalReports,
  ) {}

  @Staff()
  @Query(() => SafetyCaseConnection, {
    description:
      'Cases that you own or answer for as safeguarding lead, most urgent first. Each reading is written down.',
  })
  safetyCases(@CurrentViewer() viewer: Viewer, @Args() args: SafetyCasesArgs): Promise<Connection<SafetyCase>> {
    return this.reader.ofProgram(viewer, args.programId, args);
  }

  @Staff()
  @Query(() => SafetyCase, { nullable: true, description: 'A case that you own or answer for as safeguarding lead.' })
  safetyCase(
    @CurrentViewer() viewer: Viewer,
    @Args('id', { type: () => ID, description: 'Its id.' }) id: string,
  ): Promise<SafetyCase | null> {
    return this.reader.one(viewer, id);
  }

  @Reads(({ row }: SafetyCase) => [
    { action: 'case.read', id: row.id },
    { action: 'case.evidence_read', id: row.id },
  ])
  @ResolveField(() => CaseEvidence, { nullable: true, description: 'The text that it is about, if it is about one.' })
  evidence(@Parent() safetyCase: SafetyCase): Promise<CaseEvidence | null> {
    return this.reader.evidence(safetyCase);
  }

  @ResolveField(() => SafetyCaseEntryConnection, { description: 'What happened, in order.' })
  timeline(@Parent() safetyCase: SafetyCase, @Args() args: ForwardArgs): Promise<Connection<SafetyCaseEntry>> {
    return this.reader.timeline(safetyCase, args);
  }

  @ResolveField(() => [CaseFlag], { description: 'Flags that belong to it; at most 100.' })
  flags(@Parent() safetyCase: SafetyCase): Promise<CaseFlag[]> {
    return this.reader.flags(safetyCase);
  }

  @ResolveField(() => [ExternalReport], { description: 'Reports to somebody outside, made and due; at most 100.' })
  externalReports(@Parent() safetyCase: SafetyCase): Promise<ExternalReport[]> {
    return this.reader.reports(safetyCase);
  }

  @Staff()
  @Mutation(() => SafetyCasePayload, {
    description: 'Takes a case on that you were told of: nobody else is paged. Errors: NOT_FOUND, CONFLICT.',
  })
  async acknowledgeCase(
    @CurrentViewer() viewer: Viewer,
    @Args('input', input) given: AcknowledgeCaseInput,
  ): Promise<SafetyCasePayload> {
    return this.changed(viewer, await this.service.acknowledge(viewer, given));
  }

  @Staff()
  @Mutation(() => SafetyCasePayload, {
    description: 'Gives a case to another owner. Errors: NOT_FOUND, CONFLICT, INVALID_INPUT.',
  })
  async assignCase(
    @CurrentViewer() viewer: Viewer,
    @Args('input', input) given: AssignCaseInput,
  ): Promise<SafetyCasePayload> {
    return this.changed(viewer, await this.service.assign(viewer, given));
  }

  @Staff()
  @Mutation(() => SafetyCasePayload, { description: 'Writes a note into a case. Errors: NOT_FOUND, CONFLICT.' })
  async addCaseNote(
    @CurrentViewer() viewer: Viewer,
    @Args('input', input) given: AddCaseNoteInput,
  ): Promise<SafetyCasePayload> {
    return this.changed(viewer, await this.service.addNote(viewer, given));
  }

  @Staff()
  @Mutation(() => SafetyCasePayload, {
    description:
      'Writes down that somebody outside has to be told (a clock of twelve hours starts) or was told. Errors: NOT_FOUND, CONFLICT, INVALID_INPUT.',
  })
  async recordExternalReport(
    @CurrentViewer() viewer: Viewer,
    @Args('input', input) given: RecordExternalReportInput,
  ): Promise<SafetyCasePayload> {
    return this.changed(viewer, await this.externalReportsService.record(viewer, given));
  }

  @Staff()
  @Mutation(() => SafetyCasePayload, {
    description:
      'Changes the priority: upward for whoever works on the case, downward for a safeguarding lead with a reason. Errors: NOT_FOUND, FORBIDDEN, CONFLICT, INVALID_INPUT.',
  })
  async reprioritiseCase(
    @CurrentViewer() viewer: Viewer,
    @Args('input', input) given: ReprioritiseCaseInput,
  ): Promise<SafetyCasePayload> {
    return this.changed(viewer, await this.service.reprioritise(viewer, given));
  }

  @Staff()
  @Mutation(() => SafetyCasePayload, {
    description: 'Brings a case to an end. Errors: NOT_FOUND, CONFLICT while a report to the outside is due.',
  })
  async closeCase(
    @CurrentViewer() viewer: Viewer,
    @Args('input', input) given: CloseCaseInput,
  ): Promise<SafetyCasePayload> {
    return this.changed(viewer, await this.service.close(viewer, given));
  }

  private async changed(viewer: Viewer, caseId: string): Promise<SafetyCasePayload> {
    return { safetyCase: (await this.reader.byIds(viewer, [caseId]))[0] ?? null };
  }
}

@Resolver(() => ViewerType)
export class ViewerPagesResolver {
  constructor(private readonly reader: CasesReader) {}

  @ResolveField(() => [PagedCase], {
    description: 'Cases that you were told of and that nobody has taken on yet; empty for those who are not staff.',
  })
  pages(@Parent() viewer: Viewer): Promise<PagedCase[]> {
    return this.reader.pagesOf(viewer);
  }
}

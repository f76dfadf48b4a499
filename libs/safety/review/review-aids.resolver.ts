import { Args, Field, GraphQLISODateTime, ID, Int, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { Clock, CurrentViewer, Database, requireUuid, Role, Staff, staffRoles, type Viewer } from '#platform';
import { type CoverageFigures, coverageFigures } from './coverage.js';
import { mayReadFigures } from './review.policy.js';
import { SavedReasonsService } from './saved-reasons.service.js';
import {
  RemoveSavedReasonInput,
  RemoveSavedReasonPayload,
  SavedReasons,
  SaveReasonInput,
  SaveReasonPayload,
} from './saved-reasons.types.js';

@ObjectType({ description: 'Whether staff see what pairs write: posts of the last thirty days.' })
export class CoverageReport {
  @Field(() => Int, { description: 'Published posts by mentees and mentors on the boards of pairs.' })
  published!: number;
  @Field(() => Int, { description: 'Of these, seen by a member of staff within seven days.' })
  seenInTime!: number;
  @Field(() => Int, { description: 'Not seen, and older than seven days: must be 0.' })
  unseenTooLong!: number;
  @Field(() => GraphQLISODateTime, { description: 'When it was counted.' })
  asOf!: Date;
}

const ofProgram = { type: () => ID, description: 'The program.' };

/** What helps those who review: words for reasons, and the figure that says whether everything is seen. */
@Resolver()
export class ReviewAidsResolver {
  constructor(
    private readonly reasons: SavedReasonsService,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  @Staff()
  @Query(() => SavedReasons, { description: 'Words for reasons. Errors: NOT_FOUND, FORBIDDEN.' })
  savedReasons(
    @CurrentViewer() viewer: Viewer,
    @Args('programId', ofProgram) programId: string,
  ): Promise<SavedReasons> {
    return this.reasons.of(viewer, programId);
  }

  @Staff()
  @Mutation(() => SaveReasonPayload, {
    description: 'Keeps words for a reason. Errors: NOT_FOUND, FORBIDDEN, CONFLICT, INVALID_INPUT.',
  })
  async saveReason(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'The words.' }) input: SaveReasonInput,
  ): Promise<SaveReasonPayload> {
    return { savedReason: await this.reasons.save(viewer, input) };
  }

  @Staff()
  @Mutation(() => RemoveSavedReasonPayload, { description: 'Forgets words for a reason. Errors: NOT_FOUND.' })
  async removeSavedReason(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which.' }) { savedReasonId }: RemoveSavedReasonInput,
  ): Promise<RemoveSavedReasonPayload> {
    await this.reasons.remove(viewer, savedReasonId);
    return { savedReasonId };
  }

  @Staff(...staffRoles, Role.AUDITOR)
  @Query(() => CoverageReport, { description: 'Whether staff see what pairs write. Errors: NOT_FOUND.' })
  async coverage(
    @CurrentViewer() viewer: Viewer,
    @Args('programId', ofProgram) program: string,
  ): Promise<CoverageReport> {
    const programId = requireUuid('Program', program);
    mayReadFigures(viewer, programId);
    const asOf = this.clock.now();
    const figures = await this.database.first<CoverageFigures>(coverageFigures(programId, asOf));
    return { ...(figures ?? { published: 0, seenInTime: 0, unseenTooLong: 0 }), asOf };
  }
}

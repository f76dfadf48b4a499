import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { CurrentViewer, Role, Staff, type Viewer } from '#platform';
import { TrailReader } from './trail.reader.js';
import { AuditTrail, AuditTrailArgs, AuditVerification } from './trail.types.js';

@Resolver(() => AuditTrail)
export class TrailResolver {
  constructor(private readonly reader: TrailReader) {}

  @Staff(Role.AUDITOR, Role.SAFEGUARDING_LEAD, Role.PROGRAM_ADMIN)
  @Query(() => AuditTrail, {
    description:
      'Everything that was done in a program, newest first, sealed up to now; reading it is a line of its own once an hour. Errors: NOT_FOUND, FORBIDDEN, INVALID_INPUT.',
  })
  auditTrail(@CurrentViewer() viewer: Viewer, @Args() args: AuditTrailArgs): Promise<AuditTrail> {
    return this.reader.page(viewer, args);
  }

  @ResolveField(() => Boolean, {
    description:
      'The page and the newest 5,000 lines are what was sealed, and nothing older was found otherwise when the whole chain was last checked, which is every night.',
  })
  verified(@Parent() trail: AuditTrail): Promise<boolean> {
    return this.reader.verified(trail);
  }

  @Staff(Role.AUDITOR, Role.SAFEGUARDING_LEAD, Role.PROGRAM_ADMIN)
  @Query(() => AuditVerification, {
    description: 'Whether and when the trail of a program was found to be whole. Errors: NOT_FOUND, FORBIDDEN.',
  })
  auditVerification(
    @CurrentViewer() viewer: Viewer,
    @Args('programId', { type: () => ID, description: 'Whose trail.' }) programId: string,
  ): Promise<AuditVerification> {
    return this.reader.verificationOf(viewer, programId);
  }
}

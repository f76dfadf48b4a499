import { ResolveField, Resolver } from '@nestjs/graphql';
import { ViewerType } from '#accounts';
import { CurrentViewer, type Viewer } from '#platform';
import { EnrolmentsService } from './enrolments.service.js';
import { EnrolmentType } from './enrolments.types.js';

/** What this library adds to the viewer. */
@Resolver(() => ViewerType)
export class ViewerEnrolmentsResolver {
  constructor(private readonly service: EnrolmentsService) {}

  @ResolveField(() => [EnrolmentType], {
    description:
      'Where you are enrolled, also while a consent or screening is missing; not what has ended. At most 100.',
  })
  enrolments(@CurrentViewer() viewer: Viewer): Promise<EnrolmentType[]> {
    return this.service.ofViewer(viewer);
  }
}

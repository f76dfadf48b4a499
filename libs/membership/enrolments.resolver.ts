import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import DataLoader from 'dataloader';
import {
  CurrentRequest,
  CurrentViewer,
  type RequestContext,
  Role,
  Staff,
  uuidOf,
  ViewerLoader,
  type Viewer,
} from '#platform';
import { EnrolmentStops } from './enrolment-stops.service.js';
import { EnrolmentsService } from './enrolments.service.js';
import {
  ConsentType,
  EndEnrolmentInput,
  EndEnrolmentPayload,
  EnrolInput,
  EnrolmentType,
  EnrolPayload,
  LiftStopInput,
  LiftStopPayload,
} from './enrolments.types.js';

/** Key of the request's loader of consents. */
const consentsByEnrolment = Symbol('consents by enrolment');

@Resolver(() => EnrolmentType)
export class EnrolmentsResolver {
  constructor(
    private readonly service: EnrolmentsService,
    private readonly viewers: ViewerLoader,
    private readonly stops: EnrolmentStops,
  ) {}

  @Staff()
  @Mutation(() => EnrolPayload, {
    description:
      'Enrols a person; nobody enrols themselves. The first enrolment of an account that the organisation made is accepted with the account, every other one waits until the person accepts it. Then a minor waits for a consent, a mentor for a screening, a new safeguarding lead for the confirmation of another one.',
  })
  async enrol(
    @CurrentViewer() viewer: Viewer,
    @CurrentRequest() request: RequestContext,
    @Args('input', { description: 'Whom, where and as what.' }) input: EnrolInput,
  ): Promise<EnrolPayload> {
    const payload = await this.service.enrol(viewer, input);
    request.viewer = await this.viewers.load(viewer);
    return payload;
  }

  @Staff()
  @Mutation(() => EndEnrolmentPayload, {
    description:
      'Ends an enrolment: access is gone at once, and the matches of the person pause. Staff may end their own. CONFLICT for the last administrator and the last safeguarding lead of a program.',
  })
  async endEnrolment(
    @CurrentViewer() viewer: Viewer,
    @CurrentRequest() request: RequestContext,
    @Args('input', { description: 'Which, and why.' }) input: EndEnrolmentInput,
  ): Promise<EndEnrolmentPayload> {
    const payload = await this.service.endEnrolment(viewer, input);
    const own = uuidOf('Account', payload.enrolment.account.id) === viewer.accountId;
    if (own) request.viewer = await this.viewers.load(viewer);
    return payload;
  }

  @Staff(Role.SAFEGUARDING_LEAD)
  @Mutation(() => LiftStopPayload, {
    description:
      'Lifts the stop of a person for safety: the person takes part again as their consents and checks allow. Errors: NOT_FOUND, FORBIDDEN, INVALID_INPUT, CONFLICT while a safety case about the person is open.',
  })
  liftStop(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Whose, and why.' }) input: LiftStopInput,
  ): Promise<LiftStopPayload> {
    return this.stops.lift(viewer, input);
  }

  @ResolveField(() => [ConsentType], { description: 'What was consented to, newest first; at most 100.' })
  consents(
    @Parent() enrolment: EnrolmentType,
    @CurrentViewer() viewer: Viewer,
    @CurrentRequest() { memo }: RequestContext,
  ): Promise<ConsentType[]> {
    const known = memo.get(consentsByEnrolment) as DataLoader<string, ConsentType[]> | undefined;
    const loader = known ?? new DataLoader<string, ConsentType[]>((ids) => this.service.consents(viewer, ids));
    memo.set(consentsByEnrolment, loader);
    return loader.load(enrolment.uuid);
  }
}

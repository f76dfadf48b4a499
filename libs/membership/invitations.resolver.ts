import { Args, Mutation, ResolveField, Resolver } from '@nestjs/graphql';
import { ViewerType } from '#accounts';
import {
  CurrentRequest,
  CurrentViewer,
  type RequestContext,
  Role,
  SignedIn,
  Staff,
  ViewerLoader,
  type Viewer,
} from '#platform';
import { InvitationsService } from './invitations.service.js';
import {
  AcceptEnrolmentInput,
  AcceptEnrolmentPayload,
  ConfirmEnrolmentInput,
  ConfirmEnrolmentPayload,
  DeclineEnrolmentInput,
  DeclineEnrolmentPayload,
  Invitation,
} from './invitations.types.js';

@Resolver(() => ViewerType)
export class InvitationsResolver {
  constructor(
    private readonly service: InvitationsService,
    private readonly viewers: ViewerLoader,
  ) {}

  @ResolveField(() => [Invitation], {
    description: 'Enrolments of yours that wait for you to accept or decline them, oldest first; at most 100.',
  })
  invitations(@CurrentViewer() viewer: Viewer): Promise<Invitation[]> {
    return this.service.ofViewer(viewer);
  }

  @ResolveField(() => [Invitation], {
    description:
      'New safeguarding leads whom you may confirm: of programs of which you are one, and of programs of your organisation without one. Oldest first; at most 100; empty for everybody else.',
  })
  confirmations(@CurrentViewer() viewer: Viewer): Promise<Invitation[]> {
    return this.service.toConfirm(viewer);
  }

  @SignedIn()
  @Mutation(() => AcceptEnrolmentPayload, {
    description:
      'Accepts an enrolment of yours. Before that you read nothing of the program, and its staff have no power over your account.',
  })
  async acceptEnrolment(
    @CurrentViewer() viewer: Viewer,
    @CurrentRequest() request: RequestContext,
    @Args('input', { description: 'Which.' }) input: AcceptEnrolmentInput,
  ): Promise<AcceptEnrolmentPayload> {
    const id = await this.service.accept(viewer, input);
    const now = (request.viewer = await this.viewers.load(viewer)) ?? viewer;
    return { enrolment: await this.service.shown(now, id) };
  }

  @SignedIn()
  @Mutation(() => DeclineEnrolmentPayload, {
    description: 'Declines an enrolment of yours that you have not accepted. It ends.',
  })
  async declineEnrolment(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which.' }) input: DeclineEnrolmentInput,
  ): Promise<DeclineEnrolmentPayload> {
    await this.service.decline(viewer, input);
    return { enrolmentId: input.enrolmentId };
  }

  @Staff(Role.SAFEGUARDING_LEAD)
  @Mutation(() => ConfirmEnrolmentPayload, {
    description: 'Confirms a new safeguarding lead. Nobody confirms themselves; all leads of the program are told.',
  })
  async confirmEnrolment(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which.' }) input: ConfirmEnrolmentInput,
  ): Promise<ConfirmEnrolmentPayload> {
    return { invitation: await this.service.confirm(viewer, input) };
  }
}

import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import {
  type Connection,
  CurrentRequest,
  CurrentViewer,
  PageArgs,
  Public,
  type RequestContext,
  SignedIn,
  type Viewer,
} from '#platform';
import { Admission } from './admission.js';
import { PasswordConfirmation } from './password-confirmation.service.js';
import { Sessions, sessionOf } from './sessions.service.js';
import {
  ConfirmPasswordInput,
  ConfirmPasswordPayload,
  EndSessionInput,
  EndSessionPayload,
  RefreshSessionInput,
  RefreshSessionPayload,
  SessionConnection,
  SessionType,
  SignInInput,
  SignInPayload,
  SignOutEverywherePayload,
  SignOutPayload,
} from './sessions.types.js';
import { SignInFlood } from './sign-in-flood.js';
import { SignIn } from './sign-in.service.js';

@Resolver()
export class SessionsResolver {
  constructor(
    private readonly door: SignIn,
    private readonly flood: SignInFlood,
    private readonly admission: Admission,
    private readonly sessions: Sessions,
    private readonly confirmation: PasswordConfirmation,
  ) {}

  @Public({ opensSession: true })
  @Mutation(() => SignInPayload, {
    description:
      'Opens a session. It stands alone in its operation; wrong passwords are answered ever more slowly. If the request carries the token of somebody else, that session ends.',
  })
  async signIn(
    @Args('input', { description: 'Who signs in.' }) input: SignInInput,
    @CurrentRequest() request: RequestContext,
  ): Promise<SignInPayload> {
    await this.flood.admit(request.address);
    const grant = await this.door.signIn(input, request);
    const payload = await this.admission.welcome(grant, request);
    return { ...payload, endedSessions: (grant.ended ?? []).map((row) => sessionOf(row, payload.viewer)) };
  }

  @Public({ opensSession: true })
  @Mutation(() => RefreshSessionPayload, {
    description:
      'Gives the next tokens of a session. An old refresh token used again ends the whole session. It stands alone in its operation.',
  })
  async refreshSession(
    @Args('input', { description: 'The newest refresh token.' }) input: RefreshSessionInput,
    @CurrentRequest() request: RequestContext,
  ): Promise<RefreshSessionPayload> {
    return this.admission.welcome(await this.sessions.refresh(input.refreshToken, request), request);
  }

  @SignedIn({ beforePasswordChange: true })
  @Mutation(() => SignOutPayload, { description: 'Ends the session of this request, and closes its sockets.' })
  async signOut(@CurrentViewer() viewer: Viewer, @CurrentRequest() request: RequestContext): Promise<SignOutPayload> {
    await this.sessions.signOut(viewer);
    request.viewer = null;
    return { ok: true };
  }

  @SignedIn()
  @Mutation(() => SignOutEverywherePayload, {
    description:
      'Ends all of your sessions, on every device. Errors: PASSWORD_CONFIRMATION_REQUIRED ten minutes after the sign-in.',
  })
  async signOutEverywhere(
    @CurrentViewer() viewer: Viewer,
    @CurrentRequest() request: RequestContext,
  ): Promise<SignOutEverywherePayload> {
    const endedSessions = await this.sessions.signOutEverywhere(viewer);
    request.viewer = null;
    return { ok: true, endedSessions };
  }

  @SignedIn()
  @Mutation(() => EndSessionPayload, {
    description:
      'Ends one of your sessions, such as that of a lost telephone. Errors: NOT_FOUND; PASSWORD_CONFIRMATION_REQUIRED ten minutes after the sign-in, unless it is the session of this request.',
  })
  async endSession(
    @Args('input', { description: 'Which one.' }) input: EndSessionInput,
    @CurrentViewer() viewer: Viewer,
    @CurrentRequest() request: RequestContext,
  ): Promise<EndSessionPayload> {
    const session = await this.sessions.end(viewer, input.sessionId);
    if (session.current) request.viewer = null;
    return { session };
  }

  @SignedIn()
  @Mutation(() => ConfirmPasswordPayload, {
    description:
      'Gives your password again, for what refused with PASSWORD_CONFIRMATION_REQUIRED. Errors: INVALID_INPUT for a wrong one, RATE_LIMITED after several.',
  })
  async confirmPassword(
    @Args('input', { description: 'The password.' }) input: ConfirmPasswordInput,
    @CurrentViewer() viewer: Viewer,
  ): Promise<ConfirmPasswordPayload> {
    return { confirmedUntil: await this.confirmation.confirm(viewer, input.password) };
  }

  @SignedIn()
  @Query(() => SessionConnection, { description: 'Where you are signed in, newest first.' })
  async mySessions(@Args() page: PageArgs, @CurrentViewer() viewer: Viewer): Promise<Connection<SessionType>> {
    return this.sessions.mine(viewer, page);
  }
}

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
import { Sessions } from './sessions.service.js';
import {
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
import { SignIn } from './sign-in.service.js';

@Resolver()
export class SessionsResolver {
  constructor(
    private readonly door: SignIn,
    private readonly sessions: Sessions,
  ) {}

  @Public({ opensSession: true })
  @Mutation(() => SignInPayload, {
    description: 'Opens a session. At most once in an operation; wrong passwords are answered ever more slowly.',
  })
  async signIn(
    @Args('input', { description: 'Who signs in.' }) input: SignInInput,
    @CurrentRequest() request: RequestContext,
  ): Promise<SignInPayload> {
    return beginAs(request, await this.door.signIn(input, request));
  }

  @Public({ opensSession: true })
  @Mutation(() => RefreshSessionPayload, {
    description: 'Gives the next tokens of a session. An old refresh token used again ends the whole session.',
  })
  async refreshSession(
    @Args('input', { description: 'The newest refresh token.' }) input: RefreshSessionInput,
  ): Promise<RefreshSessionPayload> {
    return this.sessions.refresh(input.refreshToken);
  }

  @SignedIn()
  @Mutation(() => SignOutPayload, { description: 'Ends the session of this request, and closes its sockets.' })
  async signOut(@CurrentViewer() viewer: Viewer): Promise<SignOutPayload> {
    await this.sessions.signOut(viewer);
    return { ok: true };
  }

  @SignedIn()
  @Mutation(() => SignOutEverywherePayload, { description: 'Ends all of your sessions, on every device.' })
  async signOutEverywhere(@CurrentViewer() viewer: Viewer): Promise<SignOutEverywherePayload> {
    return { ok: true, endedSessions: await this.sessions.signOutEverywhere(viewer) };
  }

  @SignedIn()
  @Mutation(() => EndSessionPayload, { description: 'Ends one of your sessions, such as that of a lost telephone.' })
  async endSession(
    @Args('input', { description: 'Which one.' }) input: EndSessionInput,
    @CurrentViewer() viewer: Viewer,
  ): Promise<EndSessionPayload> {
    return { session: await this.sessions.end(viewer, input.sessionId) };
  }

  @SignedIn()
  @Query(() => SessionConnection, { description: 'Where you are signed in, newest first.' })
  async mySessions(@Args() page: PageArgs, @CurrentViewer() viewer: Viewer): Promise<Connection<SessionType>> {
    return this.sessions.mine(viewer, page);
  }
}

/**
 * The fields below `signIn.viewer` are read as the one who has just signed in. Only an anonymous request changes hands:
 * its other root fields were already refused if they need a viewer, so none of them gains anything.
 */
function beginAs(request: RequestContext, payload: SignInPayload): SignInPayload {
  if (request.viewer === null) (request as { viewer: Viewer | null }).viewer = payload.viewer;
  return payload;
}

import { Field, GraphQLISODateTime, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf, Node, type Viewer } from '#platform';
import { ViewerType } from './accounts.types.js';

@InputType({ description: 'Who signs in.' })
export class SignInInput {
  @Field({ description: 'The username, in any case; spaces around it do not matter.' })
  username!: string;
  @Field({ description: 'The password.' })
  password!: string;
}

@InputType({ description: 'The refresh token of a session.' })
export class RefreshSessionInput {
  @Field({
    description:
      'The newest one. Used twice, it ends the session, but for a minute in case an answer was lost: then it gives another successor, as long as none was used.',
  })
  refreshToken!: string;
}

@InputType({ description: 'One of your own sessions.' })
export class EndSessionInput {
  @Field(() => ID, { description: 'Which one.' })
  sessionId!: string;
}

@ObjectType({ isAbstract: true })
abstract class WithTokens {
  @Field({ description: 'Bearer token of the API, good for five minutes.' })
  accessToken!: string;
  @Field({ description: 'Gets the next access token, once (`refreshSession`). Keep it secret, and keep the newest.' })
  refreshToken!: string;
  @Field(() => GraphQLISODateTime, { description: 'When the access token ends.' })
  expiresAt!: Date;
  @Field(() => ViewerType, {
    description: 'Who is signed in with these tokens, also if the request came with the token of somebody else.',
  })
  viewer!: Viewer;
}

@ObjectType({ description: 'New tokens of the same session.' })
export class RefreshSessionPayload extends WithTokens {}

@InputType({ description: 'Your password once more.' })
export class ConfirmPasswordInput {
  @Field({ description: 'The password of now.' })
  password!: string;
}

@ObjectType({ description: 'The password was right.' })
export class ConfirmPasswordPayload {
  @Field(() => GraphQLISODateTime, { description: 'Until when this session may do what asks for it.' })
  confirmedUntil!: Date;
}

@ObjectType({ description: 'The session of this request has ended.' })
export class SignOutPayload {
  @Field({ description: 'Always true; a refusal is an error.' })
  ok!: boolean;
}

@ObjectType({ description: 'All of your sessions have ended, this one included.' })
export class SignOutEverywherePayload {
  @Field({ description: 'Always true; a refusal is an error.' })
  ok!: boolean;
  @Field(() => Int, { description: 'How many ended.' })
  endedSessions!: number;
}

@ObjectType('Session', {
  implements: () => [Node],
  description: 'One sign-in on one device. You see your own and nobody else’s.',
})
export class SessionType implements Node {
  __typename!: 'Session';
  id!: string;
  @Field({ description: 'Browser and system in words, as far as they tell.' })
  device!: string;
  @Field(() => String, { nullable: true, description: 'Internet address that it was signed in from.' })
  address!: string | null;
  @Field(() => GraphQLISODateTime, { description: 'When it was signed in.' })
  createdAt!: Date;
  @Field(() => GraphQLISODateTime, { description: 'When it last got new tokens.' })
  lastUsedAt!: Date;
  @Field(() => GraphQLISODateTime, { description: 'When it ends at the latest.' })
  expiresAt!: Date;
  @Field({ description: 'Whether it is the session of this very request.' })
  current!: boolean;
}

@ObjectType({ description: 'A new session.' })
export class SignInPayload extends WithTokens {
  @Field(() => [SessionType], {
    description: 'Your sessions that ended to make room, used longest ago first: an account has at most 25 at a time.',
  })
  endedSessions!: SessionType[];
}

export const SessionConnection = connectionOf(SessionType, 'Session');

@ObjectType({ description: 'The session has ended.' })
export class EndSessionPayload {
  @Field(() => SessionType, { description: 'As it was.' })
  session!: SessionType;
}

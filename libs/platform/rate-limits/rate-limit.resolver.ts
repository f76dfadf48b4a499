import { Field, GraphQLISODateTime, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { SignedIn } from '../access.js';
import { CurrentRequest, type RequestContext } from '../graphql/context.js';
import type { Budget } from './budgets.js';

@ObjectType({
  description:
    'Points of the running minute. HTTP answers carry the same in `x-ratelimit-limit`, `-remaining`, `-used` and `-reset` (seconds since 1970).',
})
export class RateLimit {
  @Field(() => Int, { description: 'Points of this operation: objects that it can return, at least 1.' })
  cost!: number;
  @Field(() => Int, { description: 'Points that an account has in a minute.' })
  limit!: number;
  @Field(() => Int, { description: 'Points left in this minute, after this operation.' })
  remaining!: number;
  @Field(() => GraphQLISODateTime, { description: 'When the next minute begins.' })
  resetAt!: Date;
}

@Resolver()
export class RateLimitResolver {
  @SignedIn()
  @Query(() => RateLimit, {
    nullable: true,
    description: 'What the caller may still ask for in this minute; null when limits are off.',
  })
  rateLimit(@CurrentRequest() { budget }: RequestContext): Budget | null {
    return budget;
  }
}

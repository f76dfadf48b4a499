import { Args, Query, Resolver } from '@nestjs/graphql';
import { Clock, SignedIn } from '#platform';
import { TextSpan } from '../review/review.types.js';
import { wordsToReconsider } from './nudge.js';

@Resolver()
export class NudgesResolver {
  constructor(private readonly clock: Clock) {}

  @SignedIn()
  @Query(() => [TextSpan], {
    description:
      'A nudge before sending: where a text has a word that hurts, at most 20 places. Nothing is stored, and nobody is told. No other rule answers here, and an empty list promises nothing. Errors: INVALID_INPUT.',
  })
  wordsToReconsider(
    @Args('text', { description: 'What is about to be sent, at most 20,000 characters of Markdown.' }) text: string,
  ): TextSpan[] {
    return [...wordsToReconsider(text, this.clock.now())];
  }
}

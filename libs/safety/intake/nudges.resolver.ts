import { Args, Query, Resolver } from '@nestjs/graphql';
import { CurrentViewer, SignedIn, type Viewer } from '#platform';
import { TextSpan } from '../review/review.types.js';
import { Nudges } from './nudges.js';

@Resolver()
export class NudgesResolver {
  constructor(private readonly nudges: Nudges) {}

  @SignedIn()
  @Query(() => [TextSpan], {
    description:
      'A nudge before sending: where a text has a word that hurts, at most 20 places. Nothing is stored, and nobody is told. No other rule answers here, and an empty list promises nothing. Once in an operation. Errors: INVALID_INPUT, RATE_LIMITED.',
  })
  wordsToReconsider(
    @CurrentViewer() viewer: Viewer,
    @Args('text', { description: 'What is about to be sent, at most 20,000 characters of Markdown.' }) text: string,
  ): Promise<TextSpan[]> {
    return this.nudges.wordsToReconsider(viewer, text);
  }
}

import { Args, ID, Int, Query, Resolver } from '@nestjs/graphql';
import { CurrentViewer, SignedIn, type Viewer } from '#platform';
import { MentionsService } from './mentions.service.js';
import { MentionCandidate } from './mentions.types.js';

@Resolver()
export class MentionsResolver {
  constructor(private readonly mentions: MentionsService) {}

  @SignedIn()
  @Query(() => [MentionCandidate], {
    description:
      'Readers of a board whose name begins so, by username: who is not among them cannot be mentioned there. Empty for a board that is not there for you. Errors: INVALID_INPUT, RATE_LIMITED.',
  })
  mentionCandidates(
    @CurrentViewer() viewer: Viewer,
    @Args('boardId', { type: () => ID, description: 'The board.' }) boardId: string,
    @Args('prefix', { description: 'Beginning of a username or display name, at most 60 characters; may be empty.' })
    prefix: string,
    @Args('first', { type: () => Int, nullable: true, description: 'How many, 1 to 20; 10 if absent.' })
    first?: number | null,
  ): Promise<MentionCandidate[]> {
    return this.mentions.candidates(viewer, boardId, prefix, first ?? 10);
  }
}

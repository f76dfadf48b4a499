import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { CurrentViewer, SignedIn, type Viewer } from '#platform';
import { ReadingService } from './reading.service.js';
import { MarkBoardReadInput, MarkBoardReadPayload, MarkReadInput, MarkReadPayload } from './reading.types.js';

@Resolver()
export class ReadingResolver {
  constructor(private readonly reading: ReadingService) {}

  @SignedIn()
  @Mutation(() => MarkReadPayload, {
    description: 'Notes what the viewer has read in a thread. Errors: NOT_FOUND, INVALID_INPUT.',
  })
  async markRead(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'What was read.' }) input: MarkReadInput,
  ): Promise<MarkReadPayload> {
    return { thread: await this.reading.markRead(viewer, input) };
  }

  @SignedIn()
  @Mutation(() => MarkBoardReadPayload, {
    description: 'Notes that the viewer has read everything on a board. Errors: NOT_FOUND.',
  })
  async markBoardRead(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which board.' }) input: MarkBoardReadInput,
  ): Promise<MarkBoardReadPayload> {
    return { board: await this.reading.markBoardRead(viewer, input.boardId) };
  }
}

import { GraphQLISODateTime, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Board, BoardKind } from '#forum';
import { CurrentRequest, type RequestContext } from '#platform';
import { StaffReadNotes } from './staff-read-notes.js';

@Resolver(() => Board)
export class StaffReadsResolver {
  constructor(private readonly notes: StaffReadNotes) {}

  @ResolveField(() => GraphQLISODateTime, {
    nullable: true,
    description:
      'When staff last read this match board, to the minute; null if never, and on other boards. What they read in the review queue or in a case does not count here. Everybody who reads the board is told.',
  })
  staffLastReadAt(@Parent() board: Board, @CurrentRequest() { memo }: RequestContext): Promise<Date | null> {
    if (board.kind !== BoardKind.MATCH) return Promise.resolve(null);
    return this.notes.lastReadOf(memo).load(board.row.id);
  }
}

import { GraphQLISODateTime, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import DataLoader from 'dataloader';
import { Board, BoardKind } from '#forum';
import { Clock, CurrentRequest, Database, type RequestContext } from '#platform';
import { StaffReadNotes } from './staff-read-notes.js';
import { staffReadsOf } from './staff-readers.queries.js';
import { StaffRead } from './staff-reads.types.js';

/** Key of the request's loader. */
const readsByBoard = Symbol('staff reads by board');

@Resolver(() => Board)
export class StaffReadsResolver {
  constructor(
    private readonly notes: StaffReadNotes,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  @ResolveField(() => GraphQLISODateTime, {
    nullable: true,
    description:
      'When staff last read this match board, to the minute; null if never, and on other boards. What they read in the review queue or in a case does not count here. Everybody who reads the board is told.',
  })
  staffLastReadAt(@Parent() board: Board, @CurrentRequest() { memo }: RequestContext): Promise<Date | null> {
    if (board.kind !== BoardKind.MATCH) return Promise.resolve(null);
    return this.notes.lastReadOf(memo).load(board.row.id);
  }

  @ResolveField(() => [StaffRead], {
    description:
      'Which staff read this match board, also those who cannot any more; whoever read last comes first. At most 100; empty on other boards. Everybody who reads the board is told.',
  })
  staffReads(@Parent() board: Board, @CurrentRequest() { memo }: RequestContext): Promise<StaffRead[]> {
    if (board.kind !== BoardKind.MATCH) return Promise.resolve([]);
    const known = memo.get(readsByBoard) as DataLoader<string, StaffRead[]> | undefined;
    const loader =
      known ?? new DataLoader<string, StaffRead[]>((ids) => staffReadsOf(this.database, ids, this.clock.now()));
    memo.set(readsByBoard, loader);
    return loader.load(board.row.id);
  }
}

import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { ViewerType } from '#accounts';
import { type BoardPlace, Observers, PersonType } from '#membership';
import {
  CurrentRequest,
  CurrentViewer,
  ForwardArgs,
  type RequestContext,
  SignedIn,
  uuidOf,
  type Viewer,
} from '#platform';
import { ForumReader } from '../reader.js';
import { Board, BoardConnection, ThreadConnection } from '../threads/thread.types.js';

@Resolver(() => Board)
export class BoardsResolver {
  constructor(
    private readonly reader: ForumReader,
    private readonly staff: Observers,
  ) {}

  @SignedIn()
  @Query(() => Board, { nullable: true, description: 'The board with this id; null if it is not there for you.' })
  async board(
    @CurrentViewer() viewer: Viewer,
    @Args('id', { type: () => ID, description: 'Global id of the board.' }) id: string,
  ): Promise<Board | null> {
    const uuid = uuidOf('Board', id);
    return uuid ? ((await this.reader.boards(viewer, [uuid]))[0] ?? null) : null;
  }

  @ResolveField(() => ThreadConnection, {
    description:
      'Threads by latest activity, pinned first. A list keeps the order of the moment it was opened: what moves up while one pages is met once.',
  })
  threads(
    @CurrentViewer() viewer: Viewer,
    @CurrentRequest() { memo }: RequestContext,
    @Parent() board: Board,
    @Args() args: ForwardArgs,
  ): Promise<InstanceType<typeof ThreadConnection>> {
    return this.reader.threadsOf(viewer, memo, board.row.id, args);
  }

  @ResolveField(() => [PersonType], {
    description: 'Who else can read here: the staff, by name and role. On a match board then, without a role, those who could read it for a time and cannot any more. At most 100.',
  })
  observers(@Parent() board: Board): Promise<PersonType[]> {
    return this.staff.observersOf(board.row as BoardPlace);
  }
}

@Resolver(() => ViewerType)
export class ViewerBoardsResolver {
  constructor(private readonly reader: ForumReader) {}

  @ResolveField(() => BoardConnection, {
    description: 'The boards that the viewer reads: matches first, then by title.',
  })
  boards(@CurrentViewer() viewer: Viewer, @Args() args: ForwardArgs): Promise<InstanceType<typeof BoardConnection>> {
    return this.reader.boardsOf(viewer, args);
  }
}

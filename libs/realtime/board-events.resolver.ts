import { Args, ID, Resolver, Subscription } from '@nestjs/graphql';
import { ForumReader, notThere } from '#forum';
import {
  CurrentViewer,
  decodeCursor,
  type EventQueue,
  isUuid,
  Refusal,
  requireUuid,
  SignedIn,
  type Viewer,
} from '#platform';
import { BoardEvent } from './board-events.types.js';
import { BoardHub } from './board-hub.js';
import type { LoggedBoardEvent } from './event-views.js';

const after =
  'Cursor of the last event that the client has: all since then that it may see now come first, once and in order. Absent: from now on, after a first event of kind SUBSCRIBED.';
const ends =
  'Ends with RESYNC_REQUIRED if the log no longer reaches back to `after`, with NOT_FOUND or CONSENT_REQUIRED when access is lost, with UNAUTHENTICATED when the session ends.';

const isEventKey = ([board, seq]: readonly unknown[]): boolean => isUuid(board) && Number.isSafeInteger(seq);

@Resolver(() => BoardEvent)
export class BoardEventsResolver {
  constructor(
    private readonly hub: BoardHub,
    private readonly reader: ForumReader,
  ) {}

  @SignedIn()
  @Subscription(() => BoardEvent, {
    description: `What happens on a board. ${ends}`,
    resolve: (event: BoardEvent) => event,
  })
  async boardEvents(
    @CurrentViewer() viewer: Viewer,
    @Args('boardId', { type: () => ID, description: 'The board.' }) boardId: string,
    @Args('after', { type: () => String, nullable: true, description: after }) cursor?: string | null,
  ): Promise<EventQueue<LoggedBoardEvent>> {
    const [board] = await this.reader.boards(viewer, [requireUuid('Board', boardId)]);
    if (!board) throw notThere(viewer);
    return this.hub.subscribe(viewer, board.row.id, null, seqOf(cursor, board.row.id));
  }

  @SignedIn()
  @Subscription(() => BoardEvent, {
    description: `What happens in a thread. ${ends} A thread that moves to another board ends its stream with RESYNC_REQUIRED.`,
    resolve: (event: BoardEvent) => event,
  })
  async threadEvents(
    @CurrentViewer() viewer: Viewer,
    @Args('threadId', { type: () => ID, description: 'The thread.' }) threadId: string,
    @Args('after', { type: () => String, nullable: true, description: after }) cursor?: string | null,
  ): Promise<EventQueue<LoggedBoardEvent>> {
    const [thread] = await this.reader.threads(viewer, [requireUuid('Thread', threadId)]);
    if (!thread) throw notThere(viewer);
    return this.hub.subscribe(viewer, thread.row.boardId, thread.row.id, seqOf(cursor, thread.row.boardId));
  }
}

/** A cursor of another board is of no use here: the thread has moved, so the client must load afresh. */
function seqOf(cursor: string | null | undefined, boardId: string): number | null {
  if (cursor == null) return null;
  const [board, seq] = decodeCursor<readonly [string, number]>('boardEvents', cursor, isEventKey);
  if (board !== boardId) throw new Refusal('RESYNC_REQUIRED');
  return seq;
}

import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import { type Ask, BoardEventKind, ForumReader, type Post, type ThreadHead } from '#forum';
import { opens } from '#membership';
import { encodeCursor, globalId, Refusal, SourceEvent, type Viewer } from '#platform';
import type { LoggedEvent } from './board-events.queries.js';
import type { BoardEvent, EventThread } from './board-events.types.js';

/** The stream that an event is delivered to. */
export interface Stream {
  boardId: string;
  /** Keys that open the board. */
  audience: readonly string[];
  /** Only events of this thread; null: all of the board. */
  threadId: string | null;
}

/** One event on its way to one receiver. */
interface Delivery {
  receiver: Viewer;
  stream: Stream;
  event: LoggedEvent;
}

/** What one receiver sees of the posts and threads of several events. */
interface Sight {
  posts: ReadonlyMap<string, Post | null>;
  threads: ReadonlyMap<string, ThreadHead | null>;
}

/** Receivers that are answered by one set of statements. */
const mostReceivers = 500;

export const eventCursor = (boardId: string, seq: number): string => encodeCursor('boardEvents', [boardId, seq]);

/** An event of a board's log: ids alone, until it is read for its receiver. */
export class LoggedBoardEvent extends SourceEvent {
  constructor(
    private readonly views: EventViews,
    private readonly stream: Stream,
    private readonly event: LoggedEvent,
  ) {
    super();
  }

  override readFor(receiver: Viewer): Promise<BoardEvent | null> {
    return this.views.read({ receiver, stream: this.stream, event: this.event });
  }
}

/**
 * Events as their receivers see them at the moment of delivery. Each receiver's view is read with that receiver's own
 * rights. Receivers of the same moment are read by the same statements (`forum/receivers.ts`), which answer beside each
 * viewer separately; no object is shared, and there is no class of viewers who are taken to see the same.
 */
@Injectable()
export class EventViews {
  private readonly deliveries = new DataLoader<Delivery, BoardEvent | null>((deliveries) => this.readAll(deliveries), {
    cache: false,
    maxBatchSize: mostReceivers,
  });

  constructor(private readonly reader: ForumReader) {}

  /**
   * @returns null if nothing of the event is for this receiver
   * @throws Refusal NOT_FOUND or CONSENT_REQUIRED if the receiver does not read the board, or the thread that the stream
   *   follows, any more; RESYNC_REQUIRED if that thread has moved to another board that the receiver reads
   */
  read(delivery: Delivery): Promise<BoardEvent | null> {
    return this.deliveries.load(delivery);
  }

  private async readAll(deliveries: readonly Delivery[]): Promise<(BoardEvent | null | Error)[]> {
    const byReceiver = Map.groupBy(deliveries, ({ receiver }) => receiver);
    const sights = await this.sightsOf(byReceiver);
    return deliveries.map((delivery) => {
      const { receiver, stream } = delivery;
      return opens(receiver, stream.audience) ? shown(delivery, sights.get(receiver)) : accessLost(receiver);
    });
  }

  private async sightsOf(byReceiver: ReadonlyMap<Viewer, readonly Delivery[]>): Promise<ReadonlyMap<Viewer, Sight>> {
    const asksFor = (idOf: (event: LoggedEvent) => string | null): Ask[] =>
      [...byReceiver].flatMap(([viewer, deliveries]) => {
        const ids = [...new Set(deliveries.flatMap(({ event }) => idOf(event) ?? []))];
        return ids.length > 0 ? [{ viewer, ids }] : [];
      });
    const [postAsks, threadAsks] = [asksFor(({ postId }) => postId), asksFor(({ threadId }) => threadId)];
    const [posts, threads] = await Promise.all([
      postAsks.length > 0 ? this.reader.postsFor(postAsks) : [],
      threadAsks.length > 0 ? this.reader.threadHeadsFor(threadAsks) : [],
    ]);
    const [postsOf, threadsOf] = [answersOf(postAsks, posts), answersOf(threadAsks, threads)];
    return new Map(
      [...byReceiver.keys()].map((viewer) => [
        viewer,
        { posts: postsOf.get(viewer) ?? new Map(), threads: threadsOf.get(viewer) ?? new Map() },
      ]),
    );
  }
}

/** Why a viewer gets nothing more of a board. */
export const accessLost = (viewer: Viewer): Refusal =>
  new Refusal(viewer.consentMissing ? 'CONSENT_REQUIRED' : 'NOT_FOUND');

/** An event as its receiver sees it, from what was read for that receiver. */
function shown({ stream, event }: Delivery, sight: Sight | undefined): BoardEvent | null | Refusal {
  const told = { cursor: eventCursor(stream.boardId, event.seq), kind: event.kind, occurredAt: event.occurredAt };
  if (event.threadId === null) return { ...told, thread: null, post: null };
  const thread = sight?.threads.get(event.threadId);
  // The thread that is followed has moved: who may follow it loads it again, for the others it is not there.
  if (stream.threadId !== null && thread?.boardId !== stream.boardId) {
    return new Refusal(thread ? 'RESYNC_REQUIRED' : 'NOT_FOUND');
  }
  if (!thread) {
    // Only a thread that was known on this board is told of in this way: it went where this receiver cannot follow.
    const left = event.kind === BoardEventKind.THREAD_CHANGED;
    return left ? { ...told, thread: gone(event.threadId), post: null } : null;
  }
  const post = event.postId === null ? null : sight?.posts.get(event.postId);
  if (event.postId !== null && !post) return null;
  // What the viewer does not want to read is no news.
  if (post?.authorBlocked) return null;
  const { title, locked, pinned, boardId } = thread;
  return {
    ...told,
    thread: { id: globalId('Thread', thread.id), title, locked, pinned, boardId: globalId('Board', boardId) },
    post: post ?? null,
  };
}

const gone = (threadId: string): EventThread => ({
  id: globalId('Thread', threadId),
  title: '',
  locked: false,
  pinned: false,
  boardId: null,
});

function answersOf<T>(
  asks: readonly Ask[],
  answers: readonly (readonly (T | null)[])[],
): ReadonlyMap<Viewer, ReadonlyMap<string, T | null>> {
  return new Map(
    asks.map(({ viewer, ids }, place) => [
      viewer,
      new Map(ids.map((id, index) => [id, answers[place]?.[index] ?? null])),
    ]),
  );
}

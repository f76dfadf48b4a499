import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { BoardEventKind } from '#forum';
import { opens } from '#membership';
import {
  Clock,
  Database,
  EventQueue,
  LiveBus,
  logger,
  Refusal,
  type TokenClaims,
  type Viewer,
  ViewerLoader,
} from '#platform';
import {
  boardOfThread,
  type BoardState,
  eventsAfter,
  lapsedSince,
  type LoggedEvent,
  newestSeqs,
  stateOfBoard,
} from './board-events.queries.js';
import { accessLost, EventViews, LoggedBoardEvent, type Stream } from './event-views.js';

/** A lost wake-up is made good by then; also how soon a lapsed enrolment ends its streams (contract: two seconds). */
const sweepMs = 1_500;
/** Rows of the log read at a time. */
const batch = 200;

interface Subscriber extends Stream {
  claims: TokenClaims;
  /** Everything up to here is in the queue, or was none of this stream's. */
  seq: number;
  queue: EventQueue<LoggedBoardEvent>;
}

interface Hub {
  subscribers: Set<Subscriber>;
  running: boolean;
  again: boolean;
  /** Whether the next run also asks who still reads the board. */
  recheck: boolean;
}

/**
 * Follows the boards' event logs for the subscribers of this process. It puts into their queues which rows an event is
 * about, never what they say: an event is read when it is delivered, for its receiver, whose rights were loaded after the
 * event was committed. A queue holds a hundred events; a subscriber that is further behind keeps its place in the log and
 * goes on there, so a slow one costs no memory and holds nobody up.
 */
@Injectable()
export class BoardHub implements OnModuleInit, OnApplicationShutdown {
  private readonly hubs = new Map<string, Hub>();
  private timer: NodeJS.Timeout | undefined;
  private sweptAt = new Date(0);
  private stopListening: (() => void) | undefined;

  constructor(
    private readonly database: Database,
    private readonly viewers: ViewerLoader,
    private readonly views: EventViews,
    private readonly liveBus: LiveBus,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.sweptAt = this.clock.now();
    this.stopListening = this.liveBus.listen((topic) => this.wake(topic));
    this.timer = setInterval(() => void this.sweep(), sweepMs).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
    this.stopListening?.();
    for (const { subscribers } of this.hubs.values()) for (const { queue } of subscribers) queue.end();
  }

  /**
   * Starts a stream. The caller has checked that the viewer sees the board (and thread).
   * @param after sequence number to go on behind; null: from now, after a first SUBSCRIBED event
   * @throws Refusal RESYNC_REQUIRED if the log does not reach back so far
   */
  async subscribe(
    viewer: Viewer,
    boardId: string,
    threadId: string | null,
    after: number | null,
  ): Promise<EventQueue<LoggedBoardEvent>> {
    const board = await this.database.first<BoardState>(stateOfBoard(boardId));
    if (!board) throw Refusal.notFound();
    if (after !== null && (after < board.trimmedTo || after > board.lastSeq)) throw new Refusal('RESYNC_REQUIRED');
    if (threadId !== null) {
      // Asked after the log's newest number was read: a move from here on is an event that this stream meets.
      const place = await this.database.first<{ boardId: string }>(boardOfThread(threadId));
      if (place?.boardId !== boardId) throw new Refusal('RESYNC_REQUIRED');
    }
    const { accountId, sessionId, expiresAt } = viewer;
    const subscriber: Subscriber = {
      claims: { accountId, sessionId, expiresAt },
      boardId,
      audience: board.audience,
      threadId,
      seq: after ?? board.lastSeq,
      queue: new EventQueue<LoggedBoardEvent>({
        onClose: () => this.leave(subscriber),
        onRoom: () => void this.pump(boardId),
      }),
    };
    if (after === null) subscriber.queue.push(this.event(subscriber, subscribed(board.lastSeq, this.clock.now())));
    const hub = this.hubs.get(boardId) ?? { subscribers: new Set(), running: false, again: false, recheck: false };
    hub.subscribers.add(subscriber);
    this.hubs.set(boardId, hub);
    void this.pump(boardId);
    return subscriber.queue;
  }

  private event({ boardId, audience, threadId }: Subscriber, event: LoggedEvent): LoggedBoardEvent {
    return new LoggedBoardEvent(this.views, { boardId, audience, threadId }, event);
  }

  private leave(subscriber: Subscriber): void {
    const hub = this.hubs.get(subscriber.boardId);
    hub?.subscribers.delete(subscriber);
    if (hub?.subscribers.size === 0) this.hubs.delete(subscriber.boardId);
  }

  private wake(topic: string): void {
    const [kind, id] = topic.split(':');
    if (kind === 'board' && id) void this.pump(id);
    else if (kind === 'account' && id) this.recheck((claims) => claims.accountId === id);
    else if (kind === 'session' && id) this.recheck((claims) => claims.sessionId === id);
    else if (topic === '*') this.recheck(() => true);
  }

  /** Looks at the boards of these people again, new events or not: access may have ended. */
  private recheck(concerns: (claims: TokenClaims) => boolean): void {
    for (const [boardId, hub] of this.hubs) {
      if (![...hub.subscribers].some(({ claims }) => concerns(claims))) continue;
      hub.recheck = true;
      void this.pump(boardId);
    }
  }

  /** One run at a time per board; a wake-up during a run makes it go round once more. */
  private async pump(boardId: string): Promise<void> {
    const hub = this.hubs.get(boardId);
    if (!hub) return;
    if (hub.running) {
      hub.again = true;
      return;
    }
    hub.running = true;
    try {
      do {
        hub.again = false;
        if (hub.recheck) await this.endLost(hub);
        hub.again = (await this.feed(boardId, hub)) || hub.again;
      } while (hub.again && hub.subscribers.size > 0);
    } catch (error) {
      // Nothing is lost: subscribers keep their place in the log, and the sweep comes by again.
      logger.warn({ err: error, boardId }, 'events could not be delivered and will be tried again');
    } finally {
      hub.running = false;
    }
  }

  /** Ends the streams of those who do not read the board any more, at once and with whatever waits for them. */
  private async endLost(hub: Hub): Promise<void> {
    hub.recheck = false;
    try {
      const subscribers = [...hub.subscribers];
      const viewers = await this.viewers.loadMany(unique(subscribers.map(({ claims }) => claims)));
      for (const { claims, audience, queue } of subscribers) {
        const viewer = viewers.get(claims.sessionId);
        if (!viewer) queue.end(new Refusal('UNAUTHENTICATED', 'The session has ended.'), true);
        else if (!opens(viewer, audience)) queue.end(accessLost(viewer), true);
      }
    } catch (error) {
      hub.recheck = true;
      throw error;
    }
  }

  /**
   * Fills the queues that have room.
   * @returns whether more events wait for them
   */
  private async feed(boardId: string, hub: Hub): Promise<boolean> {
    const hungry = [...hub.subscribers].filter(({ queue }) => !queue.isFull);
    if (hungry.length === 0) return false;
    const from = Math.min(...hungry.map(({ seq }) => seq));
    const events = await this.database.rows<LoggedEvent>(eventsAfter(boardId, from, batch));
    if (events.length === 0) return false;
    // Read after the events: if the log was trimmed before they were read, it shows here.
    const board = await this.database.first<BoardState>(stateOfBoard(boardId));
    for (const subscriber of hungry) this.hand(subscriber, board?.trimmedTo ?? Infinity, events);
    return events.length === batch;
  }

  private hand(subscriber: Subscriber, trimmedTo: number, events: readonly LoggedEvent[]): void {
    const { queue, threadId } = subscriber;
    // Trimmed while it was behind: a hole would be silence. The client loads afresh, so what waits is of no use to it.
    if (subscriber.seq < trimmedTo) return queue.end(new Refusal('RESYNC_REQUIRED'), true);
    for (const event of events) {
      if (event.seq <= subscriber.seq) continue;
      const follows = threadId === null || threadId === event.threadId;
      if (follows && !queue.push(this.event(subscriber, event))) return;
      subscriber.seq = event.seq;
    }
  }

  private async sweep(): Promise<void> {
    const boardIds = [...this.hubs.keys()];
    if (boardIds.length === 0) return;
    const now = this.clock.now();
    const since = this.sweptAt;
    try {
      for (const { boardId, lastSeq } of await this.database.rows<{ boardId: string; lastSeq: number }>(
        newestSeqs(boardIds),
      )) {
        const hub = this.hubs.get(boardId);
        // A recheck that failed is made good, too.
        const due = hub?.recheck || [...(hub?.subscribers ?? [])].some(({ seq }) => seq < lastSeq);
        if (due) void this.pump(boardId);
      }
      const accountIds = new Set([...this.hubs.values()].flatMap(({ subscribers }) => [...subscribers].map(accountOf)));
      const lapsed = await this.database.rows<{ accountId: string }>(lapsedSince([...accountIds], since, now));
      for (const { accountId } of lapsed) this.recheck((claims) => claims.accountId === accountId);
      this.sweptAt = now;
    } catch (error) {
      logger.warn({ err: error }, 'the sweep over live boards failed and comes by again');
    }
  }
}

const accountOf = ({ claims }: Subscriber): string => claims.accountId;

const subscribed = (seq: number, now: Date): LoggedEvent => ({
  seq,
  kind: BoardEventKind.SUBSCRIBED,
  threadId: null,
  postId: null,
  occurredAt: now,
});

function unique(claims: readonly TokenClaims[]): TokenClaims[] {
  return [...new Map(claims.map((claim) => [claim.sessionId, claim])).values()];
}

import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
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
import type { BoardEvent } from './board-events.types.js';
import { EventViews, type Shown, subscribedEvent } from './event-views.js';

/** A lost wake-up is made good by then; also how soon a lapsed enrolment ends its streams (contract: two seconds). */
const sweepMs = 1_500;
/** Events read at a time; a reader that is far behind gets its backlog in such steps. */
const batch = 200;

interface Subscriber {
  claims: TokenClaims;
  boardId: string;
  /** Only events of this thread; null: all of the board. */
  threadId: string | null;
  /** Everything up to here was looked at for this subscriber. */
  seq: number;
  queue: EventQueue<BoardEvent>;
}

interface Hub {
  subscribers: Set<Subscriber>;
  running: boolean;
  again: boolean;
}

/**
 * Delivers the boards' event logs to the subscribers of this process. Every delivery loads its receivers anew, after the
 * events that it delivers: who lost access before an event was committed does not get it, and the stream ends.
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
  ): Promise<AsyncIterableIterator<BoardEvent>> {
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
      threadId,
      seq: after ?? board.lastSeq,
      queue: new EventQueue<BoardEvent>(() => this.leave(subscriber)),
    };
    if (after === null) subscriber.queue.push(subscribedEvent(boardId, board.lastSeq, this.clock.now()));
    const hub = this.hubs.get(boardId) ?? { subscribers: new Set(), running: false, again: false };
    hub.subscribers.add(subscriber);
    this.hubs.set(boardId, hub);
    void this.pump(boardId);
    return subscriber.queue;
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
    for (const [boardId, { subscribers }] of this.hubs) {
      if ([...subscribers].some(({ claims }) => concerns(claims))) void this.pump(boardId);
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
        hub.again = (await this.deliver(boardId, hub)) || hub.again;
      } while (hub.again && hub.subscribers.size > 0);
    } catch (error) {
      // Nothing is lost: subscribers keep their place in the log, and the sweep comes by again.
      logger.warn({ err: error, boardId }, 'events could not be delivered and will be tried again');
    } finally {
      hub.running = false;
    }
  }

  /** @returns whether more events wait */
  private async deliver(boardId: string, hub: Hub): Promise<boolean> {
    const subscribers = [...hub.subscribers];
    const from = Math.min(...subscribers.map(({ seq }) => seq));
    const events = await this.database.rows<LoggedEvent>(eventsAfter(boardId, from, batch));
    // Read after the events: whoever is admitted here had access when each of them was already committed.
    const board = await this.database.first<BoardState>(stateOfBoard(boardId));
    const viewers = await this.viewers.loadMany(unique(subscribers.map(({ claims }) => claims)));
    const admitted = subscribers.filter((subscriber) => admits(subscriber, viewers, board));
    if (!board || events.length === 0) return false;
    const readers = admitted.flatMap(({ claims }) => viewers.get(claims.sessionId) ?? []);
    const show = await this.views.prepare(board, events, readers);
    if (!show) return true;
    for (const subscriber of admitted) {
      const viewer = viewers.get(subscriber.claims.sessionId);
      if (viewer) hand(subscriber, viewer, board, events, show);
    }
    return events.length === batch;
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
        const behind = [...(this.hubs.get(boardId)?.subscribers ?? [])].some(({ seq }) => seq < lastSeq);
        if (behind) void this.pump(boardId);
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

/** Whether the subscriber may still read the board; if not, its stream is over and nothing more of it is delivered. */
function admits(subscriber: Subscriber, viewers: ReadonlyMap<string, Viewer>, board: BoardState | null): boolean {
  const viewer = viewers.get(subscriber.claims.sessionId);
  if (!viewer) subscriber.queue.end(new Refusal('UNAUTHENTICATED', 'The session has ended.'), true);
  else if (!board || !opens(viewer, board.audience)) {
    subscriber.queue.end(new Refusal(viewer.consentMissing ? 'CONSENT_REQUIRED' : 'NOT_FOUND'), true);
  } else return true;
  return false;
}

function hand(
  subscriber: Subscriber,
  viewer: Viewer,
  board: BoardState,
  events: readonly LoggedEvent[],
  show: (viewer: Viewer, event: LoggedEvent) => Shown,
): void {
  // Trimmed while it was behind: a hole would be silence.
  if (subscriber.seq < board.trimmedTo) {
    subscriber.queue.end(new Refusal('RESYNC_REQUIRED'));
    return;
  }
  for (const event of events) {
    if (event.seq <= subscriber.seq) continue;
    subscriber.seq = event.seq;
    if (subscriber.threadId !== null && subscriber.threadId !== event.threadId) continue;
    const { event: shown, threadBoardId } = show(viewer, event);
    if (subscriber.threadId !== null && threadBoardId !== subscriber.boardId) {
      // The thread has moved: who may follow loads it afresh, for the others it is not there.
      subscriber.queue.end(new Refusal(threadBoardId === null ? 'NOT_FOUND' : 'RESYNC_REQUIRED'), true);
      return;
    }
    if (shown && !subscriber.queue.push(shown)) {
      subscriber.queue.end(new Refusal('RESYNC_REQUIRED', 'The reader is too slow: load afresh.'), true);
      return;
    }
  }
}

function unique(claims: readonly TokenClaims[]): TokenClaims[] {
  return [...new Map(claims.map((claim) => [claim.sessionId, claim])).values()];
}

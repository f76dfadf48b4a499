import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { rolesIn } from '#membership';
import {
  Clock,
  Database,
  encodeCursor,
  EventQueue,
  LiveBus,
  logger,
  Refusal,
  Role,
  SourceEvent,
  sql,
  type TokenClaims,
  type Viewer,
  ViewerLoader,
} from '#platform';
import { ReviewEventKind } from './review.enums.js';
import type { ReviewQueueEvent } from './review.types.js';
import { ReviewablesReader } from './reviewables.reader.js';

/** A lost wake-up is made good by then; also how soon a lost role ends its streams (contract: two seconds). */
const sweepMs = 1_500;
/** Rows of the log read at a time. */
const batch = 200;

interface Subscriber {
  claims: TokenClaims;
  programId: string;
  /** Everything up to here was looked at for this subscriber. */
  seq: number;
  queue: EventQueue<LoggedReviewEvent>;
}

interface Hub {
  subscribers: Set<Subscriber>;
  running: boolean;
  again: boolean;
  /** Whether the next run also asks who still reviews in the program. */
  recheck: boolean;
}

interface LoggedEvent {
  seq: number;
  kind: ReviewEventKind;
  /** Null for SUBSCRIBED alone. */
  reviewableId: string | null;
  occurredAt: Date;
}

interface LogState {
  lastSeq: number;
  trimmedTo: number;
}

export const reviewCursor = (programId: string, seq: number): string =>
  encodeCursor('reviewQueueEvents', [programId, seq]);

const reviewers: readonly Role[] = [Role.MODERATOR, Role.COORDINATOR, Role.SAFEGUARDING_LEAD];

const mayWatch = (viewer: Viewer, programId: string): boolean =>
  reviewers.some((role) => rolesIn(viewer, programId).has(role));

/** An event of a program's queue log: ids alone, until its item is read for its receiver through the queue's own visibility. */
export class LoggedReviewEvent extends SourceEvent {
  constructor(
    private readonly reader: ReviewablesReader,
    private readonly programId: string,
    private readonly event: LoggedEvent,
  ) {
    super();
  }

  override async readFor(receiver: Viewer): Promise<ReviewQueueEvent | null> {
    if (!mayWatch(receiver, this.programId)) throw Refusal.notFound();
    const { seq, kind, reviewableId, occurredAt } = this.event;
    const told = { cursor: reviewCursor(this.programId, seq), kind, occurredAt };
    if (reviewableId === null) return { ...told, reviewable: null };
    const [reviewable] = await this.reader.shown(receiver, [reviewableId]);
    return reviewable ? { ...told, reviewable } : null;
  }
}

/**
 * Follows the queue logs of programs for the staff who watch them in this process. It puts into their queues which item
 * an event is about, never what it says: the item is read at delivery, for the receiver of that moment.
 */
@Injectable()
export class ReviewHub implements OnModuleInit, OnApplicationShutdown {
  private readonly hubs = new Map<string, Hub>();
  private timer: NodeJS.Timeout | undefined;
  private stopListening: (() => void) | undefined;

  constructor(
    private readonly database: Database,
    private readonly viewers: ViewerLoader,
    private readonly reader: ReviewablesReader,
    private readonly liveBus: LiveBus,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.stopListening = this.liveBus.listen((topic) => this.wake(topic));
    this.timer = setInterval(() => this.sweep(), sweepMs).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
    this.stopListening?.();
    for (const { subscribers } of this.hubs.values()) for (const { queue } of subscribers) queue.end();
  }

  /**
   * Starts a stream. The caller has checked that the viewer reviews in the program.
   * @param after sequence number to go on behind; null: from now, after a first SUBSCRIBED event
   * @throws Refusal RESYNC_REQUIRED if the log does not reach back so far
   */
  async subscribe(viewer: Viewer, programId: string, after: number | null): Promise<EventQueue<LoggedReviewEvent>> {
    const { lastSeq, trimmedTo } = await this.stateOf(programId);
    if (after !== null && (after < trimmedTo || after > lastSeq)) throw new Refusal('RESYNC_REQUIRED');
    const { accountId, sessionId, expiresAt } = viewer;
    const subscriber: Subscriber = {
      claims: { accountId, sessionId, expiresAt },
      programId,
      seq: after ?? lastSeq,
      queue: new EventQueue<LoggedReviewEvent>({
        onClose: () => this.leave(subscriber),
        onRoom: () => void this.pump(programId),
      }),
    };
    if (after === null) {
      const first = {
        seq: lastSeq,
        kind: ReviewEventKind.SUBSCRIBED,
        reviewableId: null,
        occurredAt: this.clock.now(),
      };
      subscriber.queue.push(new LoggedReviewEvent(this.reader, programId, first));
    }
    const hub = this.hubs.get(programId) ?? { subscribers: new Set(), running: false, again: false, recheck: false };
    hub.subscribers.add(subscriber);
    this.hubs.set(programId, hub);
    void this.pump(programId);
    return subscriber.queue;
  }

  private async stateOf(programId: string): Promise<LogState> {
    const row = await this.database.first<LogState>(sql`
      select last_seq as "lastSeq", trimmed_to as "trimmedTo" from review_log where program_id = ${programId}`);
    return row ?? { lastSeq: 0, trimmedTo: 0 };
  }

  private leave(subscriber: Subscriber): void {
    const hub = this.hubs.get(subscriber.programId);
    hub?.subscribers.delete(subscriber);
    if (hub?.subscribers.size === 0) this.hubs.delete(subscriber.programId);
  }

  private wake(topic: string): void {
    const [kind, id] = topic.split(':');
    if (kind === 'queue' && id) void this.pump(id);
    else if (kind === 'account' && id) this.recheck((claims) => claims.accountId === id);
    else if (kind === 'session' && id) this.recheck((claims) => claims.sessionId === id);
    else if (topic === '*') this.sweep();
  }

  private recheck(concerns: (claims: TokenClaims) => boolean): void {
    for (const [programId, hub] of this.hubs) {
      if (![...hub.subscribers].some(({ claims }) => concerns(claims))) continue;
      hub.recheck = true;
      void this.pump(programId);
    }
  }

  /** Roles also end by the mere passing of time, so each sweep asks all. There are few who review. */
  private sweep(): void {
    this.recheck(() => true);
  }

  /** One run at a time per program; a wake-up during a run makes it go round once more. */
  private async pump(programId: string): Promise<void> {
    const hub = this.hubs.get(programId);
    if (!hub) return;
    if (hub.running) {
      hub.again = true;
      return;
    }
    hub.running = true;
    try {
      do {
        hub.again = false;
        if (hub.recheck) await this.endLost(programId, hub);
        hub.again = (await this.feed(programId, hub)) || hub.again;
      } while (hub.again && hub.subscribers.size > 0);
    } catch (error) {
      // Nothing is lost: subscribers keep their place in the log, and the sweep comes by again.
      logger.warn({ err: error, programId }, 'queue events could not be delivered and will be tried again');
    } finally {
      hub.running = false;
    }
  }

  /** Ends the streams of those who do not review here any more, at once and with whatever waits for them. */
  private async endLost(programId: string, hub: Hub): Promise<void> {
    hub.recheck = false;
    const subscribers = [...hub.subscribers];
    const claims = new Map(subscribers.map((subscriber) => [subscriber.claims.sessionId, subscriber.claims]));
    const viewers = await this.viewers.loadMany([...claims.values()]);
    for (const { claims, queue } of subscribers) {
      const viewer = viewers.get(claims.sessionId);
      if (!viewer) queue.end(new Refusal('UNAUTHENTICATED', 'The session has ended.'), true);
      else if (!mayWatch(viewer, programId)) queue.end(Refusal.notFound(), true);
    }
  }

  /**
   * Fills the queues that have room.
   * @returns whether more events wait for them
   */
  private async feed(programId: string, hub: Hub): Promise<boolean> {
    const hungry = [...hub.subscribers].filter(({ queue }) => !queue.isFull);
    if (hungry.length === 0) return false;
    const from = Math.min(...hungry.map(({ seq }) => seq));
    const events = await this.database.rows<LoggedEvent>(sql`
      select seq, kind, reviewable_id as "reviewableId", occurred_at as "occurredAt" from review_event
      where program_id = ${programId} and seq > ${from} order by seq limit ${batch}`);
    if (events.length === 0) return false;
    // Read after the events: if the log was trimmed before they were read, it shows here.
    const { trimmedTo } = await this.stateOf(programId);
    for (const subscriber of hungry) this.hand(subscriber, trimmedTo, events);
    return events.length === batch;
  }

  private hand(subscriber: Subscriber, trimmedTo: number, events: readonly LoggedEvent[]): void {
    // Trimmed while it was behind: a hole would be silence. The client loads afresh, so what waits is of no use to it.
    if (subscriber.seq < trimmedTo) return subscriber.queue.end(new Refusal('RESYNC_REQUIRED'), true);
    for (const event of events) {
      if (event.seq <= subscriber.seq) continue;
      if (!subscriber.queue.push(new LoggedReviewEvent(this.reader, subscriber.programId, event))) return;
      subscriber.seq = event.seq;
    }
  }
}

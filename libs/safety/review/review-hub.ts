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
/** Events read at a time; a reader that is far behind gets its backlog in such steps. */
const batch = 200;

interface Subscriber {
  claims: TokenClaims;
  programId: string;
  /** Everything up to here was looked at for this subscriber. */
  seq: number;
  queue: EventQueue<ReviewQueueEvent>;
}

interface Hub {
  subscribers: Set<Subscriber>;
  running: boolean;
  again: boolean;
}

interface LoggedEvent {
  seq: number;
  kind: ReviewEventKind;
  reviewableId: string;
  occurredAt: Date;
}

interface LogState {
  lastSeq: number;
  trimmedTo: number;
}

export const reviewCursor = (programId: string, seq: number): string =>
  encodeCursor('reviewQueueEvents', [programId, seq]);

const reviewers: readonly Role[] = [Role.MODERATOR, Role.COORDINATOR, Role.SAFEGUARDING_LEAD];

/**
 * Delivers a program's queue log to the staff who watch it in this process. Every delivery loads its receivers anew,
 * after the events that it delivers, and each item through the queue's own visibility: what one may not see is left out.
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
  async subscribe(
    viewer: Viewer,
    programId: string,
    after: number | null,
  ): Promise<AsyncIterableIterator<ReviewQueueEvent>> {
    const { lastSeq, trimmedTo } = await this.stateOf(programId);
    if (after !== null && (after < trimmedTo || after > lastSeq)) throw new Refusal('RESYNC_REQUIRED');
    const { accountId, sessionId, expiresAt } = viewer;
    const subscriber: Subscriber = {
      claims: { accountId, sessionId, expiresAt },
      programId,
      seq: after ?? lastSeq,
      queue: new EventQueue<ReviewQueueEvent>(() => this.leave(subscriber)),
    };
    if (after === null) {
      const cursor = reviewCursor(programId, lastSeq);
      subscriber.queue.push({
        cursor,
        kind: ReviewEventKind.SUBSCRIBED,
        occurredAt: this.clock.now(),
        reviewable: null,
      });
    }
    const hub = this.hubs.get(programId) ?? { subscribers: new Set(), running: false, again: false };
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
    for (const [programId, { subscribers }] of this.hubs) {
      if ([...subscribers].some(({ claims }) => concerns(claims))) void this.pump(programId);
    }
  }

  private sweep(): void {
    for (const programId of this.hubs.keys()) void this.pump(programId);
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
        hub.again = (await this.deliver(programId, hub)) || hub.again;
      } while (hub.again && hub.subscribers.size > 0);
    } catch (error) {
      // Nothing is lost: subscribers keep their place in the log, and the sweep comes by again.
      logger.warn({ err: error, programId }, 'queue events could not be delivered and will be tried again');
    } finally {
      hub.running = false;
    }
  }

  /** @returns whether more events wait */
  private async deliver(programId: string, hub: Hub): Promise<boolean> {
    const subscribers = [...hub.subscribers];
    const from = Math.min(...subscribers.map(({ seq }) => seq));
    const events = await this.database.rows<LoggedEvent>(sql`
      select seq, kind, reviewable_id as "reviewableId", occurred_at as "occurredAt" from review_event
      where program_id = ${programId} and seq > ${from} order by seq limit ${batch}`);
    const { trimmedTo } = await this.stateOf(programId);
    // Read after the events: whoever is admitted here had the role when each of them was already committed.
    const claims = new Map(subscribers.map((subscriber) => [subscriber.claims.sessionId, subscriber.claims]));
    const viewers = await this.viewers.loadMany([...claims.values()]);
    for (const subscriber of subscribers) {
      const viewer = viewers.get(subscriber.claims.sessionId);
      if (this.admits(subscriber, viewer)) await this.hand(subscriber, viewer, events, trimmedTo);
    }
    return events.length === batch;
  }

  private admits(subscriber: Subscriber, viewer: Viewer | undefined): viewer is Viewer {
    if (!viewer) subscriber.queue.end(new Refusal('UNAUTHENTICATED', 'The session has ended.'), true);
    else if (!reviewers.some((role) => rolesIn(viewer, subscriber.programId).has(role))) {
      subscriber.queue.end(Refusal.notFound(), true);
    } else return true;
    return false;
  }

  /** There are few who review, so each gets the items read on their own. */
  private async hand(
    subscriber: Subscriber,
    viewer: Viewer,
    events: readonly LoggedEvent[],
    trimmedTo: number,
  ): Promise<void> {
    if (subscriber.seq < trimmedTo) {
      subscriber.queue.end(new Refusal('RESYNC_REQUIRED'));
      return;
    }
    const news = events.filter(({ seq }) => seq > subscriber.seq);
    const ids = [...new Set(news.map(({ reviewableId }) => reviewableId))];
    if (ids.length === 0) return;
    const items = await this.reader.shown(viewer, ids);
    const byId = new Map(ids.map((id, index) => [id, items[index] ?? null]));
    for (const { seq, kind, reviewableId, occurredAt } of news) {
      subscriber.seq = seq;
      const reviewable = byId.get(reviewableId);
      if (!reviewable) continue;
      const event = { cursor: reviewCursor(subscriber.programId, seq), kind, occurredAt, reviewable };
      if (!subscriber.queue.push(event)) {
        subscriber.queue.end(new Refusal('RESYNC_REQUIRED', 'The reader is too slow: load afresh.'), true);
        return;
      }
    }
  }
}

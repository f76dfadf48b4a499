import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import {
  Database,
  EventQueue,
  LiveBus,
  logger,
  Refusal,
  sql,
  type TokenClaims,
  type Viewer,
  ViewerLoader,
} from '#platform';
import { NotificationsService } from '../notifications.service.js';
import type { NotificationsChanged } from './live.types.js';

/** A lost wake-up is made good by then. */
const sweepMs = 5_000;

interface Subscriber {
  claims: TokenClaims;
  queue: EventQueue<NotificationsChanged>;
  /** What was delivered last, as text: the same is not told twice. */
  last: string | null;
}

interface Ear {
  subscribers: Set<Subscriber>;
  /** Newest row of the account when it was last looked at, whether it may be seen or not. */
  newest: string | null;
  running: boolean;
  again: boolean;
}

/**
 * Tells the subscribers of this process how things stand with their notifications. A state and no log: what is delivered
 * is read for the viewer of that moment, through the same statements as the list and the count, so there is nothing to
 * replay and nothing to miss.
 */
@Injectable()
export class NotificationHub implements OnModuleInit, OnApplicationShutdown {
  private readonly ears = new Map<string, Ear>();
  private timer: NodeJS.Timeout | undefined;
  private stopListening: (() => void) | undefined;

  constructor(
    private readonly database: Database,
    private readonly viewers: ViewerLoader,
    private readonly notifications: NotificationsService,
    private readonly liveBus: LiveBus,
  ) {}

  onModuleInit(): void {
    this.stopListening = this.liveBus.listen((topic) => {
      const [kind, id] = topic.split(':');
      if ((kind === 'notifications' || kind === 'account') && id) void this.look(id);
      else if (topic === '*') for (const accountId of this.ears.keys()) void this.look(accountId);
    });
    this.timer = setInterval(() => void this.sweep(), sweepMs).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
    this.stopListening?.();
    for (const { subscribers } of this.ears.values()) for (const { queue } of subscribers) queue.end();
  }

  subscribe({ accountId, sessionId, expiresAt }: Viewer): AsyncIterableIterator<NotificationsChanged> {
    const ear = this.ears.get(accountId) ?? { subscribers: new Set(), newest: null, running: false, again: false };
    const subscriber: Subscriber = {
      claims: { accountId, sessionId, expiresAt },
      queue: new EventQueue<NotificationsChanged>(() => {
        ear.subscribers.delete(subscriber);
        if (ear.subscribers.size === 0 && this.ears.get(accountId) === ear) this.ears.delete(accountId);
      }),
      last: null,
    };
    ear.subscribers.add(subscriber);
    this.ears.set(accountId, ear);
    void this.look(accountId);
    return subscriber.queue;
  }

  /** One look at a time for an account; a wake-up meanwhile makes it look once more. */
  private async look(accountId: string): Promise<void> {
    const ear = this.ears.get(accountId);
    if (!ear) return;
    ear.again = true;
    if (ear.running) return;
    ear.running = true;
    try {
      while (ear.again && ear.subscribers.size > 0) {
        ear.again = false;
        await this.tell(ear);
      }
    } catch (error) {
      // Nothing is lost: the next look tells how things stand then.
      logger.warn({ err: error }, 'how notifications stand could not be told');
    } finally {
      ear.running = false;
    }
  }

  private async tell({ subscribers }: Ear): Promise<void> {
    const claims = new Map([...subscribers].map((subscriber) => [subscriber.claims.sessionId, subscriber.claims]));
    const viewers = await this.viewers.loadMany([...claims.values()]);
    const [viewer] = viewers.values();
    // All of them are one person, so what one session may see the others may.
    const state = viewer && (await this.stateFor(viewer));
    for (const subscriber of subscribers) {
      if (!state || !viewers.has(subscriber.claims.sessionId)) {
        subscriber.queue.end(new Refusal('UNAUTHENTICATED', 'The session has ended.'), true);
        continue;
      }
      const text = JSON.stringify(state);
      if (text === subscriber.last) continue;
      subscriber.last = text;
      if (!subscriber.queue.push(state))
        subscriber.queue.end(new Refusal('UNAVAILABLE', 'The reader is too slow.'), true);
    }
  }

  private async stateFor(viewer: Viewer): Promise<NotificationsChanged> {
    const [unseenNotificationCount, { nodes }] = await Promise.all([
      this.notifications.unseenCount(viewer),
      this.notifications.of(viewer, { first: 1 }, false),
    ]);
    return { unseenNotificationCount, newestId: nodes[0]?.id ?? null };
  }

  private async sweep(): Promise<void> {
    if (this.ears.size === 0) return;
    try {
      const rows = await this.database.rows<{ accountId: string; newest: string }>(sql`
        select a.id as "accountId", n.id as newest from unnest(${[...this.ears.keys()]}::uuid[]) a(id)
          cross join lateral (select id from notification where account_id = a.id order by id desc limit 1) n`);
      for (const { accountId, newest } of rows) {
        const ear = this.ears.get(accountId);
        if (!ear || ear.newest === newest) continue;
        ear.newest = newest;
        void this.look(accountId);
      }
    } catch (error) {
      logger.warn({ err: error }, 'the sweep over notifications failed and comes by again');
    }
  }
}

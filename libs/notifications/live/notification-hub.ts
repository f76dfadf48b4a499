import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import {
  Database,
  EventQueue,
  LiveBus,
  logger,
  Refusal,
  SourceEvent,
  sql,
  type TokenClaims,
  type Viewer,
  ViewerLoader,
} from '#platform';
import { NotificationsService } from '../notifications.service.js';
import type { NotificationsChanged } from './live.types.js';

/** A lost wake-up is made good by then. */
const sweepMs = 5_000;

/** "Look again": how things stand is read when it is delivered, for the receiver of that moment. */
export class NotificationsLook extends SourceEvent {
  /** What was read last for this subscriber, as text: the same is not told twice. */
  private last: string | null = null;

  constructor(private readonly notifications: NotificationsService) {
    super();
  }

  override async readFor(receiver: Viewer): Promise<NotificationsChanged | null> {
    const [unseenNotificationCount, { nodes }] = await Promise.all([
      this.notifications.unseenCount(receiver),
      this.notifications.of(receiver, { first: 1 }, false),
    ]);
    const state = { unseenNotificationCount, newestId: nodes[0]?.id ?? null };
    const text = JSON.stringify(state);
    if (text === this.last) return null;
    this.last = text;
    return state;
  }
}

interface Subscriber {
  claims: TokenClaims;
  queue: EventQueue<NotificationsLook>;
  look: NotificationsLook;
}

interface Ear {
  subscribers: Set<Subscriber>;
  /** Newest row of the account when it was last looked at, whether it may be seen or not. */
  newest: string | null;
}

/**
 * Tells the subscribers of this process when to look at their notifications. A state and no log: what is delivered is read
 * for the viewer of that moment, through the same statements as the list and the count, so there is nothing to replay and
 * nothing to miss. At most one look waits for a subscriber.
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
      if ((kind === 'notifications' || kind === 'account') && id) this.look(id);
      else if (kind === 'session' && id) void this.endLost(id);
      else if (topic === '*') for (const accountId of this.ears.keys()) this.look(accountId);
    });
    this.timer = setInterval(() => void this.sweep(), sweepMs).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
    this.stopListening?.();
    for (const { subscribers } of this.ears.values()) for (const { queue } of subscribers) queue.end();
  }

  subscribe({ accountId, sessionId, expiresAt }: Viewer): EventQueue<NotificationsLook> {
    const ear = this.ears.get(accountId) ?? { subscribers: new Set(), newest: null };
    const onClose = (): void => {
      ear.subscribers.delete(subscriber);
      if (ear.subscribers.size === 0 && this.ears.get(accountId) === ear) this.ears.delete(accountId);
    };
    const subscriber: Subscriber = {
      claims: { accountId, sessionId, expiresAt },
      queue: new EventQueue<NotificationsLook>({ onClose }),
      look: new NotificationsLook(this.notifications),
    };
    ear.subscribers.add(subscriber);
    this.ears.set(accountId, ear);
    subscriber.queue.push(subscriber.look);
    return subscriber.queue;
  }

  private look(accountId: string): void {
    for (const { queue, look } of this.ears.get(accountId)?.subscribers ?? []) {
      if (queue.length === 0) queue.push(look);
    }
  }

  /** Streams of a session end with it, also while nothing is told. */
  private async endLost(sessionId: string): Promise<void> {
    const ofSession = [...this.ears.values()].flatMap(({ subscribers }) =>
      [...subscribers].filter(({ claims }) => claims.sessionId === sessionId),
    );
    const [one] = ofSession;
    if (!one) return;
    try {
      if ((await this.viewers.loadMany([one.claims])).has(sessionId)) return;
      for (const { queue } of ofSession) queue.end(new Refusal('UNAUTHENTICATED', 'The session has ended.'), true);
    } catch (error) {
      logger.warn({ err: error }, 'whether a session lives could not be asked; its socket is closed by the next check');
    }
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
        this.look(accountId);
      }
    } catch (error) {
      logger.warn({ err: error }, 'the sweep over notifications failed and comes by again');
    }
  }
}

import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { Config } from '../config.js';
import { Database, sql } from '../database/database.js';
import { logger } from '../logging.js';
import { LiveBus } from './live-bus.js';

const channel = 'porchlight_live';
/** Wake-ups gather this long before they travel: NOTIFY takes a lock over all of PostgreSQL at commit, so fewer is faster. */
const gatherMs = 2;
/** PostgreSQL refuses notifications of 8,000 bytes and more; a topic has at most 50. */
const mostTopicsPerNotification = 140;
const longestPauseMs = 5_000;

/** The live bus over PostgreSQL LISTEN/NOTIFY. NOTIFY runs after the commit and outside it, so writers never queue for it. */
@Injectable()
export class PostgresLiveBus extends LiveBus implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly listeners = new Set<(topic: string) => void>();
  private readonly gathered = new Set<string>();
  private readonly origin = Math.random().toString(36).slice(2);
  private gatherTimer: NodeJS.Timeout | undefined;
  private retryTimer: NodeJS.Timeout | undefined;
  private client: pg.Client | undefined;
  private pauseMs = 100;
  private stopped = false;

  constructor(
    @Inject(Config) private readonly config: Config,
    private readonly database: Database,
  ) {
    super();
  }

  wake(topic: string): void {
    this.tell(topic);
    this.gathered.add(topic);
    this.gatherTimer ??= setTimeout(() => void this.send(), gatherMs);
  }

  listen(listener: (topic: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.connect();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.gatherTimer);
    clearTimeout(this.retryTimer);
    await this.client?.end().catch(() => undefined);
  }

  private tell(topic: string): void {
    for (const listener of this.listeners) listener(topic);
  }

  private async send(): Promise<void> {
    this.gatherTimer = undefined;
    const topics = [...this.gathered];
    this.gathered.clear();
    while (topics.length > 0 && !this.stopped) {
      const payload = JSON.stringify([this.origin, ...topics.splice(0, mostTopicsPerNotification)]);
      try {
        await this.database.run(sql`select pg_notify(${channel}, ${payload})`);
      } catch (error) {
        // Nothing is lost: the others look by themselves within two seconds.
        logger.warn({ err: error }, 'a wake-up could not be sent');
      }
    }
  }

  private async connect(): Promise<void> {
    if (this.stopped) return;
    const client = new pg.Client({
      connectionString: this.config.values.DATABASE_URL,
      connectionTimeoutMillis: 2_000,
      keepAlive: true,
      application_name: 'porchlight live',
    });
    client.on('notification', ({ payload }) => this.receive(payload ?? ''));
    client.on('error', (error) => logger.warn({ reason: error.message }, 'the live bus lost its connection'));
    client.on('end', () => this.retry());
    try {
      await client.connect();
      await client.query(`listen ${channel}`);
      this.client = client;
      this.pauseMs = 100;
      this.tell('*');
    } catch (error) {
      logger.warn({ reason: (error as Error).message }, 'the live bus cannot connect');
      this.retry();
      await client.end().catch(() => undefined);
    }
  }

  private retry(): void {
    if (this.stopped || this.retryTimer) return;
    this.client = undefined;
    this.retryTimer = setTimeout(() => {
      this.retryTimer = undefined;
      void this.connect();
    }, this.pauseMs);
    this.pauseMs = Math.min(this.pauseMs * 2, longestPauseMs);
  }

  private receive(payload: string): void {
    const [origin, ...topics] = JSON.parse(payload) as string[];
    if (origin === this.origin) return;
    for (const topic of topics) this.tell(topic);
  }
}

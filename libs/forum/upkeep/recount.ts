import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, Database, Health, logger, sql } from '#platform';
import { type Drift, ForumVerifier } from './verifier.js';

/** The nightly recount: what differs from what is stored is a fault of ours, told as figures and mended by people. */
@Injectable()
export class Recount implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly health: Health,
    private readonly verifier: ForumVerifier,
  ) {}

  onModuleInit(): void {
    this.health.watch('forumCounters', () => this.state());
  }

  async run(): Promise<readonly Drift[]> {
    const drifts = await this.verifier.drifts();
    const byCheck = Object.fromEntries(
      [...Map.groupBy(drifts, ({ check }) => check)].map(([check, found]) => [check, found.length]),
    );
    await this.database.run(sql`
      insert into forum_recount (id, counted_at, drifts, checks)
      values (1, ${this.clock.now()}, ${drifts.length}, ${Object.keys(byCheck)}::text[])
      on conflict (id) do update set counted_at = excluded.counted_at, drifts = excluded.drifts, checks = excluded.checks`);
    const level = drifts.length === 0 ? 'info' : 'error';
    logger[level](
      { metric: 'forum.drift', value: drifts.length, byCheck, first: drifts[0] },
      'the forum was recounted',
    );
    return drifts;
  }

  /** Null when the last recount found nothing, or none was made yet. */
  private async state(): Promise<string | null> {
    const last = await this.database.first<{ drifts: number; checks: string[] }>(
      sql`select drifts, checks from forum_recount where id = 1`,
    );
    return last && last.drifts > 0 ? `${last.drifts} drifted: ${last.checks.join(', ')}` : null;
  }
}

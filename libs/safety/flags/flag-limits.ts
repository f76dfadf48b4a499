import { Inject, Injectable } from '@nestjs/common';
import { Clock, Config, Database, Refusal, sql, type Viewer } from '#platform';
import type { FlagCategory } from '../safety.types.js';
import { isCountedOut, mostFlagsAnHour, mostRepeatsADay } from './flag-rules.js';

const hourMs = 3_600_000;

/** Keeps people of ill will from flagging in numbers. */
@Injectable()
export class FlagLimits {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(Config) private readonly config: Config,
  ) {}

  /** @throws Refusal RATE_LIMITED, never for what is about danger */
  async requireRoom(viewer: Viewer, category: FlagCategory, ofOwnMentor: boolean): Promise<void> {
    if (!this.config.values.RATE_LIMITS || !isCountedOut(category, ofOwnMentor)) return;
    const now = this.clock.now().getTime();
    const row = await this.database.first<{ lately: number; repeats: number }>(sql`
      select (count(*) filter (where created_at > ${new Date(now - hourMs)}))::int as lately,
        (count(*) filter (where attached))::int as repeats
      from flag where reporter_id = ${viewer.accountId} and created_at > ${new Date(now - 24 * hourMs)}`);
    const { lately = 0, repeats = 0 } = row ?? {};
    if (lately < mostFlagsAnHour && repeats < mostRepeatsADay) return;
    throw new Refusal('RATE_LIMITED', undefined, { retryAfterSeconds: hourMs / 1_000 });
  }
}

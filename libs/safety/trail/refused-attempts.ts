import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { actingIn } from '#membership';
import { Audit, Clock, Database, type ForbiddenAttempt, logger, sql } from '#platform';

/** One line for each person and operation in so long: a client that tries in a loop says nothing new. */
const lineEveryMs = 3_600_000;

/** Tells the trail who was answered FORBIDDEN: the operation's name in our schema, never one that the client chose. */
@Injectable()
export class RefusedAttempts implements BeforeApplicationShutdown {
  private readonly known = new LRUCache<string, number>({ max: 20_000 });
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
  ) {}

  /** Returns at once: the caller has been answered already. */
  note(attempt: ForbiddenAttempt): void {
    const key = `${attempt.viewer.accountId}:${attempt.field}`;
    const now = this.clock.now().getTime();
    if (Math.abs(now - (this.known.get(key) ?? -Infinity)) < lineEveryMs) return;
    this.known.set(key, now);
    const running = this.write(attempt)
      .catch((error: unknown) => logger.error({ err: error }, 'a refused attempt could not be written to the trail'))
      .finally(() => this.running.delete(running));
    this.running.add(running);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.running);
  }

  /** In the chain of each program that the person belongs to: one, for almost everybody. */
  private async write({ viewer, field, requestId }: ForbiddenAttempt): Promise<void> {
    const programIds = new Set(viewer.enrolments.map(({ programId }) => programId));
    await this.database.transaction(async (tx) => {
      const known = await tx.first(sql`
        select 1 as found from audit_event
        where target_id = ${field} and at > ${new Date(this.clock.now().getTime() - lineEveryMs)}::timestamptz
          and actor_id = ${viewer.accountId} and action = 'access.refused' limit 1`);
      if (known) return;
      for (const programId of programIds.size > 0 ? programIds : [null]) {
        const role = programId === null ? null : actingIn(viewer, programId).role;
        await this.audit.write(tx, {
          action: 'access.refused',
          actorId: viewer.accountId,
          actorRole: role,
          programId,
          targetType: 'Operation',
          targetId: field,
          requestId,
        });
      }
    });
  }
}

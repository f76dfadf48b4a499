import { Injectable } from '@nestjs/common';
import { Announcements, Audit, type EventOf, LiveBus, liveTopics, type Transaction } from '#platform';
import type { Actor } from './membership.policy.js';

/** One change as the trail tells it: ids and codes, never a text. */
export interface MembershipChange {
  action: string;
  actor: Actor;
  programId: string | null;
  targetType: 'Account' | 'Organisation' | 'Program' | 'Cohort' | 'Enrolment' | 'Consent' | 'Screening' | 'Match';
  targetId: string;
  from?: string | null;
  to?: string | null;
  reasonCode?: string | null;
  facts?: Record<string, string | number | boolean | null | readonly string[]>;
}

/** What follows from every change of this library: a line in the trail, an announcement, and sockets that look again. */
@Injectable()
export class MembershipRecord {
  constructor(
    private readonly audit: Audit,
    private readonly announcements: Announcements,
    private readonly liveBus: LiveBus,
  ) {}

  async write(tx: Transaction, { actor, from, to, ...change }: MembershipChange): Promise<void> {
    await this.audit.write(tx, {
      ...change,
      actorId: actor.accountId,
      actorRole: actor.role,
      fromState: from ?? null,
      toState: to ?? null,
    });
  }

  async announce<Payload>(tx: Transaction, event: EventOf<Payload>, payload: Payload): Promise<void> {
    await this.announcements.announce(tx, event, payload);
  }

  /** Once committed, every socket of these people finds out anew what it may still reach. */
  wake(tx: Transaction, accountIds: readonly string[]): void {
    tx.afterCommit.push(() => {
      for (const accountId of new Set(accountIds)) this.liveBus.wake(liveTopics.account(accountId));
    });
  }
}

import { Injectable } from '@nestjs/common';
import type { SupportResource } from '#forum';
import { adultAge, ageOn } from '#membership';
import { Clock, Database, dayIn, logger, sql, type Transaction } from '#platform';
import { policyAt, type StoredPolicy } from '../policy/policy.js';
import { ReviewableKind } from '../review/review.enums.js';
import { ReviewQueue } from '../review/review-queue.js';
import { Priority, priorityOf } from '../safety.types.js';
import { type Finding, screenSafely } from '../screening/index.js';
import { supportResourcesFor } from '../support/support-resources.js';
import { HeldTexts } from './held-texts.js';

export interface OtherText {
  accountId: string;
  programId: string;
  /** What it is, as a code: DISPLAY_NAME, BIO, APPEAL … */
  field: string;
  text: string;
}

export interface OtherVerdict {
  outcome: 'PUBLISH' | 'HOLD';
  priority: Priority | null;
  findings: readonly Finding[];
  supportResources: readonly SupportResource[];
}

interface Writer {
  birthDate: string | null;
  isMentee: boolean;
  timeZone: string;
  jurisdiction: string;
  settings: StoredPolicy['settings'] | null;
  exception: StoredPolicy['exception'];
  exceptionUntil: Date | null;
}

const unread: Finding = {
  ruleId: 'DETECTOR.ERROR',
  family: 'DETECTOR',
  version: 1,
  category: 'error',
  priority: 'P2',
  spans: [],
};

/** Texts that are no posts: names, bios, what people write in forms. The same detectors, without any question of trust. */
@Injectable()
export class OtherTexts {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly queue: ReviewQueue,
    private readonly heldTexts: HeldTexts,
  ) {}

  /** Never throws: what could not be read waits. */
  async screen({ accountId, programId, text }: OtherText): Promise<OtherVerdict> {
    const now = this.clock.now();
    try {
      const writer = await this.writer(accountId, programId);
      if (!writer) return { outcome: 'HOLD', priority: Priority.P2, findings: [unread], supportResources: [] };
      const { birthDate, timeZone, jurisdiction, isMentee, settings, exception, exceptionUntil } = writer;
      const ageYears = birthDate === null ? null : ageOn(dayIn(timeZone, now), birthDate);
      const result = screenSafely({
        text,
        author: {
          isAdult: ageYears === null ? !isMentee : ageYears >= adultAge,
          ...(ageYears === null ? {} : { ageYears }),
        },
        allowedHosts: policyAt(settings && { settings, exception, exceptionUntil }, now).allowedHosts,
        country: jurisdiction.slice(0, 2),
        now,
      });
      return {
        outcome: result.outcome === 'HELD' ? 'HOLD' : 'PUBLISH',
        priority: result.priority && priorityOf(result.priority),
        findings: result.findings,
        supportResources: result.needsSupport
          ? supportResourcesFor({ jurisdiction, ageYears, topics: result.supportTopics })
          : [],
      };
    } catch (error) {
      logger.error({ err: error }, 'a text could not be screened; it waits for a human');
      return { outcome: 'HOLD', priority: Priority.P2, findings: [unread], supportResources: [] };
    }
  }

  /** Puts such a text into the queue; its words stay with the item until it is decided. @returns the item's row id */
  async hold(tx: Transaction, text: OtherText, verdict: OtherVerdict): Promise<string> {
    const { accountId, programId, field } = text;
    const item = await this.queue.open(tx, {
      kind: ReviewableKind.PROFILE_TEXT,
      targetId: accountId,
      programId,
      subjectAccountId: accountId,
      priority: verdict.priority ?? Priority.P3,
      evidence: { title: field, body: text.text },
      actorId: accountId,
    });
    await this.heldTexts.store(tx, verdict.findings, {
      postId: null,
      revisionId: null,
      authorId: accountId,
      boardId: null,
      reviewableId: item.id,
    });
    return item.id;
  }

  private writer(accountId: string, programId: string): Promise<Writer | null> {
    return this.database.first<Writer>(sql`
      select a.birth_date as "birthDate", g.time_zone as "timeZone", g.jurisdiction, l.settings, l.exception,
        l.exception_until as "exceptionUntil",
        exists (select from enrolment e where e.account_id = a.id and e.role = 'MENTEE') as "isMentee"
      from account a cross join program g left join program_policy l on l.program_id = g.id
      where a.id = ${accountId} and g.id = ${programId}`);
  }
}

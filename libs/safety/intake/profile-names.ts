import { Injectable } from '@nestjs/common';
import { type GivenName, NameScreening, type NameVerdict } from '#accounts';
import { inForce, isStaffIn } from '#membership';
import { Clock, Database, logger, sql, type Transaction } from '#platform';
import { Cases } from '../cases/cases.js';
import { ReviewableKind } from '../review/review.enums.js';
import { ReviewQueue } from '../review/review-queue.js';
import { Priority, priorityOf } from '../safety.types.js';
import { screenSafely } from '../screening/index.js';
import { type FoundInText, HeldTexts } from './held-texts.js';
import { looksLike, nameRule, soundsLikeStaff } from './staff-names.js';
import { StaffWords } from './staff-words.js';

/** With what led to it. */
export interface ExplainedName extends NameVerdict {
  readonly priority: Priority;
  readonly findings: readonly FoundInText[];
  readonly danger: boolean;
}

/** The evidence's title of an item about a name: which of a person's short texts it is. */
export const displayNameField = 'DISPLAY_NAME';
/** More staff than any program has. */
const mostStaff = 500;

/**
 * Names that people carry: read by the same detectors as every text, and for names that pass for staff. What they hold is
 * never shown: the person keeps the name of before until a human has looked.
 */
@Injectable()
export class ProfileNames extends NameScreening<ExplainedName> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly words: StaffWords,
    private readonly queue: ReviewQueue,
    private readonly heldTexts: HeldTexts,
    private readonly cases: Cases,
  ) {
    super();
  }

  requireFit(field: string, text: string): void {
    this.words.requireFit(field, text);
  }

  /** @param about whose name it is, where the account exists: staff may be called after what they are */
  async screen(
    name: string,
    { programId, givenBy, accountId = null }: Omit<GivenName, 'name' | 'accountId'> & { accountId?: string | null },
  ): Promise<ExplainedName> {
    // Read as an adult's words: about contact and place the rules are the same, about grooming they are stricter.
    const seen = screenSafely({ text: name, author: { isAdult: true }, allowedHosts: [], now: this.clock.now() });
    const own = accountId === givenBy.accountId && programId !== null && isStaffIn(givenBy, programId);
    const likeStaff = [
      ...(soundsLikeStaff(name) && !own ? [nameRule('STAFF-WORD')] : []),
      ...(await this.namesake(name, programId, accountId)),
    ];
    const findings = [...seen.findings.filter(({ weak }) => weak !== true), ...likeStaff];
    const priorities = findings.map(({ priority }) => priorityOf(priority));
    return {
      waits: findings.length > 0,
      priority: priorities.toSorted()[0] ?? Priority.P3,
      findings,
      danger: seen.opensCase,
    };
  }

  /** The name stays with its item until it is decided; whoever gave it has no say in that. */
  async hold(tx: Transaction, given: GivenName, { priority, findings, danger }: ExplainedName): Promise<void> {
    const { accountId, programId, name, givenBy } = given;
    if (programId === null) return;
    const item = await this.queue.open(tx, {
      kind: ReviewableKind.PROFILE_TEXT,
      targetId: accountId,
      programId,
      subjectAccountId: accountId,
      priority,
      evidence: { title: displayNameField, body: name },
      conflicts: givenBy.accountId === accountId ? [] : [givenBy.accountId],
      actorId: givenBy.accountId,
    });
    const where = { postId: null, revisionId: null, authorId: accountId, boardId: null, reviewableId: item.id };
    await tx.run(sql`delete from finding where reviewable_id = ${item.id}`);
    await this.heldTexts.store(tx, findings, where);
    const serious = priority === Priority.P0 || priority === Priority.P1;
    if (!danger || !serious) return;
    const about = { programId, subjectAccountId: accountId, reviewableId: item.id };
    await this.cases.open(tx, { ...about, priority, category: 'PROFILE_TEXT', openedBy: null });
  }

  /** Somebody of the staff has this name, or one that looks like it. */
  private async namesake(name: string, programId: string | null, accountId: string | null): Promise<FoundInText[]> {
    if (programId === null) return [];
    try {
      const staff = await this.database.rows<{ name: string }>(sql`
        select distinct a.display_name as name from enrolment e join account a on a.id = e.account_id
        where e.program_id = ${programId} and ${inForce('e', this.clock.now())}
          and e.role in ('SAFEGUARDING_LEAD', 'COORDINATOR', 'MODERATOR', 'PROGRAM_ADMIN')
          and a.id is distinct from ${accountId}::uuid
        limit ${mostStaff}`);
      return staff.some((one) => looksLike(name, one.name)) ? [nameRule('STAFF-NAME')] : [];
    } catch (error) {
      logger.error({ err: error }, 'a name could not be compared with those of staff; it waits for a human');
      return [nameRule('UNREAD')];
    }
  }
}

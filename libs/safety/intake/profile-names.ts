import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DisplayNames, type GivenName, nameMeanwhile, NameScreening, type NameVerdict } from '#accounts';
import { enrolmentAccepted, inForce } from '#membership';
import { Announcements, Clock, Database, logger, type Queryable, Role, sql, type Transaction } from '#platform';
import { Cases } from '../cases/cases.js';
import { ReviewableKind } from '../review/review.enums.js';
import { ReviewQueue } from '../review/review-queue.js';
import { Priority, priorityOf } from '../safety.types.js';
import { type FoundInText, HeldTexts } from './held-texts.js';
import { screenSafely } from './screen-safely.js';
import { leadsAway, looksLike, nameRule, soundsLikeStaff } from './staff-names.js';
import { StaffWords } from './staff-words.js';

/** With what led to it. */
export interface ExplainedName extends NameVerdict {
  readonly priority: Priority;
  readonly findings: readonly FoundInText[];
  readonly danger: boolean;
}

/** The evidence's title of an item about a name: which of a person's short texts it is. */
export const displayNameField = 'DISPLAY_NAME';
/** Who is no staff, and must not be taken for it. */
const members: readonly Role[] = [Role.MENTEE, Role.MENTOR, Role.GUARDIAN];

interface Imitation {
  name: string;
  /** Who made the account. */
  givenBy: string | null;
  findings: readonly FoundInText[];
}

/** More staff than any program has. */
const mostStaff = 500;

/**
 * Names that people carry: read by the same detectors as every text, and for names that pass for staff. What they hold is
 * never shown: the person keeps the name of before until a human has looked.
 */
@Injectable()
export class ProfileNames extends NameScreening<ExplainedName> implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly words: StaffWords,
    private readonly queue: ReviewQueue,
    private readonly heldTexts: HeldTexts,
    private readonly cases: Cases,
    private readonly names: DisplayNames,
    private readonly announcements: Announcements,
  ) {
    super();
  }

  onModuleInit(): void {
    // Not before: staff of a program have no say about the name of somebody who has not accepted.
    this.announcements.listen(enrolmentAccepted, async (tx, { accountId, programId, role }) => {
      if (members.includes(role)) await this.atTheDoor(tx, accountId, programId);
    });
  }

  requireFit(field: string, text: string): void {
    this.words.requireFitName(field, text);
  }

  /** The words alone: whether a name passes for staff shows only when it is known what the person is. */
  screen(name: string): Promise<ExplainedName> {
    return this.read(name, []);
  }

  /** Another name for somebody who is here already. Never throws: what could not be compared waits. */
  async screenFor(accountId: string, name: string): Promise<ExplainedName> {
    try {
      const found = await this.imitation(this.database, accountId, name);
      return await this.read(name, found?.findings ?? []);
    } catch (error) {
      logger.error({ err: error }, 'a name could not be compared with those of staff; it waits for a human');
      return this.read(name, [nameRule('UNREAD')]);
    }
  }

  private async read(name: string, more: readonly FoundInText[]): Promise<ExplainedName> {
    // Read as an adult's words: about contact and place the rules are the same, about grooming they are stricter.
    const seen = await screenSafely({ text: name, author: { isAdult: true }, allowedHosts: [], now: this.clock.now() });
    const found = seen.findings.filter(({ weak, family }) => weak !== true && (family !== 'LINK' || leadsAway(name)));
    const findings = [...found, ...more];
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
    // Nobody's program, so nobody who could look: the name stays unseen.
    if (programId === null) return;
    const item = await this.queue.open(tx, {
      kind: ReviewableKind.PROFILE_TEXT,
      targetId: accountId,
      programId,
      subjectAccountId: accountId,
      priority,
      evidence: { title: displayNameField, body: name },
      conflicts: givenBy === null || givenBy === accountId ? [] : [givenBy],
      actorId: givenBy,
    });
    const where = { postId: null, revisionId: null, authorId: accountId, boardId: null, reviewableId: item.id };
    await tx.run(sql`delete from finding where reviewable_id = ${item.id}`);
    await this.heldTexts.store(tx, findings, where);
    const serious = priority === Priority.P0 || priority === Priority.P1;
    if (!danger || !serious) return;
    const about = { programId, subjectAccountId: accountId, reviewableId: item.id };
    await this.cases.open(tx, { ...about, priority, category: 'PROFILE_TEXT', openedBy: null });
  }

  /**
   * A name that passes for staff, of somebody who is none: after what staff are called, or like one of them in any program
   * that the person is in. Staff themselves may be called after what they are.
   */
  private async imitation(from: Queryable, accountId: string, given: string | null): Promise<Imitation | null> {
    const row = await from.first<{ name: string; givenBy: string | null; member: boolean; staff: string[] }>(sql`
      select x.display_name as name, x.created_by as "givenBy", exists (select from enrolment m where m.account_id = ${accountId}
          and m.role = any(${members}::text[]) and m.status <> 'ERASED' and m.accepted_at is not null) as member,
        array(select distinct a.display_name from enrolment e join account a on a.id = e.account_id
          where e.program_id in (select o.program_id from enrolment o where o.account_id = ${accountId} and o.accepted_at is not null)
            and ${inForce('e', this.clock.now())} and a.id <> ${accountId}
            and e.role in ('SAFEGUARDING_LEAD', 'COORDINATOR', 'MODERATOR', 'PROGRAM_ADMIN')
          limit ${mostStaff}::int) as staff
      from account x where x.id = ${accountId}`);
    if (!row?.member) return null;
    const name = given ?? row.name;
    const findings = [
      ...(soundsLikeStaff(name) ? [nameRule('STAFF-WORD')] : []),
      ...(row.staff.some((one) => looksLike(name, one)) ? [nameRule('STAFF-NAME')] : []),
    ];
    return { name, givenBy: row.givenBy, findings };
  }

  /** Whoever made the account could not say yet what the person would be: at the door it shows. */
  private async atTheDoor(tx: Transaction, accountId: string, programId: string): Promise<void> {
    const found = await this.imitation(tx, accountId, null);
    if (!found || found.findings.length === 0) return;
    const { name, givenBy, findings } = found;
    await this.names.set(tx, accountId, nameMeanwhile, { programId, actorId: null, actorRole: null });
    await this.hold(tx, { accountId, programId, name, givenBy }, await this.read(name, findings));
  }
}

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { glassBroken, leadMatterArose, matchReassigned, stopOverridden } from '#membership';
import {
  Announcements,
  Audit,
  Clock,
  Database,
  defineJob,
  globalId,
  Ids,
  insertInto,
  Jobs,
  logger,
  sql,
  type Sql,
  type Transaction,
} from '#platform';
import { hasInterestInItem } from '../conflicts.js';
import { reviewOverdue } from '../safety.events.js';
import { OnCallChain, type OnCallPerson, type ToldPeople } from './chain.js';
import { LeadNoticeAbout } from './lead-notice-about.js';
import type { PageChannelName } from './paging-channel.js';
import { PagingChannels } from './paging-channels.js';

/** Tells the leads of a program what they must know: that something is late in its queue, and what others did to roles and access. */
export const leadNoticeJob = defineJob<{ noticeId: string }>('safety.tell-leads');
const noticePriority = -50;

/** A morning after a free day can find two hundred items late: a lead is told of them four times an hour at most. */
const slotMs = 15 * 60_000;
/** As for pages about cases: what was not sent by then has lost its worker. */
const lostAfterMs = 60_000;
const batch = 200;

/** What is told at once, and to whom besides the leads. */
export interface NoticeOrder {
  programId: string;
  about: LeadNoticeAbout;
  actorId?: string | null;
  subjectId?: string | null;
  alsoId?: string | null;
}

interface NoticedProgram {
  id: string;
  name: string;
  about: LeadNoticeAbout;
  orderedAt: Date;
}

interface LeadPage {
  id: string;
  accountId: string;
  email: string | null;
  channel: PageChannelName;
}

/** Of what is late, nobody is told who has an interest in all of it: the notice alone would say that there is something. */
function hearsOf({ id, about, orderedAt }: NoticedProgram): Sql {
  if (about !== LeadNoticeAbout.OVERDUE) return sql`true`;
  const late = (condition: Sql): Sql => sql`exists (
    select from reviewable r where r.program_id = ${id} and r.breached_at >= ${orderedAt}::timestamptz and ${condition})`;
  return sql`(${late(sql`not ${hasInterestInItem(sql`a.id`)}`)} or not ${late(sql`true`)})`;
}

/**
 * Lateness is told to people, not only to a list (domain 2.5). The notice is a row in the transaction that finds the
 * lateness; whom it goes to are rows before anything is sent; each is sent under its own lock. So a process may die
 * anywhere: what was not sent goes out from another one, what was is not repeated. Of what a case is about, the case pages.
 */
@Injectable()
export class LeadNotices implements OnModuleInit {
  constructor(
    private readonly announcements: Announcements,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly jobs: Jobs,
    private readonly audit: Audit,
    private readonly chain: OnCallChain,
    private readonly channels: PagingChannels,
  ) {}

  onModuleInit(): void {
    this.announcements.listen(reviewOverdue, (tx, { programId, reviewableId }) =>
      this.order(tx, programId, reviewableId),
    );
    this.announcements.listen(glassBroken, (tx, { programId, accountId, coordinatorId }) =>
      this.tell(tx, { programId, about: LeadNoticeAbout.BREAK_GLASS, actorId: accountId, alsoId: coordinatorId }),
    );
    this.announcements.listen(leadMatterArose, (tx, { about, ...matter }) =>
      this.tell(tx, { ...matter, about: LeadNoticeAbout[about] }),
    );
    this.announcements.listen(matchReassigned, async (tx, { programId, from, to, by }) => {
      // Whoever gives a pair to themselves opens its board to themselves, as with cover.
      if (by !== to) return;
      await this.tell(tx, { programId, about: LeadNoticeAbout.COVER, actorId: by, subjectId: to, alsoId: from });
    });
    this.announcements.listen(stopOverridden, (tx, { programId, accountId }) =>
      this.tell(tx, { programId, about: LeadNoticeAbout.STOP_LIFTED, actorId: accountId }),
    );
    this.jobs.handle(leadNoticeJob, ({ noticeId }) => this.run(noticeId));
  }

  /** @throws Error if a channel did not take its page, so that the job is tried again; the others have theirs by then */
  async run(noticeId: string): Promise<void> {
    const program = await this.database.transaction((tx) => this.claim(tx, noticeId));
    if (!program) return;
    const waiting = await this.database.rows<LeadPage>(sql`
      select p.id, p.account_id as "accountId", a.email, p.channel from lead_page p join account a on a.id = p.account_id
      where p.notice_id = ${noticeId} and p.sent_at is null order by p.id limit ${batch}`);
    const outcomes = await Promise.all(waiting.map((page) => this.send(program, page)));
    if (outcomes.includes(false)) throw new Error('a notice was not taken');
  }

  /** Orders anew what a worker died over; called by the job that finds lateness. */
  async sendLost(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - lostAfterMs);
    const lost = await this.database.rows<{ id: string }>(sql`
      select id from lead_notice where claimed_at is null and slot <= ${before} and ordered_at <= ${before}
      union
      select notice_id from lead_page where sent_at is null and claimed_at <= ${before}
      limit ${batch}`);
    for (const { id } of lost) await this.enqueue(this.database, id);
  }

  /** Into the notice that waits, or a new one: one that was sent already told nothing of this. */
  private async order(tx: Transaction, programId: string, reviewableId: string): Promise<void> {
    const cases = await tx.run(sql`
      select from reviewable r join safety_case c on c.state = 'OPEN' and (c.reviewable_id = r.id or c.post_id = r.post_id)
      where r.id = ${reviewableId} limit 1`);
    if (cases > 0) return;
    const now = this.clock.now().getTime();
    const late = await tx.first<{ since: Date | null }>(
      sql`select breached_at as since from reviewable where id = ${reviewableId}`,
    );
    const orderedAt = new Date(Math.min(now, late?.since?.getTime() ?? now));
    const slot = Math.floor(now / slotMs) * slotMs;
    // Two clocks that differ a little can have claimed the next quarter before it began: then the one behind it.
    for (const at of [slot, slot + slotMs, slot + 2 * slotMs]) {
      const id = this.ids.next();
      const about = LeadNoticeAbout.OVERDUE;
      const row = insertInto('lead_notice', { id, programId, about, slot: new Date(at), orderedAt });
      if ((await tx.run(sql`${row} on conflict do nothing`)) === 1) {
        await this.enqueue(tx, id, Math.max(at - now, 0));
        return;
      }
      const waits = await tx.run(sql`
        select from lead_notice where program_id = ${programId} and about = ${about} and slot = ${new Date(at)} and claimed_at is null
        for update`);
      if (waits === 1) return;
    }
  }

  /** In the transaction of what is told, so that there is never one without the other. */
  async tell(tx: Transaction, order: NoticeOrder): Promise<void> {
    const orderedAt = this.clock.now();
    const id = this.ids.next();
    await tx.run(insertInto('lead_notice', { id, ...order, slot: orderedAt, orderedAt }));
    await this.enqueue(tx, id);
  }

  private async enqueue(queryable: Transaction | Database, noticeId: string, inMs = 0): Promise<void> {
    const key = `lead-notice:${noticeId}`;
    // The time of jobs is that of the database, not the one that rules go by.
    const runAt = new Date(Date.now() + inMs);
    await this.jobs.enqueue(queryable, leadNoticeJob, { noticeId }, { key, priority: noticePriority, runAt });
  }

  /** Writes down who is told, once. @returns null if there is nobody, or no such notice */
  private async claim(tx: Transaction, noticeId: string): Promise<NoticedProgram | null> {
    const notice = await tx.first<NoticedProgram & ToldPeople & { claimed: boolean }>(sql`
      select p.id, p.name, n.about, n.actor_id as "actorId", n.subject_id as "subjectId", n.also_id as "alsoId",
        n.ordered_at as "orderedAt", n.claimed_at is not null as claimed
      from lead_notice n join program p on p.id = n.program_id where n.id = ${noticeId} for update of n`);
    if (!notice || notice.claimed) return notice;
    const leads = await this.recipients(tx, notice);
    const now = this.clock.now();
    await tx.run(sql`update lead_notice set claimed_at = ${now} where id = ${noticeId}`);
    for (const lead of leads) {
      for (const channel of this.channels.reaching(lead)) {
        const row = { id: this.ids.next(), noticeId, accountId: lead.accountId, channel, claimedAt: now };
        await tx.run(insertInto('lead_page', row));
      }
    }
    if (leads.length === 0)
      logger.error({ program: notice.id, about: notice.about }, 'there is nobody who could be told');
    await this.audit.write(tx, {
      action: leads.length === 0 ? 'lead.nobody_to_tell' : 'lead.told',
      programId: notice.id,
      targetType: 'Program',
      targetId: notice.id,
      reasonCode: notice.about === LeadNoticeAbout.OVERDUE ? 'REVIEW_OVERDUE' : notice.about,
      facts: { people: leads.map(({ accountId }) => globalId('Account', accountId)) },
    });
    return notice;
  }

  private recipients(tx: Transaction, notice: NoticedProgram & ToldPeople): Promise<OnCallPerson[]> {
    return notice.about === LeadNoticeAbout.OVERDUE
      ? this.chain.leadsOf(tx, notice.id, hearsOf(notice))
      : this.chain.watchersOf(tx, notice.id, notice);
  }

  private async send(program: NoticedProgram, page: LeadPage): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const mine = await tx.run(sql`select from lead_page where id = ${page.id} and sent_at is null for update`);
      if (mine === 0) return true;
      try {
        await this.channels.send(page.channel, this.channels.notice(program, page));
      } catch (error) {
        logger.error({ page: page.id, channel: page.channel, reason: (error as Error).name }, 'a notice was not taken');
        await tx.run(sql`update lead_page set failures = failures + 1 where id = ${page.id}`);
        return false;
      }
      await tx.run(sql`update lead_page set sent_at = ${this.clock.now()} where id = ${page.id}`);
      return true;
    });
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { Config, globalId, Mailer } from '#platform';
import type { LeadNoticeAbout } from './lead-notice-about.js';
import { LogChannel } from './log-channel.js';
import { MailChannel } from './mail-channel.js';
import { type PageChannelName, type PageMessage, PagingChannel } from './paging-channel.js';
import { WebhookChannel } from './webhook-channel.js';

/** The channels that this server has: the log always, mail and webhook where they are configured. */
@Injectable()
export class PagingChannels {
  private readonly channels: readonly PagingChannel[];

  constructor(
    @Inject(Config) private readonly config: Config,
    mailer: Mailer,
  ) {
    const { PAGING_WEBHOOK_URL, PAGING_WEBHOOK_SECRET, PAGING_WEBHOOK_PRIVATE } = config.values;
    const webhook = {
      url: PAGING_WEBHOOK_URL ?? '',
      secret: PAGING_WEBHOOK_SECRET ?? '',
      private: PAGING_WEBHOOK_PRIVATE,
    };
    this.channels = [
      new LogChannel(),
      ...(mailer.configured ? [new MailChannel(mailer)] : []),
      ...(PAGING_WEBHOOK_URL ? [new WebhookChannel(webhook)] : []),
    ];
  }

  /** Whether a page goes anywhere but into the log. */
  get leadOut(): boolean {
    return this.channels.length > 1;
  }

  /** Whether there are two ways to tell of danger besides the log: when one is out, the other goes through (domain 2.5). */
  get twoWays(): boolean {
    return this.channels.length > 2;
  }

  reaching(person: { email: string | null }): PageChannelName[] {
    return this.channels.filter((channel) => channel.reaches(person)).map(({ name }) => name);
  }

  /** Whether this person hears of it anywhere but in the log. */
  reach(person: { email: string | null }): boolean {
    return this.reaching(person).length > 1;
  }

  async send(name: PageChannelName, page: PageMessage): Promise<void> {
    // A channel that was configured when the page was claimed and is not any more has nothing left to do.
    const channel = this.channels.find((each) => each.name === name);
    if (channel) await within(wholeSendMs, channel.send(page));
  }

  /** To a lead, about a program. */
  notice(
    program: { id: string; name: string; about: LeadNoticeAbout },
    page: { id: string; accountId: string; email: string | null },
  ): PageMessage {
    const { PUBLIC_URL } = this.config.values;
    return {
      id: page.id,
      caseId: null,
      priority: program.about,
      programName: program.name,
      text: noticeTexts[program.about](program.name),
      url: PUBLIC_URL
        ? new URL(`${noticePaths[program.about]}/${globalId('Program', program.id)}`, PUBLIC_URL).href
        : null,
      to: { accountId: globalId('Account', page.accountId), email: page.email },
    };
  }

  message(
    { id, programName, priority }: { id: string; programName: string; priority: string },
    page: { id: string; accountId: string; email: string | null },
  ): PageMessage {
    const caseId = globalId('SafetyCase', id);
    const { PUBLIC_URL } = this.config.values;
    return {
      id: page.id,
      caseId,
      priority,
      programName,
      text: `${priority} in ${programName}. Open the queue.`,
      url: PUBLIC_URL ? new URL(`/safety/cases/${caseId}`, PUBLIC_URL).href : null,
      to: { accountId: globalId('Account', page.accountId), email: page.email },
    };
  }
}

const noticeTexts: Readonly<Record<LeadNoticeAbout, (programName: string) => string>> = {
  OVERDUE: (programName) => `Something waits too long in ${programName}. Open the queue.`,
  BREAK_GLASS: (programName) =>
    `An administrator opened the board of a pair in ${programName}. Its trail says who; the match says why.`,
  NEW_LEAD: (programName) => `There is a new safeguarding lead for ${programName}. Its enrolments say who.`,
  LEAD_LEFT: (programName) => `A safeguarding lead of ${programName} is none any more. Its trail says who and by whom.`,
  COVER: (programName) =>
    `Somebody else looks after a pair in ${programName}, for a time or from now on. The match says who.`,
  STAFF_SANCTION: (programName) =>
    `There is a measure against a member of the staff of ${programName}. Its trail says which.`,
  ON_CALL_SET: (programName) => `Who is on call for ${programName} was changed. Look at the order.`,
  AGE_CORRECTED: (programName) =>
    `The birth date of somebody in ${programName} was corrected by staff of another program. Its trail says whose.`,
  STOP_LIFTED: (programName) =>
    `A lead lifted a stop for safety in ${programName} while a case about it is open. Its trail says who.`,
};
const noticePaths: Readonly<Record<LeadNoticeAbout, string>> = {
  OVERDUE: '/safety/queue',
  BREAK_GLASS: '/safety/trail',
  NEW_LEAD: '/programs',
  LEAD_LEFT: '/safety/trail',
  COVER: '/programs',
  STAFF_SANCTION: '/safety/trail',
  ON_CALL_SET: '/programs',
  AGE_CORRECTED: '/safety/trail',
  STOP_LIFTED: '/safety/trail',
};

/** However slowly the other side talks, sending ends before PostgreSQL ends the transaction that waits for it (15 s). */
const wholeSendMs = 10_000;

async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the channel took too long')), milliseconds);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

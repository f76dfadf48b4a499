import { Injectable } from '@nestjs/common';
import { markerNames } from '#forum';
import { type Contact, Recipients } from '#membership';
import { Clock, Database, logger, type Viewer } from '#platform';
import { EmailFrequency, NotificationKind } from '../notification.enums.js';
import { MailQueue, mostMailTries, threadPaceMs } from './mail-queue.js';
import { type MailPart, partsOfMail, type WaitingMail } from './mail.queries.js';
import { MemberMail } from './member-mail.js';
import { quietUntil } from './quiet-hours.js';

/** What could not be sent for so long is news no more. */
const mostAgeMs = 3 * 86_400_000;
/** A mail server that refuses three in a row is left alone until the next run. */
const mostFailures = 3;

/**
 * Sends what is due. Everything is asked anew at that moment: whether the person still takes part, wishes for mail and may
 * be written to, is not asleep, and what of it they still may see and have not seen. Then the mail is claimed, so that no
 * other process sends it too. A process that dies while it sends leaves it claimed: another tries after some minutes, under
 * the same Message-ID. So a mail may come twice, in one case: the server took it, and we died before we wrote that down.
 */
@Injectable()
export class PostOffice {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly recipients: Recipients,
    private readonly queue: MailQueue,
    private readonly mail: MemberMail,
  ) {}

  async run(signal?: AbortSignal): Promise<void> {
    for (let failures = 0; failures < mostFailures && !signal?.aborted;) {
      const mail = await this.queue.next();
      if (!mail) return;
      failures = (await this.handle(mail)) ? 0 : failures + 1;
    }
  }

  /** @returns false if the mail server did not take it */
  private async handle(mail: WaitingMail): Promise<boolean> {
    const contact = await this.recipients.contact(mail.accountId, mail.programId);
    const until = this.waits(mail, contact);
    if (until) {
      await this.queue.postpone(mail, until);
      return true;
    }
    if (!(await this.queue.claim(mail))) return true;
    const parts = contact?.email && this.maySend(mail, contact) ? await this.partsFor(mail, contact) : [];
    if (!contact?.email || parts.length === 0) {
      await this.queue.drop(mail);
      return true;
    }
    try {
      await this.mail.send(mail, contact.email, parts);
    } catch (error) {
      // What a server answers may quote an address; the class of the error is enough here.
      logger.warn({ mail: mail.id, reason: (error as Error).name }, 'a mail was not taken and will be tried again');
      return false;
    }
    await this.queue.sent(mail);
    return true;
  }

  /** @returns until when it has to wait; null if it has not */
  private waits({ lastAt }: WaitingMail, contact: Contact | null): Date | null {
    if (lastAt) return new Date(lastAt.getTime() + threadPaceMs);
    return contact?.minor ? quietUntil(this.clock.now(), contact.timeZone) : null;
  }

  private maySend({ wish, attempts, createdAt }: WaitingMail, { mayBeWritten }: Contact): boolean {
    const isNews = this.clock.now().getTime() - createdAt.getTime() < mostAgeMs;
    return wish !== EmailFrequency.OFF && mayBeWritten && attempts < mostMailTries && isNews;
  }

  private async partsFor({ id, accountId }: WaitingMail, { minor }: Contact): Promise<MailPart[]> {
    const viewer: Viewer | undefined = (await this.recipients.viewers([accountId])).get(accountId);
    if (!viewer) return [];
    const parts = await this.database.rows<MailPart>(partsOfMail(viewer, id));
    // A young person's mailbox may be read by others: that staff decided about a post is told here, and not there.
    return parts.filter((part) => stillMentions(part) && !(minor && part.kind === NotificationKind.DECISION));
  }
}

/** A mention may have been edited away; who hears everything is told all the same. */
function stillMentions({ kind, bodyHtml, username, hearsAll }: MailPart): boolean {
  if (kind !== NotificationKind.MENTION || hearsAll) return true;
  return markerNames(bodyHtml ?? '').usernames.some((name) => name.toLowerCase() === username);
}

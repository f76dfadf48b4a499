import { Injectable } from '@nestjs/common';
import { globalId, Mailer } from '#platform';
import { letterOf } from './letters.js';
import type { MailPart } from './mail.queries.js';
import { MailSetup } from './mail-setup.js';
import { StopLinks } from './stop-links.js';

/** One letter to one person, with its links. */
@Injectable()
export class MemberMail {
  constructor(
    private readonly mailer: Mailer,
    private readonly setup: MailSetup,
    private readonly stopLinks: StopLinks,
  ) {}

  async send(
    { id, accountId }: { id: string; accountId: string },
    to: string,
    parts: readonly MailPart[],
  ): Promise<void> {
    const base = this.setup.publicUrl ?? '';
    const stopLink = await this.stopLinks.for(accountId, base);
    const things = parts.map(({ kind, postId }) => ({
      kind,
      link: new URL(`/posts/${globalId('Post', postId)}`, base).href,
    }));
    await this.mailer.send({
      // The same for every try.
      id: `notification-${id}`,
      to,
      ...letterOf(things, stopLink),
      // RFC 8058: a mail program stops the mail by one POST, without opening a page. What signs mail (DKIM) must cover both.
      headers: { 'List-Unsubscribe': `<${stopLink}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
    });
  }
}

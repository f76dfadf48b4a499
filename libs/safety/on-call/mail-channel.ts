import type { Mailer } from '#platform';
import { PageChannelName, type PageMessage, PagingChannel } from './paging-channel.js';

/** A mail of one line. */
export class MailChannel extends PagingChannel {
  readonly name = PageChannelName.MAIL;

  constructor(private readonly mailer: Mailer) {
    super();
  }

  reaches({ email }: { email: string | null }): boolean {
    return email !== null;
  }

  async send({ id, text, url, priority, to }: PageMessage): Promise<void> {
    if (to.email === null) return;
    await this.mailer.send({
      id: `page-${id}`,
      to: to.email,
      subject: `${priority}: ${text}`,
      text: url ? `${text}\n${url}\n` : `${text}\n`,
      urgent: true,
    });
  }
}

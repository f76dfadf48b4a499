import { createTransport, type Transporter } from 'nodemailer';
import { PageChannelName, type PageMessage, PagingChannel, sendTimeoutMs } from './paging-channel.js';

/** A mail of one line. */
export class MailChannel extends PagingChannel {
  readonly name = PageChannelName.MAIL;
  private readonly transport: Transporter;

  constructor(
    smtpUrl: string,
    private readonly from: string,
  ) {
    super();
    const times = { connectionTimeout: sendTimeoutMs, greetingTimeout: sendTimeoutMs, socketTimeout: sendTimeoutMs };
    this.transport = createTransport({ url: smtpUrl, ...times, dnsTimeout: sendTimeoutMs });
  }

  reaches({ email }: { email: string | null }): boolean {
    return email !== null;
  }

  async send({ id, text, url, priority, to }: PageMessage): Promise<void> {
    if (to.email === null) return;
    await this.transport.sendMail({
      from: this.from,
      to: to.email,
      subject: `${priority}: ${text}`,
      text: url ? `${text}\n${url}\n` : `${text}\n`,
      // The same for every try, so that a mailbox shows a repetition once.
      messageId: `<page-${id}@porchlight>`,
      priority: 'high',
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import { Config } from '../config.js';

export interface Letter {
  /** One address, without a name. */
  to: string;
  subject: string;
  text: string;
  /** Names this letter in `Message-ID`, the same for every try: a mailbox shows a repetition once. */
  id: string;
  urgent?: boolean;
  headers?: Readonly<Record<string, string>>;
}

/** Each step of the talk with the mail server. */
const stepTimeoutMs = 5_000;
/** However slowly the other side talks, sending ends before PostgreSQL ends a transaction that waits for it (15 s). */
const wholeSendMs = 10_000;

/** The one way out for mail: plain text over SMTP. `send` resolves once the server has taken the letter. */
@Injectable()
export class Mailer {
  private readonly transport: Transporter | null;
  private readonly from: string;

  constructor(@Inject(Config) config: Config) {
    const { SMTP_URL, MAIL_FROM } = config.values;
    const times = { connectionTimeout: stepTimeoutMs, greetingTimeout: stepTimeoutMs, socketTimeout: stepTimeoutMs };
    this.transport = SMTP_URL ? createTransport({ url: SMTP_URL, ...times, dnsTimeout: stepTimeoutMs }) : null;
    this.from = MAIL_FROM;
  }

  /** Without SMTP_URL there is no way out: whoever would write does not even begin. */
  get configured(): boolean {
    return this.transport !== null;
  }

  /** @throws Error if the letter was not taken */
  async send({ to, subject, text, id, urgent = false, headers = {} }: Letter): Promise<void> {
    if (!this.transport) throw new Error('there is no mail server');
    await within(
      wholeSendMs,
      this.transport.sendMail({
        from: this.from,
        to,
        subject,
        text,
        messageId: `<${id}@porchlight>`,
        headers: { 'Auto-Submitted': 'auto-generated', ...headers },
        ...(urgent ? { priority: 'high' } : {}),
      }),
    );
  }
}

async function within(milliseconds: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the mail server took too long')), milliseconds);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Config, logger, Mailer } from '#platform';

/**
 * Whether members get mail at all. Besides a mail server it takes an address of our own: without one there is no link to
 * follow, and no way to stop the mail (RFC 8058).
 */
@Injectable()
export class MailSetup implements OnModuleInit {
  readonly publicUrl: string | null;

  constructor(
    @Inject(Config) config: Config,
    private readonly mailer: Mailer,
  ) {
    this.publicUrl = config.values.PUBLIC_URL ?? null;
  }

  get writes(): boolean {
    return this.mailer.configured && this.publicUrl !== null;
  }

  onModuleInit(): void {
    if (this.mailer.configured && !this.publicUrl) {
      logger.warn('members get no mail about notifications: set PUBLIC_URL, so that it can carry links');
    }
  }
}

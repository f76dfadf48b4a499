import { Injectable } from '@nestjs/common';
import { type Contact, Recipients } from '#membership';
import { Clock, Database, sql, type Viewer } from '#platform';
import { MailSetup } from '../mail/mail-setup.js';
import { youthQuietHours } from '../mail/quiet-hours.js';
import { EmailFrequency, EmailObstacle } from '../notification.enums.js';
import type { NotificationPreferences } from './preferences.types.js';

/** How people want to hear. */
@Injectable()
export class PreferencesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly recipients: Recipients,
    private readonly setup: MailSetup,
  ) {}

  async of(viewer: Viewer): Promise<NotificationPreferences> {
    const contacts = await this.contacts(viewer);
    return {
      email: await this.email(viewer.accountId),
      emailObstacle: this.obstacle(contacts),
      quietHours: contacts.some(({ minor }) => minor) ? youthQuietHours : null,
    };
  }

  /** What somebody chose; INSTANT if nothing. */
  async email(accountId: string): Promise<EmailFrequency> {
    const row = await this.database.first<{ email: EmailFrequency }>(
      sql`select email from notification_preference where account_id = ${accountId}`,
    );
    return row?.email ?? EmailFrequency.INSTANT;
  }

  /** Setting what is set already changes nothing. What waits is asked again before it is sent. */
  async setEmail(accountId: string, email: EmailFrequency): Promise<void> {
    await this.database.run(sql`
      insert into notification_preference (account_id, email, updated_at)
      select a.id, ${email}, ${this.clock.now()}::timestamptz from account a where a.id = ${accountId}
      on conflict (account_id) do update set email = excluded.email, updated_at = excluded.updated_at`);
  }

  private async contacts(viewer: Viewer): Promise<Contact[]> {
    const programs = [...new Set(viewer.enrolments.map(({ programId }) => programId))];
    const found = await Promise.all(programs.map((id) => this.recipients.contact(viewer.accountId, id)));
    return found.filter((contact) => contact !== null);
  }

  private obstacle(contacts: readonly Contact[]): EmailObstacle | null {
    if (!this.setup.writes) return EmailObstacle.NOT_SET_UP;
    if (contacts.length > 0 && contacts.every(({ email }) => email === null)) return EmailObstacle.NO_ADDRESS;
    return contacts.some(({ mayBeWritten }) => mayBeWritten) ? null : EmailObstacle.CONSENT_MISSING;
  }
}

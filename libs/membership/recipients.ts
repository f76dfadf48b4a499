import { Injectable } from '@nestjs/common';
import { Clock, Database, dayIn, sql, type Viewer } from '#platform';
import { isMinor } from './consent-age.js';
import { inForce, takesPart } from './membership.policy.js';
import { accountsHolding, type HeldRow, viewerFrom } from './viewer-loader.js';

/** Where and how somebody may be written to about one program. */
export interface Contact {
  email: string | null;
  /** Under 18; a mentee also if the age is not known. */
  minor: boolean;
  /** By law and consent: an adult always, a minor while the consent to be written to is valid in that program. */
  mayBeWritten: boolean;
  timeZone: string;
}

interface ContactRow {
  email: string | null;
  birthDate: string | null;
  mentee: boolean;
  consented: boolean;
  timeZone: string;
}

/** People who are to be told something while they are away: what they may see, and whether they may be written to. */
@Injectable()
export class Recipients {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Each as the viewer that they would be if they asked now; whose account is not active is missing. */
  async viewers(accountIds: readonly string[]): Promise<Map<string, Viewer>> {
    const now = this.clock.now();
    const rows = await this.database.rows<HeldRow & { accountId: string; displayName: string; blocked: string[] }>(
      accountsHolding(sql`a.id = any(${accountIds}::uuid[])`, now),
    );
    const nobodysSession = { sessionId: '00000000-0000-0000-0000-000000000000', consentMissing: false };
    return new Map(rows.map((row) => [row.accountId, viewerFrom({ ...row, ...nobodysSession }, now, now)]));
  }

  /** Null for whose account is not active, or who takes no part in that program now. */
  async contact(accountId: string, programId: string): Promise<Contact | null> {
    const now = this.clock.now();
    const row = await this.database.first<ContactRow>(sql`
      select a.email, a.birth_date as "birthDate", p.time_zone as "timeZone",
        exists (select from enrolment e where e.account_id = a.id and e.role = 'MENTEE'
          and ${takesPart('e')}) as mentee,
        -- A revocation counts against every consent that was given before it.
        exists (
          select from consent k join enrolment e on e.id = k.enrolment_id
          where e.account_id = a.id and e.program_id = p.id and e.status not in ('CLOSED', 'ERASED')
            and k.kind = 'EMAIL_SMS' and k.revoked_at is null
            and (k.expires_at is null or k.expires_at > ${now}::timestamptz)
            and not exists (select from consent r where r.enrolment_id = k.enrolment_id and r.kind = k.kind
              and r.revoked_at > k.granted_at)) as consented
      from account a cross join program p
      where a.id = ${accountId} and p.id = ${programId} and a.status = 'ACTIVE'
        and exists (select from enrolment e where e.account_id = a.id and e.program_id = p.id and ${inForce('e', now)})`);
    if (!row) return null;
    const { email, timeZone } = row;
    const minor = row.birthDate === null ? row.mentee : isMinor(dayIn(timeZone, now), row.birthDate);
    return { email, minor, timeZone, mayBeWritten: !minor || row.consented };
  }
}

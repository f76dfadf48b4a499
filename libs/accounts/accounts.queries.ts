import { networkOf } from './addresses.js';
import { sql, type Queryable, type Sql } from '#platform';
import { AccountStatus } from './account.entity.js';

/** What sign-in needs to know of an account. */
export interface AccountAtTheDoor {
  id: string;
  passwordHash: string | null;
  status: AccountStatus;
  /** Where it has signed in from lately. */
  addresses: string[];
}

/** One statement, of one shape for every name, known or not. Sessions are deleted after 30 days, so "lately" ends there. */
export async function accountAtTheDoor(from: Queryable, nameKey: string): Promise<AccountAtTheDoor | null> {
  return from.first<AccountAtTheDoor>(sql`
    select a.id, a.password_hash as "passwordHash", a.status,
      array(select distinct s.address from session s where s.account_id = a.id and s.address is not null) as addresses
    from account a where a.username_key = ${nameKey}`);
}

export const isKnownPlace = (account: AccountAtTheDoor | null, address: string): boolean =>
  account?.addresses.some((known) => networkOf(known) === networkOf(address)) ?? false;

/** An account as its person, or staff who may see it, gets it. */
export interface AccountRow {
  id: string;
  username: string;
  displayName: string;
  email: string | null;
  birthDate: string | null;
  createdAt: Date;
}

/** Accounts `a` that meet the condition. */
export const accountRows = (from: Queryable, condition: Sql): Promise<AccountRow[]> =>
  from.rows<AccountRow>(sql`
    select a.id, a.username, a.display_name as "displayName", a.email, a.birth_date as "birthDate",
      a.created_at as "createdAt"
    from account a where ${condition}`);

export interface SessionRow {
  id: string;
  userAgent: string | null;
  address: string | null;
  createdAt: Date;
  lastUsedAt: Date;
  expiresAt: Date;
}

/** Sessions `s` that meet the condition. */
export const sessionRows = (from: Queryable, condition: Sql, order: Sql): Promise<SessionRow[]> =>
  from.rows<SessionRow>(sql`
    select s.id, s.user_agent as "userAgent", s.address, s.created_at as "createdAt", s.last_used_at as "lastUsedAt",
      s.expires_at as "expiresAt"
    from session s where ${condition} ${order}`);

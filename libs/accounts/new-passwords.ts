import { Injectable } from '@nestjs/common';
import { Database, Refusal, sql } from '#platform';
import { checkPassword } from './password-rules.js';
import { Passwords } from './passwords.js';

/** Port, bound by `membership`: words that whoever knows a person's programs tries first. */
export abstract class ProgramWords {
  /** Names of the programs, cohorts and organisations in which the account is enrolled; at most 100. */
  abstract of(accountId: string): Promise<readonly string[]>;
}

/** What others know of the person. */
export interface PasswordPerson {
  username: string;
  displayName: string;
  email: string | null;
}

/** A password that somebody is to have: checked against the lists, the person and the programs, then hashed. */
@Injectable()
export class NewPasswords {
  constructor(
    private readonly database: Database,
    private readonly passwords: Passwords,
    private readonly programs: ProgramWords,
  ) {}

  /**
   * @param insider whose programs count: the person's own, or of the staff member who sets it
   * @throws Refusal INVALID_INPUT on `field`
   */
  async check(password: string, person: PasswordPerson, insider: string, field = 'password'): Promise<void> {
    const { username, displayName, email } = person;
    const words = [displayName, email ?? '', ...(await this.programs.of(insider))];
    checkPassword(password, { username, words }, field);
  }

  /** @throws Refusal UNAVAILABLE when too many wait */
  hash(password: string): Promise<string> {
    return this.passwords.hash(password);
  }

  /** @throws Refusal NOT_FOUND */
  async person(accountId: string): Promise<PasswordPerson> {
    const row = await this.database.first<PasswordPerson>(sql`
      select username, display_name as "displayName", email from account where id = ${accountId}`);
    if (!row) throw Refusal.notFound();
    return row;
  }
}

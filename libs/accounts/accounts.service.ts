import { Injectable } from '@nestjs/common';
import { Clock, Database, globalId, Idempotency, Refusal, requireLine, sql, type Viewer } from '#platform';
import { makerRole, makesFor } from './accounts.policy.js';
import { type AccountRow, accountRows } from './accounts.queries.js';
import type { AccountType, CreateAccountInput } from './accounts.types.js';
import { FreeNames } from './free-names.js';
import { nameMeanwhile, NameScreening } from './name-screening.port.js';
import { readDisplayName, readUsername } from './names.js';
import { NewPasswords } from './new-passwords.js';
import { temporaryUntil } from './temporary-passwords.js';

const longestEmail = 254; // RFC 5321, section 4.5.3.1.3: a path of 256 with its angle brackets
const oldestBirthYear = 1900;

/** Accounts as people and staff meet them. */
@Injectable()
export class Accounts {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly passwords: NewPasswords,
    private readonly idempotency: Idempotency,
    private readonly freeNames: FreeNames,
    private readonly names: NameScreening,
  ) {}

  /**
   * A name that a human has to look at first is not shown until then, also not to who gave it.
   * @throws Refusal INVALID_INPUT
   */
  async create(viewer: Viewer, { password, ...input }: CreateAccountInput): Promise<AccountType> {
    const { username } = readUsername(input.username);
    const name = readDisplayName(input.displayName);
    const email = readEmail(input.email);
    const birthDate = readBirthDate(input.birthDate, this.clock.now());
    await this.passwords.check(password, { username, displayName: name, email }, viewer.accountId);
    this.names.requireFit('username', username);
    const given = { programId: makesFor(viewer), name, givenBy: viewer.accountId };
    const verdict = await this.names.screen(name);
    const displayName = verdict.waits ? nameMeanwhile : name;
    const passwordHash = await this.passwords.hash(password);
    const temporaryPasswordUntil = temporaryUntil(this.clock.now());
    // The password is no part of the stored hash of the input: a plain SHA-256 of it could be guessed.
    const call = { accountId: viewer.accountId, operation: 'createAccount', key: input.idempotencyKey, input };
    const account = await this.database.transaction(async (tx) => {
      const made = await this.idempotency.claim(tx, call);
      if (made) return (await accountRows(tx, sql`a.id = ${made}`))[0];
      const maker = { accountId: viewer.accountId, role: makerRole(viewer) };
      const row = await this.freeNames.found(
        tx,
        viewer,
        { username, displayName, passwordHash, temporaryPasswordUntil, birthDate, email },
        maker,
      );
      if (verdict.waits) await this.names.hold(tx, { ...given, accountId: row.id }, verdict);
      await this.idempotency.keep(tx, call, row.id);
      return row;
    });
    if (!account) throw Refusal.notFound();
    return accountOf(account);
  }

  async ofViewer(viewer: Viewer): Promise<AccountType> {
    const own = (await this.byIds([viewer.accountId])).get(viewer.accountId);
    if (!own) throw new Refusal('UNAUTHENTICATED');
    return own;
  }

  /** Whoever they are: `membership` knows who may know of whom, and answers `node(id)` with it. */
  async byIds(uuids: readonly string[]): Promise<Map<string, AccountType>> {
    const rows = await accountRows(this.database, sql`a.id = any(${uuids}::uuid[])`);
    return new Map(rows.map((row) => [row.id, accountOf(row)]));
  }

  /** Display names by account id; an id of nobody is not in it. */
  async namesOf(uuids: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.database.rows<{ id: string; name: string }>(
      sql`select id, display_name as name from account where id = any(${uuids}::uuid[])`,
    );
    return new Map(rows.map(({ id, name }) => [id, name]));
  }
}

const accountOf = (row: AccountRow): AccountType => ({
  __typename: 'Account',
  uuid: row.id,
  ...row,
  id: globalId('Account', row.id),
});

/** One address, loosely: whether it exists only a mail can tell. */
function readEmail(text: string | null | undefined): string | null {
  if (text == null) return null;
  const email = requireLine('email', text, longestEmail);
  const [local, domain, ...rest] = email.split('@');
  const bare = local && domain?.includes('.') && rest.length === 0 && !/[\s<>()[\],;:"\\]/u.test(email);
  if (!bare) throw Refusal.invalid('email', 'is not an email address');
  return email;
}

/** A `LocalDate` is a day already; here it must be one on which somebody alive was born. */
export function readBirthDate(day: string | null | undefined, now: Date): string | null {
  if (day == null) return null;
  if (day > now.toISOString().slice(0, 10)) throw Refusal.invalid('birthDate', 'must not be in the future');
  if (day < `${oldestBirthYear}`) throw Refusal.invalid('birthDate', `must not be before ${oldestBirthYear}`);
  return day;
}

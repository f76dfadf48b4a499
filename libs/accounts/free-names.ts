import { Injectable } from '@nestjs/common';
import { Clock, Ids, type Queryable, Refusal, sql, type Transaction, type Viewer } from '#platform';
import { AccountFounding, type Maker, type NewAccount } from './account-founding.js';
import type { AccountRow } from './accounts.queries.js';
import { usernameKey, usernameSkeleton } from './names.js';

/** Port, bound by `membership`: whether an account belongs to the people whom the viewer looks after anyway. */
export abstract class NamesInSight {
  /** @param forms of a name: whether one of those people has it, or one that looks alike */
  abstract taken(from: Queryable, viewer: Viewer, forms: { key: string; skeleton: string }): Promise<boolean>;
}

/** Names that somebody asked for and did not get, in a day, before none of theirs is given as it was asked for. */
const mostDerived = 3;
const dayMs = 86_400_000;
const tries = 8;
const longestBase = 25;
/** Without 0 and 1, which look like letters. */
const digits = '23456789';

/**
 * Names to sign in with are unique on the whole server, also where it serves several organisations. Whether a name is
 * taken is told to those alone who look after the person that has it. To everybody else a name that is not free is given
 * with four digits behind it; and after a few of these in a day, so is every name, so nobody finds out by trying which
 * names others have.
 */
@Injectable()
export class FreeNames {
  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly founding: AccountFounding,
    private readonly inSight: NamesInSight,
  ) {}

  /**
   * Makes the account, under the name that was asked for or one that begins with it.
   * @throws Refusal INVALID_INPUT if somebody whom the viewer looks after has the name, or one that looks alike
   */
  async found(tx: Transaction, viewer: Viewer, account: NewAccount, maker: Maker): Promise<AccountRow> {
    const { username } = account;
    const forms = { key: usernameKey(username), skeleton: usernameSkeleton(username) };
    const mayHaveIt = await this.isTold(tx, viewer);
    if (await this.inSight.taken(tx, viewer, forms)) throw taken();
    const asked = mayHaveIt ? await this.founding.insertIfFree(tx, account, maker) : null;
    if (asked) return asked;
    for (let tried = 0; tried < tries; tried += 1) {
      const derived = { ...account, username: withDigits(username, this.ids.next()) };
      const row = await this.founding.insertIfFree(tx, derived, maker, { derived: true });
      if (row) return row;
    }
    throw taken();
  }

  /** Whether the viewer is still told by a name that it was free. Calls of one person take turns, so many at once learn no more. */
  private async isTold(tx: Transaction, { accountId }: Viewer): Promise<boolean> {
    await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`names:${accountId}`}, 0))`);
    const since = new Date(this.clock.now().getTime() - dayMs);
    const row = await tx.first<{ count: number }>(sql`
      select count(*)::int as count from audit_event
      where actor_id = ${accountId} and action = 'account.created' and at > ${since} and facts @> '{"derived":true}'`);
    return (row?.count ?? 0) < mostDerived;
  }
}

const taken = (): Refusal => Refusal.invalid('username', 'is taken, or looks like one that is');

/** @param uuid a new one: its last bits are random; a name has no two marks side by side, so one at most is cut */
function withDigits(username: string, uuid: string): string {
  const base = [...username]
    .slice(0, longestBase)
    .join('')
    .replace(/[._-]$/, '');
  const picked = [...uuid.slice(-4)].map((hex) => digits[Number.parseInt(hex, 16) % digits.length]);
  return `${base}.${picked.join('')}`;
}

import { Injectable } from '@nestjs/common';
import { Database, Refusal, type RequestContext, type Transaction } from '#platform';
import { AccessAttempts } from './access-attempts.js';
import { AccountStatus } from './account.entity.js';
import { type AccountAtTheDoor, accountAtTheDoor, isKnownPlace } from './accounts.queries.js';
import { usernameKey } from './names.js';
import { Passwords } from './passwords.js';
import { type Grant, SessionOpening } from './session-opening.js';
import { guardsOfSignIn, type SignInGuards, SignInThrottle, slowed } from './sign-in-throttle.js';
import type { SignInInput } from './sessions.types.js';

/** One text for all of them, so an answer tells nobody which names exist. */
const wrong = (): Refusal => new Refusal('UNAUTHENTICATED', 'The username or the password is wrong.');

/** Whom the attempt is about, as far as there is such an account. */
interface Attempt {
  account: AccountAtTheDoor | null;
  right: boolean;
  guards: SignInGuards;
}

/** Opened, or why not; a number is the seconds to wait. */
type Outcome = Grant | 'WRONG' | 'SUSPENDED' | number;

/**
 * Signing in. An unknown name, a wrong password, a closed account and a password of staff that has run out take the same
 * steps and get the same answer. Only who gives the right password of a suspended account is told that it is suspended.
 */
@Injectable()
export class SignIn {
  constructor(
    private readonly database: Database,
    private readonly passwords: Passwords,
    private readonly throttle: SignInThrottle,
    private readonly opening: SessionOpening,
    private readonly attempts: AccessAttempts,
  ) {}

  /** @throws Refusal UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED or UNAVAILABLE */
  async signIn({ username, password }: SignInInput, request: RequestContext): Promise<Grant> {
    const nameKey = usernameKey(username);
    const account = await accountAtTheDoor(this.database, nameKey);
    // Also while a pause is on: an answer that came sooner would tell for whom the hash was left out.
    const right = await this.passwords.verify(account?.passwordHash ?? null, password);
    const attempt = { account, right, guards: guardsOfSignIn(nameKey, request.address) };
    // What failed is counted, so a refusal is thrown only after the commit.
    const outcome = await this.database.transaction((tx) => this.settle(tx, attempt, request));
    if (typeof outcome === 'object') return outcome;
    if (outcome === 'SUSPENDED') throw new Refusal('FORBIDDEN', 'This account is suspended: ask your coordinator.');
    this.attempts.note(outcome === 'WRONG' ? 'sign-in.failed' : 'sign-in.slowed', account?.id ?? null);
    throw outcome === 'WRONG' ? wrong() : slowed(outcome);
  }

  private async settle(
    tx: Transaction,
    { account, right, guards }: Attempt,
    request: RequestContext,
  ): Promise<Outcome> {
    // Asked in any case, so that a right password that has to wait takes as long as a wrong one.
    const status = await this.opening.statusNow(tx, account);
    if (!account || !right || !status || status === AccountStatus.CLOSED) {
      return (await this.throttle.wrong(tx, guards)) || 'WRONG';
    }
    const wait = await this.throttle.right(tx, guards, isKnownPlace(account, request.address));
    if (wait > 0) return wait;
    return status === AccountStatus.ACTIVE ? this.opening.open(tx, account.id, request) : 'SUSPENDED';
  }
}

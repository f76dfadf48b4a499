import { Injectable } from '@nestjs/common';
import { Database, Refusal, type RequestContext, type Transaction } from '#platform';
import { AccountStatus } from './account.entity.js';
import { type AccountAtTheDoor, accountAtTheDoor, isKnownPlace } from './accounts.queries.js';
import { Admission } from './admission.js';
import { usernameKey } from './names.js';
import { Passwords } from './passwords.js';
import { type Grant, SessionOpening } from './session-opening.js';
import { type Guard, guardsOfSignIn, SignInThrottle } from './sign-in-throttle.js';
import type { SignInInput, SignInPayload } from './sessions.types.js';

/** One text for all of them, so an answer tells nobody which names exist. */
const wrong = (): Refusal => new Refusal('UNAUTHENTICATED', 'The username or the password is wrong.');

/**
 * Signing in. An unknown name, a wrong password and a closed account take the same steps and get the same answer.
 * Only who gives the right password of a suspended account is told that it is suspended.
 */
@Injectable()
export class SignIn {
  constructor(
    private readonly database: Database,
    private readonly passwords: Passwords,
    private readonly throttle: SignInThrottle,
    private readonly opening: SessionOpening,
    private readonly admission: Admission,
  ) {}

  /** @throws Refusal UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED or UNAVAILABLE */
  async signIn({ username, password }: SignInInput, request: RequestContext): Promise<SignInPayload> {
    const nameKey = usernameKey(username);
    const account = await accountAtTheDoor(this.database, nameKey);
    const guards = guardsOfSignIn(nameKey, request.address, isKnownPlace(account, request.address));
    await this.throttle.admit(guards);
    const right = await this.passwords.verify(account?.passwordHash ?? null, password);
    // What failed is counted, so a refusal is thrown only after the commit.
    const outcome = await this.database.transaction((tx) => this.settle(tx, right ? account : null, guards, request));
    if (outcome === 'WRONG') throw wrong();
    if (outcome === 'SUSPENDED') throw new Refusal('FORBIDDEN', 'This account is suspended: ask your coordinator.');
    return this.admission.welcome(outcome);
  }

  private async settle(
    tx: Transaction,
    account: AccountAtTheDoor | null,
    guards: readonly Guard[],
    request: RequestContext,
  ): Promise<Grant | 'WRONG' | 'SUSPENDED'> {
    const status = account && (await this.opening.statusNow(tx, account));
    if (!account || !status || status === AccountStatus.CLOSED) {
      await this.throttle.failed(tx, guards);
      return 'WRONG';
    }
    await this.throttle.succeeded(tx, guards);
    return status === AccountStatus.ACTIVE ? this.opening.open(tx, account.id, request) : 'SUSPENDED';
  }
}

import { Module, type OnModuleInit } from '@nestjs/common';
import { Clock, Config, NodeLoaders, TokenVerifier } from '#platform';
import { AccessAttempts } from './access-attempts.js';
import { AccessTokens } from './access-tokens.js';
import { AccountFounding } from './account-founding.js';
import { FreeNames } from './free-names.js';
import { AccountsResolver } from './accounts.resolver.js';
import { AccessPurge } from './accounts.schedule.js';
import { Accounts } from './accounts.service.js';
import { Admission } from './admission.js';
import { LinkTokens } from './link-tokens.js';
import { DisplayNames } from './display-names.js';
import { NewPasswords } from './new-passwords.js';
import { PasswordConfirmation } from './password-confirmation.service.js';
import { PasswordChange, PasswordRecord } from './password-change.service.js';
import { Passwords } from './passwords.js';
import { RefreshTokens } from './refresh-tokens.js';
import { SessionEnds } from './session-ends.js';
import { SessionOpening } from './session-opening.js';
import { SessionsResolver } from './sessions.resolver.js';
import { Sessions } from './sessions.service.js';
import { SignInFlood } from './sign-in-flood.js';
import { SignIn } from './sign-in.service.js';
import { SignInThrottle } from './sign-in-throttle.js';
import { SigningKeys } from './signing-keys.js';
import { Suspensions } from './suspensions.js';
import { TemporaryPasswords } from './temporary-passwords.js';

@Module({
  providers: [
    AccessAttempts,
    AccessPurge,
    AccountFounding,
    FreeNames,
    Accounts,
    AccountsResolver,
    Admission,
    DisplayNames,
    NewPasswords,
    PasswordChange,
    PasswordConfirmation,
    PasswordRecord,
    Passwords,
    RefreshTokens,
    SessionEnds,
    SessionOpening,
    Sessions,
    SessionsResolver,
    SignIn,
    SignInFlood,
    SignInThrottle,
    Suspensions,
    TemporaryPasswords,
    { provide: SigningKeys, inject: [Config], useFactory: (config: Config) => SigningKeys.open(config) },
    {
      provide: AccessTokens,
      inject: [SigningKeys, Clock],
      useFactory: (keys: SigningKeys, clock: Clock) => AccessTokens.with(keys, clock),
    },
    { provide: LinkTokens, inject: [SigningKeys], useFactory: (keys: SigningKeys) => LinkTokens.with(keys) },
    { provide: TokenVerifier, useExisting: AccessTokens },
  ],
  exports: [
    AccessAttempts,
    AccountFounding,
    Accounts,
    DisplayNames,
    LinkTokens,
    NewPasswords,
    Passwords,
    SessionEnds,
    Suspensions,
    TemporaryPasswords,
    TokenVerifier,
  ],
})
export class AccountsModule implements OnModuleInit {
  constructor(
    private readonly loaders: NodeLoaders,
    private readonly sessions: Sessions,
  ) {}

  onModuleInit(): void {
    this.loaders.register('Session', (viewer, uuids) => this.sessions.load(viewer, uuids));
  }
}

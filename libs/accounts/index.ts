/**
 * accounts: who somebody is, and the sessions in which they prove it.
 *
 * Promise: only who knows the password gets a session, and a session ends everywhere the moment it is ended.
 * Built on: platform. Binds its port TokenVerifier; asks its ports ViewerLoader, ProgramWords and NamesInSight, which
 *   membership binds, and NameScreening, which safety binds.
 * Announces: nothing; the live topic `session:<id>` says that a session has ended.
 * Read in this order: account.entity, session.entity, sign-in.service, sign-in-throttle, sessions.service, session-ends,
 *   session-limit, access-tokens, signatures, passwords, password-rules, temporary-passwords, access-attempts, names,
 *   accounts.service.
 * Proof: test/accounts, test/suites/jose.spec.ts.
 */
export { AccessAttempts } from './access-attempts.js';
export * from './account-founding.js';
export * from './account.entity.js';
export { AccountsModule } from './accounts.module.js';
export { accountsSchedule } from './accounts.schedule.js';
export { Accounts, readBirthDate } from './accounts.service.js';
export { AccountType, ViewerType } from './accounts.types.js';
export { LinkTokens } from './link-tokens.js';
export { NamesInSight } from './free-names.js';
export { accountMakers } from './accounts.policy.js';
export { DisplayNames } from './display-names.js';
export * from './name-screening.port.js';
export { readDisplayName, readUsername, usernameKey, usernameSkeleton, type UsernameForms } from './names.js';
export { NewPasswords, ProgramWords } from './new-passwords.js';
export { requireRecentPassword } from './password-confirmation.service.js';
export { Passwords } from './passwords.js';
export { type EndedBy, type SessionEnd, SessionEnds } from './session-ends.js';
export * from './session.entity.js';
export { TemporaryPasswords } from './temporary-passwords.js';
export { Suspensions } from './suspensions.js';
export * from './accounts.entities.js';

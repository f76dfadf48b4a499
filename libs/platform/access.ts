import { applyDecorators } from '@nestjs/common';
import { Extensions } from '@nestjs/graphql';
import { Role } from './viewer.js';

/** Who may call an operation at all. What they may see or change in it is a row rule of its library. */
export type AccessMark = ({ kind: 'PUBLIC' } | { kind: 'SIGNED_IN' } | { kind: 'STAFF'; roles: readonly Role[] }) & {
  /**
   * It changes whose session this is. So it also runs with a token that is no longer good, and it is the only field of its
   * operation: what stands beside it was allowed for the person before.
   */
  opensSession?: boolean;
  /** It also runs for somebody who must first choose a password (`Viewer.passwordChangeRequired`). */
  beforePasswordChange?: boolean;
};

/** Roles that work for a program. AUDITOR is named where figures and logs are read, and only there. */
export const staffRoles = [Role.COORDINATOR, Role.MODERATOR, Role.SAFEGUARDING_LEAD, Role.PROGRAM_ADMIN] as const;

/**
 * The mark is kept in the schema field's `extensions.access`: the pipeline of both transports reads it there before
 * execution, and the boot stops when a query, mutation or subscription has none (`graphql/access-check.ts`).
 */
const mark = (access: AccessMark): MethodDecorator => applyDecorators(Extensions({ access }));

/** Anybody, signed in or not. */
export const Public = ({ opensSession = false, beforePasswordChange = false } = {}): MethodDecorator =>
  mark({ kind: 'PUBLIC', opensSession, beforePasswordChange: beforePasswordChange || opensSession });
/** Any account with a live session, even while its consent is missing. */
export const SignedIn = ({ beforePasswordChange = false } = {}): MethodDecorator =>
  mark({ kind: 'SIGNED_IN', beforePasswordChange });
/** Holders of one of the roles in some program; without a list, any staff role. Others are answered `FORBIDDEN`. */
export const Staff = (...roles: Role[]): MethodDecorator =>
  mark({ kind: 'STAFF', roles: roles.length > 0 ? roles : staffRoles });

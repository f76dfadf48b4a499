import { registerEnumType } from '@nestjs/graphql';
import { GraphQLError } from 'graphql';

/**
 * Every code that a client can meet in `errors[].extensions.code`. Each is used by the code and provoked by a test
 * (`test/laws/error-codes.spec.ts`); the table in README is made from this list.
 */
export const errorCodes = {
  UNAUTHENTICATED: 'No valid session: sign in, or refresh the access token.',
  PASSWORD_CHANGE_REQUIRED: 'Staff set your password: choose your own with `changePassword` before anything else.',
  PASSWORD_CONFIRMATION_REQUIRED: 'Give your password with `confirmPassword` (good for ten minutes), then try again.',
  FORBIDDEN: 'You may see this, and your role may not do it.',
  NOT_FOUND: 'It does not exist, or you may not know that it does: both answer alike.',
  INVALID_INPUT: 'A value is not acceptable; `fields` names each one with its reason.',
  VERSION_CONFLICT: 'It changed since you loaded it; `current` holds the text of now, `diff` what differs.',
  CONFLICT: 'The state of the thing does not allow this step any more.',
  IDEMPOTENCY_KEY_REUSED: 'This idempotency key was used before with another input.',
  RATE_LIMITED: 'Too many in too short a time; try again after `retryAfterSeconds`.',
  CONSENT_REQUIRED: 'A consent that this needs is missing, expired or revoked.',
  THREAD_LOCKED: 'Staff locked the thread: it can be read, not answered.',
  BOARD_CLOSED: 'Nobody may write on this board now (its match is paused, closing or closed).',
  RESYNC_REQUIRED: 'The event log no longer reaches back to this cursor: load afresh, then subscribe without `after`.',
  QUERY_TOO_COMPLEX: 'The document is over a limit; `limit` names it, with the maximum and what was found.',
  GRAPHQL_PARSE_FAILED: 'The document is not GraphQL.',
  GRAPHQL_VALIDATION_FAILED: 'The document does not fit the schema.',
  BAD_REQUEST: 'The request is not a GraphQL request.',
  TIMEOUT: 'The request took longer than its deadline and was ended.',
  UNAVAILABLE: 'A part that this needs is away or overloaded; try again after `retryAfterSeconds`.',
  INTERNAL: 'A fault of ours; `requestId` finds it in the logs. Nothing else is told.',
} as const;

export type ErrorCode = keyof typeof errorCodes;
export const ErrorCode = Object.fromEntries(Object.keys(errorCodes).map((code) => [code, code])) as {
  [Code in ErrorCode]: Code;
};

registerEnumType(ErrorCode, {
  name: 'ErrorCode',
  description: 'The codes found in `errors[].extensions.code`.',
  valuesMap: Object.fromEntries(Object.entries(errorCodes).map(([code, description]) => [code, { description }])),
});

/** Codes after which the very same request may succeed later without any change. */
const retryable: ReadonlySet<ErrorCode> = new Set(['RATE_LIMITED', 'UNAVAILABLE', 'TIMEOUT', 'INTERNAL']);

/** HTTP status of a request refused before execution (GraphQL over HTTP draft, section 6.4). */
const statusOf: Partial<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  PASSWORD_CHANGE_REQUIRED: 403,
  PASSWORD_CONFIRMATION_REQUIRED: 403,
  FORBIDDEN: 403,
  RATE_LIMITED: 429,
  UNAVAILABLE: 503,
  TIMEOUT: 503,
  INTERNAL: 500,
};

/** What a refusal tells besides its code; only values that a client can act on, never a secret or a text of others. */
export interface RefusalDetail {
  /** `INVALID_INPUT`: which fields, and why. */
  fields?: { field: string; reason: string }[];
  /** `RATE_LIMITED`, `UNAVAILABLE`: whole seconds until a retry makes sense. */
  retryAfterSeconds?: number;
  /** `VERSION_CONFLICT`: what is stored now. */
  current?: Record<string, unknown>;
  /** `VERSION_CONFLICT`: how the text that was sent differs from it, stretch by stretch. */
  diff?: readonly { in: 'BOTH' | 'YOURS' | 'CURRENT'; text: string }[];
  /** `QUERY_TOO_COMPLEX`: the limit that was passed. */
  limit?: { name: string; maximum: number; found: number };
}

/**
 * The one way to say no. A `GraphQLError`, so it travels unchanged through resolvers, both transports and the formatter;
 * any other error reaches a client as `INTERNAL` without detail.
 */
export class Refusal extends GraphQLError {
  constructor(
    readonly code: ErrorCode,
    message: string = errorCodes[code],
    readonly detail: RefusalDetail = {},
  ) {
    super(message, { extensions: { code, retryable: retryable.has(code), ...detail } });
    this.name = 'Refusal';
  }

  /** Status for a refusal before execution; 200 once execution began. */
  get httpStatus(): number {
    return statusOf[this.code] ?? 400;
  }

  static notFound(): Refusal {
    return new Refusal('NOT_FOUND');
  }

  static invalid(field: string, reason: string): Refusal {
    return new Refusal('INVALID_INPUT', `${field}: ${reason}`, { fields: [{ field, reason }] });
  }
}

/** The codes as a Markdown table, for the README (`npm run docs`). */
export function errorTable(): string {
  const rows = Object.entries(errorCodes).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`);
  return ['', '| code | meaning |', '| --- | --- |', ...rows, '', ''].join('\n');
}

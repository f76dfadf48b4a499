import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { type ErrorCode, errorCodes, Refusal } from '../errors.js';
import type { RequestScope } from './request-scope.js';

/** Tells a part that is away (database, search) from a fault of ours. */
export type UnavailableCheck = (error: unknown) => boolean;

/** Clients of databases and proxies wrap what happened to them; a few levels are enough. */
export function isOrWraps(error: unknown, check: UnavailableCheck, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 4) return false;
  if (check(error)) return true;
  const { cause, previous, errors } = error as Record<string, unknown>;
  const inner = [cause, previous, ...(Array.isArray(errors) ? (errors as unknown[]) : [])];
  return inner.some((each) => isOrWraps(each, check, depth + 1));
}

/** Seconds that a restarting database usually needs; clients add their own spread. */
const unavailableRetrySeconds = 2;

export interface FormatOptions {
  logger: Logger;
  isUnavailable: UnavailableCheck;
  /** In production the anonymous learn nothing of the schema from a mistake. */
  hideSuggestionsFromAnonymous: boolean;
}

/** Makes the errors of both transports; nothing that is not a `Refusal` or GraphQL's own reaches a client. */
export class ErrorFormatter {
  constructor(private readonly options: FormatOptions) {}

  /**
   * @param ownCode the code of what graphql-js itself says about the document or the variables, known by its having no
   * path; anything with a path was met while executing, and is `INTERNAL` unless it is a refusal
   */
  format(
    errors: readonly GraphQLError[],
    scope: RequestScope | undefined,
    ownCode?: ErrorCode,
  ): GraphQLFormattedError[] {
    return errors.map((error) => {
      const formatted = this.#one(error, scope, ownCode);
      scope?.codes.push(formatted.extensions?.['code'] as string);
      return formatted;
    });
  }

  #one(error: GraphQLError, scope: RequestScope | undefined, ownCode?: ErrorCode): GraphQLFormattedError {
    const refusal = this.refusal(error, scope, ownCode);
    return {
      message: refusal.message,
      ...(error.locations ? { locations: error.locations } : {}),
      ...(error.path?.length ? { path: error.path } : {}),
      extensions: { ...refusal.extensions, ...(scope ? { requestId: scope.requestId } : {}) },
    };
  }

  isRefusal(error: unknown): boolean {
    return originOf(error) instanceof Refusal;
  }

  /** What a client may know of an error; logs what it may not. */
  refusal(error: unknown, scope: RequestScope | undefined, ownCode?: ErrorCode): Refusal {
    const origin = originOf(error);
    const path = error instanceof GraphQLError ? error.path : undefined;
    if (origin instanceof Refusal) return origin;
    if (ownCode && error instanceof GraphQLError && !path) {
      return new Refusal(ownCode, this.#told(error.message, scope), detailOf(error, ownCode));
    }
    // A nullable variable with a default may be `null` where the argument may not: found while executing, the caller's fault.
    if (origin instanceof GraphQLError && origin.message.startsWith('Argument "')) {
      return new Refusal('INVALID_INPUT', origin.message, detailOf(origin, 'INVALID_INPUT'));
    }
    if (isOrWraps(origin, this.options.isUnavailable)) {
      this.options.logger.warn({ requestId: scope?.requestId, err: logged(origin) }, 'a part that this needs is away');
      return new Refusal('UNAVAILABLE', undefined, { retryAfterSeconds: unavailableRetrySeconds });
    }
    this.options.logger.error(
      { requestId: scope?.requestId, operation: scope?.operationName, path: path?.join('.'), err: logged(origin) },
      'internal error',
    );
    return new Refusal('INTERNAL', 'Internal error');
  }

  #told(message: string, scope: RequestScope | undefined): string {
    if (!this.options.hideSuggestionsFromAnonymous || scope?.viewer) return message;
    const at = message.indexOf(' Did you mean ');
    return at < 0 ? message : message.slice(0, at);
  }
}

/** What was thrown first: graphql-js wraps it, sometimes more than once. */
function originOf(error: unknown): unknown {
  let origin: unknown = error;
  while (origin instanceof GraphQLError && !(origin instanceof Refusal) && origin.originalError) {
    origin = origin.originalError;
  }
  return origin;
}

/**
 * Name, message and frames only: drivers hang statements and their parameters on their errors, and PostgreSQL's class 22
 * ("data exception") quotes the value itself.
 */
function logged(error: unknown): { type: string; message: string; code?: unknown; stack?: string } {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an Error' };
  const { code } = error as { code?: unknown };
  const frames = error.stack?.split('\n').filter((line) => line.startsWith('    at '));
  const message = typeof code === 'string' && /^22\w{3}$/.test(code) ? '(quotes a value)' : error.message;
  return { type: error.name, message, code, stack: frames?.join('\n') };
}

/** `Variable "$input" got invalid value …`, `Argument "first" of …`: the first quoted word names the field. */
function detailOf(error: GraphQLError, code: ErrorCode): Refusal['detail'] {
  if (code !== 'INVALID_INPUT') return {};
  const [, name = ''] = error.message.split('"', 2);
  return { fields: [{ field: name.replace('$', ''), reason: error.message }] };
}

/** For an error that another library made with a code of its own. */
export const isErrorCode = (code: unknown): code is ErrorCode =>
  typeof code === 'string' && Object.hasOwn(errorCodes, code);

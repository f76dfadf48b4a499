import {
  ApolloServer,
  type ApolloServerPlugin,
  type GraphQLRequestListener,
  type GraphQLResponse,
  HeaderMap,
} from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { type DocumentNode, type GraphQLFormattedError, type GraphQLSchema, parse } from 'graphql';
import type { Logger } from 'pino';
import { type ErrorCode, Refusal } from '../errors.js';
import { tooComplex } from './document-limits.js';
import { type ErrorFormatter, isErrorCode } from './format-errors.js';
import { checkInputDepth } from './input-depth.js';
import type { Limits } from './limits.js';
import { asGraphqlError, type FormattedResult, isSubscription, type Pipeline, Rejection } from './pipeline.js';
import { currentScope, type RequestScope } from './request-scope.js';

/** Apollo clones its context value; what is below `call` stays the same object. */
export interface HttpContext {
  call: HttpCall;
}

export interface HttpCall {
  scope: RequestScope;
  bodyBytes: number;
  /** Whatever kept the operation from being prepared. */
  failure?: unknown;
}

/**
 * Apollo Server as the HTTP half: it does CSRF prevention, the GraphQL-over-HTTP rules and content negotiation, and
 * hands the document and its execution to the pipeline. No plugin of Apollo's own is on: some of them wrap every field's
 * resolver, which takes a third of the throughput.
 */
export function createApollo(options: {
  schema: GraphQLSchema;
  pipeline: Pipeline;
  formatter: ErrorFormatter;
  limits: Limits;
  logger: Logger;
}): ApolloServer<HttpContext> {
  return new ApolloServer<HttpContext>({
    schema: options.schema,
    plugins: [
      pipelinePlugin(options.pipeline, options.limits),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
    formatError: (formatted, error) => formatApolloError(formatted, error, options.formatter),
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    documentStore: null,
    introspection: true, // the pipeline decides, by viewer
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    logger: {
      debug: (message: string) => options.logger.debug(message),
      info: (message: string) => options.logger.info(message),
      warn: (message: string) => options.logger.warn(message),
      error: (message: string) => options.logger.error(message),
    },
  });
}

/** Stands in for a document that was refused, so that Apollo neither parses nor validates it again. */
const nothing = parse('{ __typename }');

function pipelinePlugin(pipeline: Pipeline, limits: Limits): ApolloServerPlugin<HttpContext> {
  const listener: GraphQLRequestListener<HttpContext> = {
    didResolveSource: async (context) => {
      const { call } = context.contextValue;
      try {
        checkInputDepth('variables', context.request.variables);
        checkVariables(call.bodyBytes, context.request.variables, limits);
        const operation = pipeline.prepare({ ...context.request, query: context.source }, call.scope);
        if (isSubscription(operation)) {
          throw new Rejection([new Refusal('BAD_REQUEST', 'Subscriptions are served over WebSocket.')]);
        }
        call.scope.operation = operation;
      } catch (failure) {
        call.failure = failure;
      }
      // Apollo parses and validates only if there is no document after this hook (requestPipeline.js of 5.5).
      (context as { document?: DocumentNode }).document = call.scope.operation?.document ?? nothing;
    },
    responseForOperation: async ({ request, contextValue: { call } }) => {
      const { operation } = call.scope;
      if (!operation) return respond({ errors: pipeline.formatRejection(call.failure, call.scope) }, call.scope);
      return respond(await pipeline.execute(operation, request.variables, call.scope), call.scope);
    },
  };
  return { requestDidStart: async () => listener };
}

/** A body below the limit has variables below it, so the usual request is not serialised again. */
function checkVariables(bodyBytes: number, variables: unknown, limits: Limits): void {
  if (bodyBytes <= limits.variablesBytes || !variables) return;
  const found = Buffer.byteLength(JSON.stringify(variables));
  if (found > limits.variablesBytes) throw tooComplex('variablesBytes', limits.variablesBytes, found);
}

/** An answer without data was refused, and its status says how; anything that was executed is 200. */
function respond(result: FormattedResult, scope: RequestScope): GraphQLResponse {
  const headers = new HeaderMap();
  tellBudget(headers, scope);
  if (result.data !== undefined) {
    return { http: { status: undefined, headers }, body: { kind: 'single', singleResult: result as never } };
  }
  const [first] = result.errors ?? [];
  const head = refusalHead(first?.extensions ?? {});
  return { http: head, body: { kind: 'single', singleResult: { errors: result.errors ?? [] } } };
}

/** Names and units as GitHub has them, so that clients' own libraries understand. */
function tellBudget(headers: HeaderMap, { budget }: RequestScope): void {
  if (!budget) return;
  headers.set('x-ratelimit-limit', String(budget.limit));
  headers.set('x-ratelimit-remaining', String(budget.remaining));
  headers.set('x-ratelimit-used', String(budget.limit - budget.remaining));
  headers.set('x-ratelimit-reset', String(Math.ceil(budget.resetAt.getTime() / 1_000)));
}

/** Status and headers of a refusal (RFC 9110: 401 names its scheme, 503 and 429 say when to come back). */
export function refusalHead(extensions: Record<string, unknown>): { status: number; headers: HeaderMap } {
  const { code, retryAfterSeconds } = extensions;
  const status = isErrorCode(code) ? new Refusal(code).httpStatus : 500;
  const headers = new HeaderMap();
  if (status === 401) headers.set('www-authenticate', 'Bearer');
  if (status === 429 || status === 503)
    headers.set('retry-after', typeof retryAfterSeconds === 'number' ? `${retryAfterSeconds}` : '1');
  return { status, headers };
}

/** What Apollo itself has to say: CSRF, a malformed request, or a refusal thrown while the context was made. */
function formatApolloError(
  formatted: GraphQLFormattedError,
  error: unknown,
  formatter: ErrorFormatter,
): GraphQLFormattedError {
  const scope = currentScope.getStore();
  const { code } = formatted.extensions ?? {};
  const ours = formatter.isRefusal(error);
  const told: ErrorCode | undefined =
    code === 'BAD_REQUEST' || String(code).startsWith('PERSISTED_QUERY') ? 'BAD_REQUEST' : undefined;
  const known = ours || !told ? error : new Refusal(told, formatted.message);
  const [made] = formatter.format([asGraphqlError(known)], scope);
  return made ?? { message: 'Internal error' };
}

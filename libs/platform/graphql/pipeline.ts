import {
  createSourceEventStream,
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  OperationTypeNode,
} from 'graphql';
import { type ErrorCode, Refusal } from '../errors.js';
import type { Budgets } from '../rate-limits/budgets.js';
import { isNoted, type ReadRecorder } from '../reads.js';
import type { RequestContext } from './context.js';
import { authorise, opensSession } from './access-check.js';
import type { Variables } from './cost.js';
import { tooComplex } from './document-limits.js';
import { Documents, mostErrors, type PreparedOperation } from './documents.js';
import type { ErrorFormatter } from './format-errors.js';
import { checkInputDepth } from './input-depth.js';
import type { Limits } from './limits.js';
import { notedSchema } from './noted-schema.js';
import type { RequestScope } from './request-scope.js';
import type { Deliveries, ResponseStream } from './response-stream.js';

/** The GraphQL request of either transport. */
export interface GraphqlRequest {
  query: string;
  operationName?: string | null | undefined;
  variables?: Variables | null | undefined;
  /** Nothing reads them. */
  extensions?: Readonly<Record<string, unknown>> | null | undefined;
}

/** Runs a checked operation: `compiled-execution.ts`, or plain graphql-js in a test. */
export type Executor = (
  args: ExecutionArgs,
  operation: PreparedOperation,
) => ExecutionResult | PromiseLike<ExecutionResult>;

export interface FormattedResult {
  data?: unknown;
  errors?: GraphQLFormattedError[];
}

/** A request that ends before its execution. */
export class Rejection extends Error {
  /** @param code of errors made by graphql-js; those of ours carry their own */
  constructor(
    readonly errors: readonly GraphQLError[],
    readonly code?: ErrorCode,
  ) {
    super(errors[0]?.message ?? 'Refused');
  }
}

export interface PipelineOptions {
  schema: GraphQLSchema;
  limits: Limits;
  formatter: ErrorFormatter;
  /** In development. */
  introspectionForAnonymous: boolean;
  /** Points of accounts per minute; unset: nobody counts. */
  budgets?: Budgets | undefined;
  /** Writes what staff read; unset: nobody does. */
  reads?: ReadRecorder | undefined;
  execute: Executor;
  /** How events of subscriptions reach their receivers. */
  deliveries: Deliveries;
}

/**
 * What both transports do with a request, in this order: parse → limits → validate (once per document text), then for
 * each request choose the operation → authorise → cost → execute → note what staff read → format errors.
 */
export class Pipeline {
  readonly #documents: Documents;
  readonly #noted: GraphQLSchema;

  constructor(private readonly options: PipelineOptions) {
    this.#documents = new Documents(options.schema, options.limits);
    this.#noted = options.reads ? notedSchema(options.schema) : options.schema;
  }

  /**
   * All that can be refused before execution. Notes the operation's name and cost in the scope.
   * @throws Rejection
   */
  prepare(request: GraphqlRequest, scope: RequestScope): PreparedOperation {
    refusedAsRejected(() => {
      checkInputDepth('variables', request.variables);
      checkInputDepth('extensions', request.extensions);
    });
    const prepared = this.#documents.prepare(request.query);
    if (prepared.kind === 'refused') throw new Rejection(prepared.errors, prepared.code);
    const operation = chooseOperation(prepared.operations, request.operationName);
    scope.operationName = operation.name;
    scope.rootFields = operation.rootFields;
    if (operation.introspects && !scope.viewer && !this.options.introspectionForAnonymous) {
      throw rejected(new Refusal('UNAUTHENTICATED', 'Introspection is for signed-in clients.'));
    }
    if (scope.staleToken && !opensSession(operation.rootFields)) throw rejected(scope.staleToken);
    refusedAsRejected(() => authorise(operation.rootFields, scope.viewer));
    scope.cost = operation.cost(request.variables ?? {});
    const { nodes, nodesAnonymous } = this.options.limits;
    const maximum = scope.viewer ? nodes : nodesAnonymous;
    if (scope.cost > maximum) throw rejected(tooComplex('nodes', maximum, scope.cost));
    const { viewer, cost } = scope;
    if (viewer) refusedAsRejected(() => (scope.budget = this.options.budgets?.charge(viewer.accountId, cost) ?? null));
    return operation;
  }

  /** Runs a query or mutation until it ends or the scope's signal does; never throws. */
  async execute(
    operation: PreparedOperation,
    variables: Variables | null | undefined,
    scope: RequestScope,
  ): Promise<FormattedResult> {
    let result: ExecutionResult;
    try {
      const running = this.options.execute(this.#args(operation, variables, scope), operation);
      result = 'then' in running ? await untilAborted(running, scope.signal) : running;
      await this.#tellReads(scope);
    } catch (error) {
      result = { errors: [asGraphqlError(error)] };
    }
    scope.notFound += missing(operation.lookups, result);
    return this.formatResult(result, scope);
  }

  /**
   * Starts a subscription.
   * @throws Rejection when it cannot start; the iterator itself throws when its source does
   */
  async subscribe(
    operation: PreparedOperation,
    variables: Variables | null | undefined,
    scope: RequestScope,
  ): Promise<ResponseStream> {
    const args = this.#args(operation, variables, scope);
    const source = await untilAborted(createSourceEventStream(args), scope.signal);
    if (Symbol.asyncIterator in source) {
      return this.options.deliveries.stream(source, { scope, args, tell: (context) => this.#tellReads(context) });
    }
    throw new Rejection(source.errors ?? [], 'INVALID_INPUT');
  }

  formatResult(result: ExecutionResult, scope: RequestScope): FormattedResult {
    if (!result.errors) return result as FormattedResult;
    const errors = this.options.formatter.format(
      result.data === undefined ? result.errors.slice(0, mostErrors) : result.errors,
      scope,
      result.data === undefined ? 'INVALID_INPUT' : undefined, // no data at all: the variables were not acceptable
    );
    return result.data === undefined ? { errors } : { errors, data: result.data };
  }

  formatRejection(thrown: unknown, scope: RequestScope | undefined): GraphQLFormattedError[] {
    const rejection = thrown instanceof Rejection ? thrown : rejected(asGraphqlError(thrown));
    return this.options.formatter.format(rejection.errors.slice(0, mostErrors), scope, rejection.code);
  }

  /** There is no reading by staff without its line: what this throws takes the place of the answer. */
  async #tellReads({ reads, requestId }: Pick<RequestContext, 'reads' | 'requestId'>): Promise<void> {
    for (const { viewer, reads: read } of reads.take()) {
      await this.options.reads?.record(viewer, read, requestId);
    }
  }

  /**
   * Members' queries run on the schema without notes. A mutation can give its caller a role, and a subscription outlives
   * the moment of its start: those look at the viewer when a field is resolved.
   */
  #schemaFor({ kind }: PreparedOperation, { viewer }: RequestScope): GraphQLSchema {
    const membersQuery = kind === OperationTypeNode.QUERY && (viewer === null || !isNoted(viewer));
    return membersQuery ? this.options.schema : this.#noted;
  }

  #args(operation: PreparedOperation, variables: Variables | null | undefined, scope: RequestScope): ExecutionArgs {
    return {
      schema: this.#schemaFor(operation, scope),
      document: operation.document,
      operationName: operation.name ?? null,
      variableValues: variables ?? {},
      contextValue: scope,
    };
  }
}

/** How many ids found nothing; a field that failed says so by its error. */
function missing(lookups: readonly string[], { data, errors }: ExecutionResult): number {
  if (!data) return 0;
  return lookups
    .filter((response) => !errors?.some(({ path }) => path?.[0] === response))
    .flatMap((response) => data[response])
    .filter((found) => found === null).length;
}

const rejected = (error: GraphQLError): Rejection => new Rejection([error]);

function refusedAsRejected(check: () => void): void {
  try {
    check();
  } catch (error) {
    throw error instanceof Refusal ? rejected(error) : error;
  }
}

/** With a path, so it is not taken for graphql-js's own word about the request. */
export function asGraphqlError(error: unknown): GraphQLError {
  if (error instanceof Refusal || (error instanceof GraphQLError && error.path)) return error;
  return new GraphQLError('Internal error', {
    path: [],
    originalError: error instanceof Error ? error : new Error('A value that is no Error was thrown'),
  });
}

function chooseOperation(operations: readonly PreparedOperation[], name: string | null | undefined): PreparedOperation {
  const chosen = name ? operations.find((operation) => operation.name === name) : operations[0];
  if (!chosen) {
    const message = name ? `Unknown operation named "${name}".` : 'The document has no operation.';
    throw rejected(new Refusal('GRAPHQL_VALIDATION_FAILED', message));
  }
  if (!name && operations.length > 1) {
    throw rejected(new Refusal('GRAPHQL_VALIDATION_FAILED', 'Several operations: name one in operationName.'));
  }
  return chosen;
}

/** The result, or the signal's reason if that comes first; what still runs is left to its own end. */
function untilAborted<Result>(running: PromiseLike<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error);
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    running.then(
      (result) => {
        signal.removeEventListener('abort', abort);
        resolve(result);
      },
      (error: unknown) => {
        signal.removeEventListener('abort', abort);
        reject(error);
      },
    );
  });
}

export const isSubscription = (operation: PreparedOperation): boolean =>
  operation.kind === OperationTypeNode.SUBSCRIPTION;

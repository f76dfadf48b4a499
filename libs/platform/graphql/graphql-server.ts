import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import type { ApolloServer } from '@apollo/server';
import express, { type Express, type RequestHandler } from 'express';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import { Clock } from '../clock.js';
import type { Config } from '../config.js';
import { isUnavailable } from '../database/database.js';
import { Refusal } from '../errors.js';
import type { Budgets } from '../rate-limits/budgets.js';
import type { ReadRecorder } from '../reads.js';
import type { TokenVerifier, Viewer, ViewerLoader } from '../viewer.js';
import { checkAccessMarks, guardViewerFields } from './access-check.js';
import { compilingExecutor } from './compiled-execution.js';
import { createApollo, type HttpContext, refusalHead } from './apollo-host.js';
import { Authenticator } from './authentication.js';
import { Connections } from './connections.js';
import { ExecutionGate } from './execution-gate.js';
import { ErrorFormatter, type UnavailableCheck } from './format-errors.js';
import { graphiql } from './graphiql.js';
import { compressResponse } from './http-compression.js';
import { httpHandler, sendRefusal } from './http-handler.js';
import type { HttpBody } from './http-body.js';
import { defaultLimits, type Limits } from './limits.js';
import { requireRecorder } from './noted-schema.js';
import { Origins } from './origins.js';
import { type Executor, Pipeline } from './pipeline.js';
import { currentScope, requestIdFrom, RequestScope } from './request-scope.js';
import { refuseUpgrade, WebsocketHost } from './websocket-host.js';

/** Somebody asked for what their role may not do, and was told so. */
export interface ForbiddenAttempt {
  viewer: Viewer;
  /** Root field of the schema: the one for staff, where there are several. */
  field: string;
  requestId: string;
}

/** Somebody asked for what is not there for them, by id. */
export interface NotFoundAttempt {
  /** Null for an anonymous caller. */
  accountId: string | null;
  /** How many ids of the operation found nothing. */
  count: number;
}

export interface GraphqlServerOptions {
  /** Every root field must carry an access mark (`access.ts`); Nest's is `GraphQLSchemaHost.schema`. */
  schema: GraphQLSchema;
  config: Config;
  tokens: TokenVerifier;
  /** Asked once per operation; for sockets also at `connection_init`, and every 30 s for all that are open together. */
  viewers: ViewerLoader;
  logger: Logger;
  /** Pass the injected one, so that the rest of the application can close sockets. */
  connections?: Connections;
  limits?: Partial<Limits>;
  /** Unset: no points are counted. */
  budgets?: Budgets;
  clock?: Clock;
  /** Writes what staff read, before the answer leaves. Needed if a field of the schema is marked with `@Reads`. */
  reads?: ReadRecorder;
  /** Told after the answer, once per operation that met FORBIDDEN; must return at once. */
  onForbidden?: (attempt: ForbiddenAttempt) => void;
  /** Told after the answer, once per operation that asked for what is not there; must return at once. */
  onNotFound?: (attempt: NotFoundAttempt) => void;
  /** Errors that mean "away for the moment" (`UNAVAILABLE`); unset: a database that is away. */
  isUnavailable?: UnavailableCheck;
  /** Unset: `compilingExecutor`. */
  execute?: Executor;
}

/**
 * The one door of the API: HTTP and WebSocket on `/graphql`, on one pipeline (`pipeline.ts`).
 *
 * ```ts
 * const server = new GraphqlServer({ schema, config, tokens, viewers, logger, connections });
 * server.mount('/health/live', (request, response) => response.json({ status: 'ok' })); // any Express 5 handler
 * const { port } = await server.listen(config.values.PORT, config.values.HOST); // EADDRINUSE rejects
 * await server.close({ graceSeconds: 10 }); // stop accepting, finish requests, close sockets with 1001
 * connections.closeSession(sessionId); // 4401; closeAccount(accountId, 'tokenExpired') would be 4403
 * ```
 *
 * A resolver's context is `RequestContext`. A subscription's source should end when `context.signal` aborts (the client
 * completed, or the socket closed); what it throws reaches the client as one `error` message with the refusal's code.
 * The constructor throws if a root field is not marked, or if reads are marked and nobody writes them.
 */
export class GraphqlServer {
  readonly connections: Connections;
  readonly app: Express = express();
  readonly gate: ExecutionGate;
  readonly #limits: Limits;
  readonly #http: Server;
  readonly #apollo: ApolloServer<HttpContext>;
  readonly #authenticator: Authenticator;
  readonly #formatter: ErrorFormatter;
  readonly #origins: Origins;
  readonly #websocket: WebsocketHost;
  readonly #running = new Set<Promise<void>>();
  #handle!: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  #listening = false;
  #closing: Promise<void> | undefined;

  constructor(private readonly options: GraphqlServerOptions) {
    const { schema, config, logger, viewers } = options;
    checkAccessMarks(schema);
    requireRecorder(schema, options.reads);
    guardViewerFields(schema);
    this.#limits = { ...defaultLimits, ...options.limits };
    this.connections = options.connections ?? new Connections();
    this.gate = new ExecutionGate(this.#limits.running, this.#limits.waiting);
    this.#authenticator = new Authenticator(options.tokens, viewers);
    this.#origins = new Origins(config, logger);
    this.#formatter = new ErrorFormatter({
      logger,
      isUnavailable: options.isUnavailable ?? isUnavailable,
      hideSuggestionsFromAnonymous: !config.development,
    });
    const pipeline = new Pipeline({
      schema,
      limits: this.#limits,
      formatter: this.#formatter,
      introspectionForAnonymous: config.development,
      budgets: options.budgets,
      reads: options.reads,
      execute: options.execute ?? compilingExecutor(),
    });
    this.#apollo = createApollo({ schema, pipeline, formatter: this.#formatter, limits: this.#limits, logger });
    this.#websocket = new WebsocketHost({
      schema,
      pipeline,
      authenticator: this.#authenticator,
      connections: this.connections,
      gate: this.gate,
      origins: this.#origins,
      limits: this.#limits,
      clock: options.clock ?? new Clock(),
      logger,
      viewers,
      onEnd: (scope) => this.#log(scope),
    });
    this.#http = this.#createHttp();
    this.app.disable('x-powered-by').disable('etag');
    this.app.set('trust proxy', config.values.TRUST_PROXY);
    if (config.development) this.app.use('/graphiql', graphiql());
  }

  /** Adds an Express handler or router outside `/graphql`. */
  mount(path: string, handler: RequestHandler): void {
    this.app.use(path, handler);
  }

  /** @returns the address it listens on; `port` 0 takes any free one */
  async listen(port: number, host: string): Promise<AddressInfo> {
    await this.#apollo.start();
    this.#listening = true;
    this.#handle = httpHandler(this.#apollo, (request, body) => this.#admit(request, body), this.#limits.bodyBytes);
    this.app.use((_request: unknown, response: ServerResponse) =>
      sendRefusal(response, 404, new Refusal('NOT_FOUND', 'Nothing is here; the API is at /graphql.')),
    );
    this.app.use((error: unknown, _request: unknown, response: ServerResponse, _next: unknown) => {
      const refusal = this.#formatter.refusal(error, currentScope.getStore());
      if (!response.headersSent) sendRefusal(response, refusal.httpStatus, refusal);
    });
    await new Promise<void>((resolve, reject) => {
      this.#http.once('error', reject);
      this.#http.listen(port, host, () => {
        this.#http.off('error', reject);
        resolve();
      });
    });
    return this.#http.address() as AddressInfo;
  }

  /** Stops accepting, lets running requests answer for so long, then closes everything. Once only. */
  close({ graceSeconds }: { graceSeconds: number }): Promise<void> {
    this.#closing ??= this.#close(graceSeconds);
    return this.#closing;
  }

  async #close(graceSeconds: number): Promise<void> {
    const stopped = new Promise<void>((resolve) => this.#http.close(() => resolve()));
    this.#websocket.drain();
    let timer: NodeJS.Timeout | undefined;
    const grace = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, graceSeconds * 1_000);
      timer.unref();
    });
    await Promise.race([grace, Promise.all([this.#finishRequests(), this.gate.idle()])]);
    clearTimeout(timer);
    await setImmediate(); // what has just ended is answered first
    await this.#websocket.close();
    this.#http.closeAllConnections();
    await stopped;
    if (this.#listening) await this.#apollo.stop();
  }

  async #finishRequests(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
    this.#http.closeIdleConnections();
  }

  #createHttp(): Server {
    const server = createServer(
      // A client that sends slower than this holds a connection for nothing; the rest are Node's own defaults.
      { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 65_000, maxHeaderSize: 16_384 },
      (request, response) => {
        const running = this.#request(request, response).finally(() => this.#running.delete(running));
        this.#running.add(running);
      },
    );
    server.on('upgrade', (request, stream, head) => {
      if (isGraphqlPath(request.url)) this.#websocket.upgrade(request, stream, head);
      else refuseUpgrade(stream, '404 Not Found');
    });
    return server;
  }

  async #request(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const scope = new RequestScope(
      requestIdFrom(request.headers['x-request-id']),
      'http',
      this.#origins.address(request),
      request.headers['user-agent'] ?? null,
    );
    response.setHeader('x-request-id', scope.requestId);
    response.setHeader('x-content-type-options', 'nosniff');
    if (this.#closing) response.setHeader('connection', 'close');
    const closed = new Promise<void>((resolve) =>
      response.once('close', () => {
        if (response.writableFinished) scope.endDeadline();
        else scope.abandon();
        resolve();
      }),
    );
    await currentScope.run(scope, async () => {
      compressResponse(request, response);
      if (isGraphqlPath(request.url)) await this.#graphql(request, response, scope);
      else this.app(request, response);
    });
    await closed;
  }

  async #graphql(request: IncomingMessage, response: ServerResponse, scope: RequestScope): Promise<void> {
    if (this.#origins.cors(request, response)) return;
    response.setHeader('cache-control', 'no-store');
    scope.startDeadline(this.#limits.deadlineMs);
    try {
      await this.#handle(request, response);
    } catch (error) {
      const refusal = this.#formatter.refusal(error, scope);
      if (response.headersSent) response.destroy();
      else sendRefusal(response, refusal.httpStatus, refusal);
    } finally {
      if (scope.admitted) this.gate.leave();
      this.#log(scope);
    }
  }

  /** Waits for a place, then finds out who asks. What is thrown here is answered with its HTTP status. */
  async #admit(request: IncomingMessage, body: HttpBody): Promise<HttpContext> {
    const scope = currentScope.getStore();
    if (!scope) throw new Error('A request outside its scope');
    const { authorization } = request.headers;
    try {
      await this.gate.enter(authorization === undefined, scope.signal);
      scope.admitted = true;
      await this.#authenticate(scope, authorization);
    } catch (error) {
      const refusal = this.#formatter.refusal(error, scope);
      throw new GraphQLError(refusal.message, {
        originalError: refusal,
        extensions: { ...refusal.extensions, http: refusalHead(refusal.extensions) },
      });
    }
    return { call: { scope, bodyBytes: body.bytes } };
  }

  /** A token that is not good is remembered, and refuses whatever does not open a session (`Pipeline.prepare`). */
  async #authenticate(scope: RequestScope, authorization: string | undefined): Promise<void> {
    try {
      scope.viewer = await this.#authenticator.viewer(await this.#authenticator.claims(authorization));
    } catch (error) {
      if (!(error instanceof Refusal && error.code === 'UNAUTHENTICATED')) throw error;
      scope.staleToken = error;
    }
  }

  #tellForbidden({ codes, viewer, rootFields, requestId }: RequestScope): void {
    if (!viewer || !codes.includes('FORBIDDEN')) return;
    const asked = rootFields.find(({ access }) => access.kind === 'STAFF') ?? rootFields[0];
    if (asked) this.options.onForbidden?.({ viewer, field: asked.name, requestId });
  }

  #tellNotFound({ codes, notFound, viewer }: RequestScope): void {
    const count = notFound + codes.filter((code) => code === 'NOT_FOUND').length;
    if (count > 0) this.options.onNotFound?.({ accountId: viewer?.accountId ?? null, count });
  }

  /** One line per operation; never a document, variable, body, password, token or address. */
  #log(scope: RequestScope): void {
    this.#tellForbidden(scope);
    this.#tellNotFound(scope);
    const { requestId, transport, operationName, elapsedMs, codes, cost } = scope;
    this.options.logger.info(
      {
        requestId,
        transport,
        operation: operationName?.slice(0, 80),
        ms: elapsedMs,
        cost,
        ...(codes.length > 0 && { codes }),
      },
      'request',
    );
  }
}

const isGraphqlPath = (url = ''): boolean => url === '/graphql' || url.startsWith('/graphql?');

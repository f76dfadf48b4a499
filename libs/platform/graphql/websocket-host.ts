import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ExecutionArgs, type ExecutionResult, GraphQLError, type GraphQLFormattedError } from 'graphql';
import { handleProtocols, makeServer, type SubscribePayload } from 'graphql-ws';
import type { Logger } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../clock.js';
import { Refusal } from '../errors.js';
import type { TokenClaims, ViewerLoader } from '../viewer.js';
import { type Authenticator, SessionEnded } from './authentication.js';
import type { Connections } from './connections.js';
import type { PreparedOperation } from './documents.js';
import type { ExecutionGate } from './execution-gate.js';
import type { Limits } from './limits.js';
import type { Origins } from './origins.js';
import { asGraphqlError, isSubscription, type Pipeline } from './pipeline.js';
import { currentScope, requestIdFrom, RequestScope } from './request-scope.js';
import { endWithScope, failingStream } from './subscription-stream.js';
import { SocketConnection } from './websocket-connection.js';

export interface WebsocketHostOptions {
  schema: ExecutionArgs['schema'];
  pipeline: Pipeline;
  authenticator: Authenticator;
  connections: Connections;
  gate: ExecutionGate;
  origins: Origins;
  limits: Limits;
  clock: Clock;
  logger: Logger;
  viewers: ViewerLoader;
  onEnd(scope: RequestScope): void;
}

interface Extra {
  connection: SocketConnection;
}

/** Errors in their final form on their way through the protocol engine. */
class FormattedErrors extends GraphQLError {
  constructor(readonly formatted: GraphQLFormattedError[]) {
    super(formatted[0]?.message ?? 'Refused');
  }
}

/** Milliseconds between two looks at all sockets; the greatest lateness of a close on expiry. */
const checkEveryMs = 1_000;
/** Milliseconds that a peer has to answer a close before its socket is cut. */
const closeTimeout = 3_000;

/**
 * graphql-transport-ws on our own `ws` server. The protocol engine is that of graphql-ws; everything around it (who may
 * connect, limits, buffers, pings, closing) is here, and every operation goes through the pipeline that HTTP uses.
 *
 * What a client gets: a refusal before execution, a subscription that cannot start, and a source that throws (say
 * `RESYNC_REQUIRED`) are each one `error` message that ends the operation; errors while executing one result are in the
 * `errors` of its `next`.
 */
export class WebsocketHost {
  readonly #server: WebSocketServer;
  readonly #sockets = new Set<SocketConnection>();
  readonly #anonymous = new Map<string, number>();
  readonly #protocol: ReturnType<typeof makeServer<Record<string, unknown>, Extra>>;
  readonly #timers: NodeJS.Timeout[] = [];
  #closing = false;

  constructor(private readonly options: WebsocketHostOptions) {
    const { limits } = options;
    this.#server = new WebSocketServer({
      noServer: true,
      maxPayload: limits.socket.frameBytes,
      perMessageDeflate: false,
      handleProtocols,
      ...{ closeTimeout }, // an option of ws that its types do not know yet
    });
    this.#protocol = makeServer<Record<string, unknown>, Extra>({
      connectionInitWaitTimeout: limits.socket.initMs,
      onConnect: async ({ extra, connectionParams }) => this.#connect(extra.connection, connectionParams),
      onSubscribe: async ({ extra }, id, payload) => this.#start(extra.connection, id, payload),
      execute: (args) => this.#execute(args),
      subscribe: (args) => this.#subscribe(args),
      onNext: ({ extra }, id, _payload, _args, result) => this.#next(extra.connection, id, result),
      onError: ({ extra }, id, _payload, errors) => this.#errors(extra.connection, id, errors),
      onComplete: ({ extra }, id) => this.#end(extra.connection, id),
    });
    this.#every(checkEveryMs, () => this.#check());
    this.#every(limits.socket.recheckMs, () => void this.#recheckSessions());
  }

  /** Answers an upgrade request on the GraphQL path. */
  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    if (this.#closing) return refuseUpgrade(stream, '503 Service Unavailable');
    if (!this.options.origins.allows(request)) return refuseUpgrade(stream, '403 Forbidden');
    this.#server.handleUpgrade(request, stream, head, (socket) => this.#open(socket, request));
  }

  #open(socket: WebSocket, request: IncomingMessage): void {
    const { origins, limits, clock, logger } = this.options;
    const now = clock.now().getTime();
    const connection = new SocketConnection(socket, request, origins.address(request), limits.socket, now);
    this.#sockets.add(connection);
    const protocolSocket = connection.asProtocolSocket((error) => {
      logger.error({ err: error }, 'a WebSocket message could not be handled');
      connection.closeWith(4500, 'Internal error');
    });
    const closed = this.#protocol.opened(protocolSocket, { connection });
    socket.on('error', () => undefined); // a broken frame or peer: ws closes the socket itself, with 1002, 1007 or 1009
    socket.once('close', (code, reason) => {
      this.#sockets.delete(connection);
      this.options.connections.remove(connection);
      this.#countAnonymous(connection, -1);
      for (const scope of connection.operations.values()) scope.abandon();
      closed(code, reason.toString()).catch((error: unknown) =>
        logger.error({ err: error }, 'a WebSocket did not end well'),
      );
    });
  }

  /** `connection_init`: admits, or closes with the code that tells the client what to do next. */
  async #connect(connection: SocketConnection, params: Record<string, unknown> | undefined): Promise<boolean> {
    const { authenticator, connections, limits, logger } = this.options;
    try {
      const claims = await authenticator.claims(params?.['authorization'] ?? params?.['Authorization']);
      await authenticator.viewer(claims);
      if (connection.closed || connection.socket.readyState !== connection.socket.OPEN) return true;
      connection.claims = claims;
    } catch (error) {
      if (error instanceof SessionEnded) connection.close('sessionEnded');
      else if (error instanceof Refusal && error.code === 'UNAUTHENTICATED') connection.close('tokenExpired');
      else {
        logger.warn({ err: error }, 'a WebSocket could not be authenticated');
        connection.close('tryAgainLater');
      }
      return true; // it is closed already: nothing more is sent
    }
    const { accountId, address } = connection;
    const open = accountId ? connections.ofAccount(accountId) : (this.#anonymous.get(address) ?? 0);
    if (open >= limits.socket.perAccount) {
      connection.claims = null;
      connection.close('tryAgainLater', 'Too many sockets');
      return true;
    }
    connections.add(connection);
    this.#countAnonymous(connection, 1);
    return true;
  }

  /** Anonymous sockets are counted by address, and only while they are registered. */
  #countAnonymous(connection: SocketConnection, change: 1 | -1): void {
    if (connection.accountId !== null || (change === -1 && !connection.counted)) return;
    connection.counted = change === 1;
    const count = (this.#anonymous.get(connection.address) ?? 0) + change;
    if (count > 0) this.#anonymous.set(connection.address, count);
    else this.#anonymous.delete(connection.address);
  }

  /** `subscribe`, which starts an operation of any kind. */
  async #start(
    connection: SocketConnection,
    id: string,
    payload: SubscribePayload,
  ): Promise<ExecutionArgs | readonly GraphQLError[]> {
    const { pipeline, authenticator, gate, limits, schema } = this.options;
    const { request, address, claims, operations } = connection;
    connection.check(this.options.clock.now().getTime()); // its token may have expired since the last look
    const scope = new RequestScope(
      requestIdFrom(undefined),
      'websocket',
      address,
      request.headers['user-agent'] ?? null,
    );
    scope.claims = () => connection.claims;
    const busy = operations.size >= limits.socket.subscriptions;
    operations.set(id, scope);
    let entered = false;
    try {
      if (busy) throw tooManyOperations(limits.socket.subscriptions);
      scope.startDeadline(limits.deadlineMs);
      await gate.enter(claims === null, scope.signal);
      entered = true;
      scope.viewer = await authenticator.viewer(claims);
      scope.operation = pipeline.prepare(payload, scope);
      return {
        schema,
        document: scope.operation.document,
        operationName: scope.operation.name ?? null,
        variableValues: payload.variables ?? {},
        contextValue: scope,
      };
    } catch (error) {
      if (entered) gate.leave();
      const formatted = pipeline.formatRejection(error, scope);
      if (error instanceof SessionEnded) connection.close('sessionEnded');
      this.#end(connection, id);
      return [new FormattedErrors(formatted)];
    }
  }

  async #execute(args: ExecutionArgs): Promise<ExecutionResult> {
    const scope = args.contextValue as RequestScope;
    const { pipeline, gate } = this.options;
    try {
      const run = () => pipeline.execute(preparedOf(scope), args.variableValues, scope);
      return (await currentScope.run(scope, run)) as ExecutionResult; // formatted already
    } finally {
      scope.endDeadline();
      gate.leave();
    }
  }

  async #subscribe(args: ExecutionArgs): Promise<AsyncGenerator<ExecutionResult, void, void>> {
    const scope = args.contextValue as RequestScope;
    const { pipeline, gate } = this.options;
    try {
      const begin = () => pipeline.subscribe(preparedOf(scope), args.variableValues, scope);
      return endWithScope(await currentScope.run(scope, begin), scope);
    } catch (error) {
      return failingStream(new FormattedErrors(pipeline.formatRejection(error, scope)));
    } finally {
      scope.endDeadline();
      gate.leave();
    }
  }

  #next(connection: SocketConnection, id: string, result: ExecutionResult): ExecutionResult {
    const scope = connection.operations.get(id);
    if (!scope?.operation || !isSubscription(scope.operation)) return result; // formatted by #execute
    return this.options.pipeline.formatResult(result, scope) as ExecutionResult;
  }

  #errors(connection: SocketConnection, id: string, errors: readonly GraphQLError[]): GraphQLFormattedError[] {
    const [first] = errors;
    const known = [first, first?.originalError].find((error) => error instanceof FormattedErrors);
    if (known) return known.formatted;
    const scope = connection.operations.get(id);
    return this.options.pipeline.formatRejection(asGraphqlError(first), scope);
  }

  #end(connection: SocketConnection, id: string): void {
    const scope = connection.operations.get(id);
    if (!scope) return;
    connection.operations.delete(id);
    scope.abandon();
    this.options.onEnd(scope);
    // After the `complete` that follows this hook: without it, a client takes the operation for lost and repeats it.
    if (connection.draining) setImmediate(() => connection.drain(isOneShot));
  }

  #check(): void {
    const now = this.options.clock.now().getTime();
    for (const connection of this.#sockets) connection.check(now);
  }

  /** Behind the closing by event: a session that ended while this process was not told of it. */
  async #recheckSessions(): Promise<void> {
    const claims = new Map<string, TokenClaims>();
    for (const connection of this.#sockets) {
      if (connection.claims && !connection.closed) claims.set(connection.claims.sessionId, connection.claims);
    }
    if (claims.size === 0) return;
    try {
      const living = await this.options.viewers.loadMany([...claims.values()]);
      for (const sessionId of claims.keys()) {
        if (!living.has(sessionId)) this.options.connections.closeSession(sessionId);
      }
    } catch (error) {
      this.options.logger.warn({ err: error }, 'the sessions of open sockets could not be checked'); // next time, then
    }
  }

  #every(milliseconds: number, act: () => void): void {
    const timer = setInterval(act, milliseconds);
    timer.unref();
    this.#timers.push(timer);
  }

  /** Lets each running query or mutation answer, then closes with 1001; idle sockets at once. */
  drain(): void {
    this.#closing = true;
    for (const connection of this.#sockets) connection.drain(isOneShot);
  }

  /** Closes all with 1001, and cuts those that do not answer. */
  async close(): Promise<void> {
    this.#closing = true;
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
    const closed = [...this.#sockets].map(
      ({ socket }) => new Promise<void>((resolve) => socket.once('close', () => resolve())),
    );
    for (const connection of this.#sockets) connection.close('goingAway');
    const cut = setTimeout(() => {
      for (const { socket } of this.#sockets) socket.terminate();
    }, closeTimeout);
    cut.unref();
    await Promise.all(closed);
    clearTimeout(cut);
    this.#server.close();
  }
}

function preparedOf(scope: RequestScope): PreparedOperation {
  if (!scope.operation) throw new Error('An operation runs that was not prepared');
  return scope.operation;
}

const isOneShot = (scope: RequestScope): boolean => !scope.operation || !isSubscription(scope.operation);

const tooManyOperations = (maximum: number): Refusal =>
  new Refusal('RATE_LIMITED', `A socket runs at most ${maximum} operations at once; end one first.`, {
    limit: { name: 'subscriptions', maximum, found: maximum + 1 },
    retryAfterSeconds: 1,
  });

/** Without an answer the client would wait for ever: Node leaves an upgraded stream to us. */
export function refuseUpgrade(stream: Duplex, status: string): void {
  stream.on('error', () => undefined);
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => stream.destroy());
}

import type { IncomingMessage } from 'node:http';
import type { WebSocket as GraphqlWsSocket } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { TokenClaims } from '../viewer.js';
import { type CloseReason, closeCodes, type Connection } from './connections.js';
import type { SocketLimits } from './limits.js';
import type { RequestScope } from './request-scope.js';

/** One socket: who holds it, what runs on it, and how much it may send and leave unread. */
export class SocketConnection implements Connection {
  /** Set once, by `connection_init`; null for an anonymous caller. */
  claims: TokenClaims | null = null;
  /** What runs on it now, by the client's id. */
  readonly operations = new Map<string, RequestScope>();
  /** It is in the count of anonymous sockets. */
  counted = false;
  /** Closes as soon as no query or mutation runs on it. */
  draining = false;
  #closed = false;
  #messages = 0;
  #windowEndsAt = 0;
  #pingedAt: number;
  #pongAwaited = false;
  #stalledSince: number | undefined;

  constructor(
    readonly socket: WebSocket,
    readonly request: IncomingMessage,
    readonly address: string,
    private readonly limits: SocketLimits,
    now: number,
  ) {
    this.#pingedAt = now;
    socket.on('pong', () => (this.#pongAwaited = false));
  }

  get accountId(): string | null {
    return this.claims?.accountId ?? null;
  }

  get sessionId(): string | null {
    return this.claims?.sessionId ?? null;
  }

  get closed(): boolean {
    return this.#closed;
  }

  close(reason: CloseReason, text: string = closeCodes[reason][1]): void {
    this.closeWith(closeCodes[reason][0], text);
  }

  closeWith(code: number, text: string): void {
    if (this.#closed) return;
    this.#closed = true;
    this.socket.close(code, text);
  }

  /** The face that the protocol engine of graphql-ws talks to. */
  asProtocolSocket(onFault: (error: unknown) => void): GraphqlWsSocket {
    return {
      protocol: this.socket.protocol,
      send: (text) => this.send(text),
      close: (code, reason) => this.closeWith(code ?? 1000, reason ?? ''),
      onMessage: (handle) => {
        this.socket.on('message', (data, binary) => {
          if (this.#closed || !this.#mayReceive()) return;
          if (binary) return this.closeWith(4400, 'Invalid message received');
          handle((data as Buffer).toString()).catch(onFault);
        });
      },
    };
  }

  /**
   * Resolves at once while the reader keeps up; above the high-water mark when the frame has left, which slows the
   * source down. A reader too far behind is sent away: it can resume from its last cursor.
   */
  send(text: string): Promise<void> {
    if (this.#closed || this.socket.readyState !== this.socket.OPEN) return Promise.resolve();
    if (this.socket.bufferedAmount > this.limits.bufferBytes) {
      this.close('tryAgainLater', 'Reading too slowly');
      return Promise.resolve();
    }
    if (this.socket.bufferedAmount <= this.limits.highWaterBytes) {
      this.socket.send(text);
      return Promise.resolve();
    }
    return new Promise((resolve) => this.socket.send(text, () => resolve()));
  }

  #mayReceive(): boolean {
    const now = performance.now();
    if (now >= this.#windowEndsAt) {
      this.#windowEndsAt = now + this.limits.messagesWindowMs;
      this.#messages = 0;
    }
    this.#messages++;
    if (this.#messages <= this.limits.messages) return true;
    this.close('tryAgainLater', 'Too many messages');
    return false;
  }

  /** Called every second or so: ends what has expired, is dead, or does not read. */
  check(now: number): void {
    if (this.#closed) return;
    if (this.claims && this.claims.expiresAt.getTime() <= now) return this.close('tokenExpired');
    if (this.socket.bufferedAmount > this.limits.highWaterBytes) {
      this.#stalledSince ??= now;
      if (now - this.#stalledSince >= this.limits.stalledMs) return this.close('tryAgainLater', 'Reading too slowly');
    } else {
      this.#stalledSince = undefined;
    }
    if (now - this.#pingedAt < this.limits.pingMs) return;
    if (this.#pongAwaited) return this.socket.terminate();
    this.#pingedAt = now;
    this.#pongAwaited = true;
    this.socket.ping();
  }

  /** For the end of this process: right away, or when the running query or mutation has answered. */
  drain(isOneShot: (scope: RequestScope) => boolean): void {
    this.draining = true;
    if (![...this.operations.values()].some(isOneShot)) this.close('goingAway');
  }
}

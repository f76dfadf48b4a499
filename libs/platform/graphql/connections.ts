import { Injectable } from '@nestjs/common';

/** Why a socket is closed, as the graphql-ws client understands it (its PROTOCOL.md, and RFC 6455 for the 1000s). */
export const closeCodes = {
  /** The server goes away; clients connect again and resume. */
  goingAway: [1001, 'Going away'],
  /** Overload, too many messages, or a reader that does not read; clients connect again later. */
  tryAgainLater: [1013, 'Try again later'],
  /** Final: the session has ended. */
  sessionEnded: [4401, 'The session has ended'],
  /** The token has expired; clients connect again with a fresh one. */
  tokenExpired: [4403, 'The access token has expired'],
} as const;

export type CloseReason = keyof typeof closeCodes;

/** What the registry knows of an open, initialised socket. */
export interface Connection {
  /** Null for an anonymous one. */
  readonly accountId: string | null;
  readonly sessionId: string | null;
  close(reason: CloseReason): void;
}

/**
 * The open sockets of this process. Whoever ends a session, account or membership closes its sockets through here, in
 * every process (the caller spreads the word over the live bus).
 */
@Injectable()
export class Connections {
  readonly #open = new Set<Connection>();
  readonly #byAccount = new Map<string, Set<Connection>>();
  readonly #bySession = new Map<string, Set<Connection>>();

  get size(): number {
    return this.#open.size;
  }

  get all(): Iterable<Connection> {
    return this.#open;
  }

  add(connection: Connection): void {
    this.#open.add(connection);
    put(this.#byAccount, connection.accountId, connection);
    put(this.#bySession, connection.sessionId, connection);
  }

  remove(connection: Connection): void {
    this.#open.delete(connection);
    drop(this.#byAccount, connection.accountId, connection);
    drop(this.#bySession, connection.sessionId, connection);
  }

  ofAccount(accountId: string): number {
    return this.#byAccount.get(accountId)?.size ?? 0;
  }

  /** @returns how many were closed */
  closeSession(sessionId: string, reason: CloseReason = 'sessionEnded'): number {
    return closeAll(this.#bySession.get(sessionId), reason);
  }

  /** @returns how many were closed */
  closeAccount(accountId: string, reason: CloseReason = 'sessionEnded'): number {
    return closeAll(this.#byAccount.get(accountId), reason);
  }
}

function put(index: Map<string, Set<Connection>>, key: string | null, connection: Connection): void {
  if (key === null) return;
  const set = index.get(key);
  if (set) set.add(connection);
  else index.set(key, new Set([connection]));
}

function drop(index: Map<string, Set<Connection>>, key: string | null, connection: Connection): void {
  if (key === null) return;
  const set = index.get(key);
  set?.delete(connection);
  if (set?.size === 0) index.delete(key);
}

function closeAll(connections: Set<Connection> | undefined, reason: CloseReason): number {
  const closing = [...(connections ?? [])];
  for (const connection of closing) connection.close(reason);
  return closing.length;
}

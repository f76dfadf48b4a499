import { AsyncLocalStorage } from 'node:async_hooks';
import { uuidv7 } from 'uuidv7';
import { Refusal } from '../errors.js';
import type { Viewer } from '../viewer.js';
import type { Budget } from '../rate-limits/budgets.js';
import { ReadNotes } from '../reads.js';
import type { RequestContext } from './context.js';
import type { MarkedField } from './access-check.js';
import type { PreparedOperation } from './documents.js';

/** One for all: nobody reads it, and taking a stack for each request would cost a tenth of the time. */
const clientGone = new Refusal('TIMEOUT', 'The client is gone.');

/** One operation from its arrival to its answer: the resolvers' context, its deadline, and what its log line says. */
export class RequestScope implements RequestContext {
  viewer: Viewer | null = null;
  /** Why the token that was presented is not good; only what opens a session runs then. */
  staleToken: Refusal | undefined;
  cost = 0;
  budget: Budget | null = null;
  operationName: string | undefined;
  /** What it asks for, as soon as that is known: also if it may not run. */
  rootFields: readonly MarkedField[] = [];
  /** Set once it may run. */
  operation: PreparedOperation | undefined;
  /** It holds a place at the gate. */
  admitted = false;
  /** Ids that found nothing for this viewer and were answered with null. */
  notFound = 0;
  /** Codes of the errors that were answered, for the log line. */
  codes: string[] = [];
  readonly reads = new ReadNotes();
  readonly memo = new Map<unknown, unknown>();
  readonly signal: AbortSignal;
  readonly #startedAt = performance.now();
  readonly #controller = new AbortController();
  #deadline: NodeJS.Timeout | undefined;

  constructor(
    readonly requestId: string,
    readonly transport: 'http' | 'websocket',
    readonly address: string,
    readonly userAgent: string | null,
  ) {
    this.signal = this.#controller.signal;
  }

  startDeadline(milliseconds: number): void {
    this.#deadline = setTimeout(() => this.#controller.abort(new Refusal('TIMEOUT')), milliseconds);
    this.#deadline.unref();
  }

  /** A subscription lives on after its start. */
  endDeadline(): void {
    clearTimeout(this.#deadline);
  }

  /** The client is gone: running statements may stop, nobody reads the answer. */
  abandon(): void {
    this.endDeadline();
    this.#controller.abort(clientGone);
  }

  get elapsedMs(): number {
    return Math.round((performance.now() - this.#startedAt) * 10) / 10;
  }
}

/** The scope that the running code belongs to, for errors and log lines made where no context is at hand. */
export const currentScope = new AsyncLocalStorage<RequestScope>();

/** Letters that cannot break a log line or a header; the length of the common tracing ids. */
const saneRequestId = /^[\w.:/+=-]{8,128}$/;

/** The caller's own id if it is harmless, so that one id follows a request through proxies; else a new one. */
export function requestIdFrom(given: string | string[] | undefined): string {
  return typeof given === 'string' && saneRequestId.test(given) ? given : uuidv7();
}

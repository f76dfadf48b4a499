import { setTimeout as pause } from 'node:timers/promises';
import { execute, type ExecutionArgs, type ExecutionResult } from 'graphql';
import DataLoader from 'dataloader';
import { Refusal } from '../errors.js';
import { EventQueue } from '../live/event-queue.js';
import { SourceEvent } from '../live/source-event.js';
import type { TokenClaims, Viewer, ViewerLoader } from '../viewer.js';
import { authorise } from './access-check.js';
import { SessionEnded } from './authentication.js';
import type { DeliveryTurns } from './delivery-turns.js';
import { currentScope, DeliveryContext, type RequestScope } from './request-scope.js';

export interface DeliveryOptions {
  viewers: ViewerLoader;
  turns: DeliveryTurns;
  /** Milliseconds for one delivery. */
  deadlineMs: number;
  /** Errors that mean "away for the moment": the delivery is tried again. */
  isUnavailable(error: unknown): boolean;
}

/** A running subscription. */
export interface Subscription {
  scope: RequestScope;
  args: ExecutionArgs;
  /** Writes what staff read in one delivery, before it is sent; what it throws ends the subscription in its place. */
  tell: (context: DeliveryContext) => Promise<void>;
}

/** Receivers that one statement loads. */
const mostReceivers = 500;
/** A database that restarts is back within a few seconds; then the client is told, and continues from its cursor. */
const mostTries = 10;
const betweenTriesMs = 1_000;

/**
 * Delivers the events of all subscriptions. This is the one place between a source and the clients:
 *
 * 1. The event waits for its turn (`DeliveryTurns`); it is still only ids.
 * 2. The receiver is loaded as it is now. Receivers of the same moment are loaded in one statement.
 * 3. The event is read for that viewer (`SourceEvent.readFor`), and the access mark is asked again.
 * 4. The selection is executed with that viewer and an empty memo, so no nested field keeps rights or objects of an
 *    earlier delivery. What staff read in it is told to the audit trail before it is sent.
 */
export class Deliveries {
  readonly #receivers: DataLoader<TokenClaims, Viewer | null>;

  constructor(private readonly options: DeliveryOptions) {
    const load = async (claims: readonly TokenClaims[]): Promise<(Viewer | null)[]> => {
      const viewers = await options.viewers.loadMany(claims);
      return claims.map(({ sessionId }) => viewers.get(sessionId) ?? null);
    };
    this.#receivers = new DataLoader(load, { cache: false, maxBatchSize: mostReceivers });
  }

  /** @throws Error if the resolver returned anything but an `EventQueue`: a fault of ours */
  stream(source: unknown, subscription: Subscription): ResponseStream {
    if (!(source instanceof EventQueue)) throw new Error('The source of a subscription must be an EventQueue');
    const queue = source as EventQueue;
    return new ResponseStream(queue, (event) => this.#deliver(event, queue, subscription));
  }

  async #deliver(event: unknown, source: EventQueue, subscription: Subscription): Promise<ExecutionResult | null> {
    if (!(event instanceof SourceEvent)) throw new Error('The events of a subscription must be SourceEvents');
    const { scope } = subscription;
    for (let attempt = 1; ; attempt += 1) {
      const leave = await this.options.turns.enter(memberOf(scope), scope.cost, [scope.signal, source.cut]);
      if (!leave) return null;
      try {
        const running = currentScope.run(scope, () => this.#execute(event, source, subscription));
        return await within(this.options.deadlineMs, running);
      } catch (error) {
        if (attempt >= mostTries || error instanceof Refusal || !this.options.isUnavailable(error)) throw error;
      } finally {
        leave();
      }
      await pause(betweenTriesMs, undefined, { signal: AbortSignal.any([scope.signal, source.cut]) }).catch(() => null);
    }
  }

  /** @returns null if nothing of it is for this receiver, or if the source has ended the subscription meanwhile */
  async #execute(
    event: SourceEvent,
    source: EventQueue,
    { scope, args, tell }: Subscription,
  ): Promise<ExecutionResult | null> {
    const claims = scope.claims();
    const viewer = claims && (await this.#receivers.load(claims));
    if (claims && !viewer) throw new SessionEnded();
    const rootValue = await event.readFor(viewer);
    authorise(scope.rootFields, viewer);
    if (rootValue === null || isCut(source)) return null;
    const context = new DeliveryContext(scope, viewer);
    const result = await execute({ ...args, rootValue, contextValue: context });
    await tell(context);
    return isCut(source) ? null : result;
  }
}

const isCut = ({ cut }: EventQueue): boolean => cut.aborted;

const memberOf = ({ claims, address }: RequestScope): string => claims()?.accountId ?? address;

async function within<Result>(milliseconds: number, running: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Refusal('TIMEOUT')), milliseconds);
  });
  try {
    return await Promise.race([running, late]);
  } finally {
    clearTimeout(timer);
  }
}

type Step = IteratorResult<ExecutionResult, void>;

/**
 * What a client gets of one subscription. The next event is taken from its source when the client's socket has taken the
 * last result, so at most one result of a subscription is in memory.
 */
export class ResponseStream implements AsyncGenerator<ExecutionResult, void, void> {
  constructor(
    private readonly source: EventQueue,
    private readonly deliver: (event: unknown) => Promise<ExecutionResult | null>,
  ) {}

  async next(): Promise<Step> {
    try {
      for (;;) {
        const taken = await this.source.next();
        if (taken.done) return { done: true, value: undefined };
        const result = await this.deliver(taken.value);
        if (result) return { done: false, value: result };
      }
    } catch (error) {
      await this.source.return();
      throw error;
    }
  }

  async return(): Promise<Step> {
    await this.source.return();
    return { done: true, value: undefined };
  }

  throw(): Promise<Step> {
    return this.return();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }
}

import type { ExecutionResult } from 'graphql';
import type { RequestScope } from './request-scope.js';

type Results = AsyncGenerator<ExecutionResult, void, void>;
const done: IteratorResult<ExecutionResult, void> = { done: true, value: undefined };

/**
 * A running subscription that ends for its reader the moment its scope is abandoned, even while its source waits for an
 * event: `return()` of an async generator only takes effect at its next step, so the abort signal goes first.
 */
export function endWithScope(results: Results, scope: RequestScope): Results {
  let wake: (() => void) | undefined;
  scope.signal.addEventListener(
    'abort',
    () => {
      wake?.();
      void results.return().catch(() => undefined); // nobody reads any more; its fault would be an unhandled rejection
    },
    { once: true },
  );
  const next = (): Promise<IteratorResult<ExecutionResult, void>> =>
    new Promise((resolve, reject) => {
      if (scope.signal.aborted) return resolve(done);
      wake = () => resolve(done);
      results.next().then(resolve, reject);
    });
  const end = (): Promise<IteratorResult<ExecutionResult, void>> => {
    scope.abandon();
    return Promise.resolve(done);
  };
  return generator(next, end);
}

/** A subscription that could not start: its first step throws, which the client gets as an `error` message. */
export function failingStream(error: Error): Results {
  return generator(
    () => Promise.reject(error),
    () => Promise.resolve(done),
  );
}

function generator(next: Results['next'], end: () => Promise<IteratorResult<ExecutionResult, void>>): Results {
  const self: Results = {
    next,
    return: end,
    throw: end,
    [Symbol.asyncIterator]: () => self,
    [Symbol.asyncDispose]: async () => void (await end()),
  };
  return self;
}

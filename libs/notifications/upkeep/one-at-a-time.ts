import type { JobHandler } from '#platform';

/**
 * A process runs few jobs at a time, and paging for danger is one of them: what is ordered while it runs already (each
 * minute, or by a wake-up) makes that run go round once more instead of taking another place.
 */
export function oneAtATime(work: (signal: AbortSignal) => Promise<void>): JobHandler<Record<string, never>> {
  let running = false;
  let again = false;
  return async (_payload, { signal }) => {
    again = true;
    if (running) return;
    running = true;
    try {
      while (again && !signal.aborted) {
        again = false;
        await work(signal);
      }
    } finally {
      running = false;
    }
  };
}

import autocannon from 'autocannon';
import type { Workload } from './workloads.js';

export interface Figure {
  perSecond: number;
  p99Ms: number;
}

/**
 * Closed-loop load from this process: so many connections, each sends its next request when the last one is answered.
 * @throws Error if any answer was not 200 or carried errors
 */
export async function measure(
  url: string,
  workload: Workload | null,
  { connections, seconds }: { connections: number; seconds: number },
): Promise<Figure> {
  let refused = '';
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    ...(workload && {
      requests: [
        {
          method: 'POST' as const,
          headers: { 'content-type': 'application/json', authorization: `Bearer ${workload.token}` },
          setupRequest: (request: autocannon.Request) => ({ ...request, body: workload.nextBody() }),
          onResponse: (_status: number, body: string) => {
            if (body.includes('"errors"')) refused ||= body.slice(0, 500);
          },
        },
      ],
    }),
  });
  if (refused || result.non2xx > 0) throw new Error(`${workload?.id ?? url}: ${result.non2xx} failed; ${refused}`);
  return { perSecond: result.requests.average, p99Ms: result.latency.p99 };
}

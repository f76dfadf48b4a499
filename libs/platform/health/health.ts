import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Injectable } from '@nestjs/common';

/** A process whose event loop lags this far is not alive in any useful sense (two seconds is our longest promise). */
const mostLagMs = 2_000;
/** A part that has not answered by then counts as away; ready must turn within two seconds. */
const checkTimeoutMs = 1_500;

export interface HealthReport {
  ok: boolean;
  /** `ok`, `degraded`, `away`, or a short word on what is wrong. */
  parts: Record<string, string>;
}

/** Answers null when all is well, else a short word on what is wrong; throwing counts as away. */
export type HealthCheck = () => Promise<string | null>;

/**
 * Liveness is not readiness: live means that the process turns (restart it if not); ready means that a request would
 * succeed. A part that Porchlight can do without (search engine, dead jobs) is reported, and leaves it ready.
 */
@Injectable()
export class Health {
  private readonly lag = monitorEventLoopDelay({ resolution: 50 });
  private readonly needed = new Map<string, HealthCheck>();
  private readonly wanted = new Map<string, HealthCheck>();
  private stopping = false;

  constructor() {
    this.lag.enable();
  }

  /** Without this part no request succeeds. */
  require(part: string, check: HealthCheck): void {
    this.needed.set(part, check);
  }

  /** Without this part something is worse, and requests succeed. */
  watch(part: string, check: HealthCheck): void {
    this.wanted.set(part, check);
  }

  /** From now on not ready: a load balancer sends nobody here any more. */
  stop(): void {
    this.stopping = true;
    this.lag.disable();
  }

  live(): HealthReport {
    const lagMs = Math.round(this.lag.percentile(50) / 1e6);
    this.lag.reset();
    return { ok: lagMs < mostLagMs, parts: { process: lagMs < mostLagMs ? 'ok' : 'stuck' } };
  }

  async ready(): Promise<HealthReport> {
    if (this.stopping) return { ok: false, parts: { process: 'stopping' } };
    const [needed, wanted] = await Promise.all([answers(this.needed, 'away'), answers(this.wanted, 'degraded')]);
    return {
      ok: Object.values(needed).every((answer) => answer === 'ok'),
      parts: { ...needed, ...wanted },
    };
  }
}

async function answers(checks: ReadonlyMap<string, HealthCheck>, failed: string): Promise<Record<string, string>> {
  const results = await Promise.all(
    [...checks].map(async ([part, check]) => [part, await answer(check, failed)] as const),
  );
  return Object.fromEntries(results);
}

async function answer(check: HealthCheck, failed: string): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => (timer = setTimeout(() => resolve(failed), checkTimeoutMs)));
  try {
    return await Promise.race([check().then((problem) => problem ?? 'ok'), late]);
  } catch {
    return failed;
  } finally {
    clearTimeout(timer);
  }
}

import type { INestApplicationContext } from '@nestjs/common';
import { type Config } from '#platform';
import { Cluster, ClusterError, FolderInUse } from '../all-in-one/cluster.js';
import { checkDatabase } from '../database-check.js';
import { type Lifecycle, runProcess } from '../lifecycle.js';
import { prepareSchema } from '../schema.js';
import { StartRefused } from '../start-refused.js';
import { openApplication } from './fill.js';

/** The frame of both commands: the configured database (or the one of `npm start`), the application, the work, the end. */
export function runSearchCommand(work: (app: INestApplicationContext) => Promise<boolean>): Promise<void> {
  return runProcess(async (config, life) => {
    const url = config.values.DATABASE_URL ?? (await startDatabase(config, life));
    await checkDatabase(url);
    await prepareSchema(config, url);
    const app = await openApplication(config, url);
    life.onStop(() => app.close());
    const well = await work(app);
    await life.stop();
    process.exit(well ? 0 : 1);
  });
}

/** The embedded database, while no server uses it; beside a running server, `DATABASE_URL` names it. */
async function startDatabase(config: Config, life: Lifecycle): Promise<string> {
  const say = (line: string): boolean => process.stderr.write(`${line}\n`);
  try {
    const cluster = await Cluster.start({ dataDir: config.values.DATA_DIR, say });
    life.onStop(() => cluster.stop());
    return cluster.url();
  } catch (error) {
    if (error instanceof FolderInUse) {
      throw new StartRefused(`${error.message} To work beside it, set DATABASE_URL to the address of its database.`);
    }
    if (error instanceof ClusterError) throw new StartRefused(error.message);
    throw error;
  }
}

const barWidth = 30;
const betweenMs = 100;

/** A bar that is drawn over itself on a terminal, and a line now and then elsewhere. */
export function progressBar(): (what: string, done: number, of: number) => void {
  let shown = 0;
  let percentSaid = -1;
  return (what, done, of) => {
    const part = of === 0 ? 1 : Math.min(done / of, 1);
    const percent = Math.floor(part * 100);
    if (process.stderr.isTTY) {
      const now = performance.now();
      if (part < 1 && now - shown < betweenMs) return;
      shown = now;
      const filled = Math.round(part * barWidth);
      const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled);
      process.stderr.write(`\r\x1b[2K${what} ${bar} ${percent} % (${done} of ${of})${part === 1 ? '\n' : ''}`);
    } else if (percent >= percentSaid + 10 || (percent === 100 && percentSaid !== 100)) {
      percentSaid = percent;
      process.stderr.write(`${what}: ${percent} % (${done} of ${of})\n`);
    }
  };
}

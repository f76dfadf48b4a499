import { Sealing, siteChain, TrailVerification } from '#safety';
import { runProcess } from '../lifecycle.js';
import { StartRefused } from '../start-refused.js';
import { openApplication } from './database.js';
import { chainOf } from './options.js';

/** Hashes every line of one chain, or of all; ends with 1 if one is broken. */
export async function verifyDatabase(program: string | undefined, usage: string): Promise<void> {
  await runProcess(async (config, life) => {
    const chain = program === undefined ? null : chainOf(program, usage);
    const app = await openApplication(config, life);
    const verification = app.get(TrailVerification);
    await (chain === null ? app.get(Sealing).sealAll() : app.get(Sealing).seal(chain));
    const reports = chain === null ? await verification.verifyAll() : [await verification.verify(chain)];
    const told = reports.map((report) => {
      if (!report) throw new StartRefused('Stopped before the end.');
      const name = report.chain === siteChain ? 'site' : report.chain;
      if (report.broken !== null) return `BROKEN ${name}: line ${report.broken} is not what was sealed`;
      return `Whole ${name}: ${report.head.seq} lines, the last with the hash ${report.head.hash}`;
    });
    await life.stop();
    process.stdout.write(`${told.join('\n')}\n`);
    process.exit(reports.some((report) => report?.broken !== null) ? 1 : 0);
  });
}

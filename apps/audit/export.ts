import '../environment.js';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { TrailExport } from '#safety';
import { runProcess } from '../lifecycle.js';
import { StartRefused } from '../start-refused.js';
import { openApplication } from './database.js';
import { chainOf, readArguments } from './options.js';

const usage = 'npm run audit:export -- --program ID|site --out trail.jsonl';

/** What `npm run audit:export` runs: writes a whole chain into a file that `audit:verify -- --file` checks by itself. */
await runProcess(async (config, life) => {
  const { program, out } = readArguments(['program', 'out'], usage);
  if (!program || !out) throw new StartRefused(usage);
  const chain = chainOf(program, usage);
  const app = await openApplication(config, life);
  const file = createWriteStream(out, { mode: 0o600 });
  const lines = app.get(TrailExport).of(chain);
  await pipeline(Readable.from(lines), file).catch((error: unknown) => {
    if ((error as { syscall?: string }).syscall) throw new StartRefused(`--out: ${(error as Error).message}`);
    throw error;
  });
  await life.stop();
  process.stdout.write(`Exported to ${out}; check it with: npm run audit:verify -- --file ${out}\n`);
  process.exit(0);
});

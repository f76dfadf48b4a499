import '../environment.js';
import { parseArgs } from 'node:util';
import { checkFile } from './exported-file.js';

const usage = `npm run audit:verify -- --file trail.jsonl [--anchor SEQ:HASH]   an exported file, without any database
npm run audit:verify -- --program ID|site                        a chain in the database
npm run audit:verify                                             every chain in the database`;

/** What `npm run audit:verify` runs. With `--file` it needs this file and `exported-file.js`, and nothing else. */
const options = readOptions();
if (options.file !== undefined) await verifyFile(options.file, options.anchor);
else await (await import('./verify-database.js')).verifyDatabase(options.program, usage);

function readOptions(): { file?: string; anchor?: string; program?: string } {
  try {
    const text = { type: 'string' } as const;
    return parseArgs({ options: { file: text, anchor: text, program: text } }).values;
  } catch (error) {
    return refuse(`${(error as Error).message}\n${usage}`);
  }
}

function refuse(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** @param anchor a place and its hash, as a log line `audit chain verified` of some earlier day has them */
async function verifyFile(path: string, anchor: string | undefined): Promise<void> {
  const [seq = '', hash = ''] = anchor?.split(':') ?? [];
  if (anchor !== undefined && !/^[0-9]{1,15}:[0-9a-f]{64}$/.test(anchor))
    refuse(`--anchor: must be SEQ:HASH\n${usage}`);
  const report = await checkFile(path, [Number(seq)]).catch((error: unknown) => refuse((error as Error).message));
  if (report.problem) refuse(`BROKEN: ${report.problem}`);
  if (anchor !== undefined && report.hashes.get(Number(seq)) !== hash) {
    refuse(`BROKEN: line ${seq} of the chain has another hash than the anchor: it was cut or written anew since`);
  }
  process.stdout.write(`Whole: ${report.lines} lines, the last with the hash ${report.headHash}\n`);
}

import '../environment.js';
import { parseArgs } from 'node:util';
import { migrate, migrateDown, migrationStatus, sqlOf } from '#platform';
import { checkDatabase, requireDatabaseUrl } from '../database-check.js';
import { history } from '../features.js';
import { runProcess } from '../lifecycle.js';
import { refuseLocked, tellLocked } from '../schema.js';
import { StartRefused } from '../start-refused.js';

const usage = 'npm run migrate -- status | up [--dry-run] | down [--dry-run]';

/** What `npm run migrate` runs: the steps of the schema, by hand. */
await runProcess(async (config) => {
  const { command, dryRun } = readArguments(process.argv.slice(2));
  const databaseUrl = requireDatabaseUrl(config);
  await checkDatabase(databaseUrl);
  const { executed, pending } = await migrationStatus(databaseUrl, history);
  const newest = executed.at(-1)?.name;
  const options = { onLocked: tellLocked };
  if (command === 'status') {
    print(...executed.map(({ name, at }) => `done     ${name}  ${at.toISOString()}`));
    print(...pending.map((name) => `pending  ${name}`));
  } else if (dryRun) {
    const names = command === 'up' ? pending : newest ? [newest] : [];
    print(...(await sqlOf(databaseUrl, history, names, command)));
  } else if (command === 'up') {
    const taken = await migrate(databaseUrl, history, options).catch(refuseLocked);
    print(...taken.map((name) => `done     ${name}`), ...(taken.length === 0 ? ['Nothing to do.'] : []));
  } else {
    const reverted = await migrateDown(databaseUrl, history, options).catch(refuseLocked);
    print(reverted ? `reverted ${reverted}` : 'Nothing to take back.');
  }
  process.exit(0);
});

function readArguments(args: string[]): { command: 'status' | 'up' | 'down'; dryRun: boolean } {
  try {
    const { positionals, values } = parseArgs({
      args,
      allowPositionals: true,
      options: { 'dry-run': { type: 'boolean', default: false } },
    });
    const [command = 'status', ...rest] = positionals;
    if ((command === 'status' || command === 'up' || command === 'down') && rest.length === 0) {
      return { command, dryRun: values['dry-run'] };
    }
  } catch {
    // Told below, as for any other argument that is not known.
  }
  throw new StartRefused(usage);
}

function print(...lines: string[]): void {
  if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`);
}

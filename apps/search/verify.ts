import '../environment.js';
import { parseArgs } from 'node:util';
import { SearchCheck } from '#search';
import { progressBar, runSearchCommand } from './commands.js';

/** What `npm run search:verify` runs: compares, and with `--repair` also puts right. Exit code 1 if something differs. */
const { repair = false } = parseArgs({ options: { repair: { type: 'boolean' } } }).values;

await runSearchCommand(async (app) => {
  const reports = await app.get(SearchCheck).all({ repair, boardDone: progressBar() });
  for (const { engine, boards, posts, documents, wrong, unchecked } of reports) {
    const found = wrong === 0 ? 'all right' : `${wrong} differ${repair ? ', repaired' : ''}`;
    const verdict = unchecked === null ? found : `could not be checked (${unchecked})`;
    process.stdout.write(`${engine}: ${boards} boards, ${posts} posts, ${documents} documents: ${verdict}\n`);
  }
  return reports.every(({ wrong, unchecked }) => unchecked === null && (repair || wrong === 0));
});

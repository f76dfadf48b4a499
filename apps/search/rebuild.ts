import '../environment.js';
import { SearchRebuild } from '#search';
import { progressBar, runSearchCommand } from './commands.js';

/** What `npm run search:rebuild` runs. It may be stopped and started again at any time; searches go on meanwhile. */
await runSearchCommand(async (app) => {
  await app.get(SearchRebuild).run(progressBar());
  process.stdout.write('The search indexes are rebuilt.\n');
  return true;
});

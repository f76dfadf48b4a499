import '../environment.js';
import { PageFallback } from '#safety';
import { checkDatabase, requireDatabaseUrl } from '../database-check.js';
import { runProcess } from '../lifecycle.js';
import { refusePort } from '../listening.js';
import { prepareSchema } from '../schema.js';
import { startApi } from './api.js';

/** The API alone: HTTP, GraphQL and WebSocket; any number of these may run beside any number of workers. */
await runProcess(async (config, life) => {
  const databaseUrl = requireDatabaseUrl(config);
  await checkDatabase(databaseUrl);
  await prepareSchema(config, databaseUrl);
  const starting = startApi(config);
  life.onStop(async () => (await starting.catch(() => null))?.stop());
  const api = await starting.catch((error: unknown) => Promise.reject(refusePort(error, config)));
  api.app.get(PageFallback, { strict: false }).start();
  process.stdout.write(`Porchlight's API is ready at ${api.url}\n`);
});

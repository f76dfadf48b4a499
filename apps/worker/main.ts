import { NestFactory } from '@nestjs/core';
import { migrate, Worker } from '#platform';
import { checkDatabase, requireDatabaseUrl } from '../database-check.js';
import { AppModule, history } from '../features.js';
import { runProcess } from '../lifecycle.js';
import { schedule } from './schedule.js';

/** Background jobs alone: no port is opened. */
await runProcess(async (config, life) => {
  const databaseUrl = requireDatabaseUrl(config);
  await checkDatabase(databaseUrl);
  await migrate(databaseUrl, history);
  const app = await NestFactory.createApplicationContext(AppModule.with(config), {
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  life.onStop(() => app.close());
  const worker = app.get(Worker);
  life.onStop(() => worker.stop());
  await worker.start(schedule);
  process.stdout.write("Porchlight's worker is ready\n");
});

import '../environment.js';
import { NestFactory } from '@nestjs/core';
import { Health, Worker } from '#platform';
import { checkDatabase, requireDatabaseUrl } from '../database-check.js';
import { AppModule } from '../features.js';
import { serveHealth, watchDatabase } from '../health.js';
import { runProcess } from '../lifecycle.js';
import { choosePort } from '../listening.js';
import { prepareSchema } from '../schema.js';
import { schedule } from './schedule.js';

/** Background jobs alone; the only port is that of health. */
await runProcess(async (config, life) => {
  const databaseUrl = requireDatabaseUrl(config);
  await checkDatabase(databaseUrl);
  await prepareSchema(config, databaseUrl);
  const app = await NestFactory.createApplicationContext(AppModule.with(config), {
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  life.onStop(() => app.close());
  const worker = app.get(Worker);
  life.onStop(() => worker.stop());
  await worker.start(schedule);
  watchDatabase(app);
  const port = await choosePort(config, Boolean(process.env['WORKER_HEALTH_PORT']), 'WORKER_HEALTH_PORT');
  const health = await serveHealth(app.get(Health), port, config.values.HOST);
  life.onStop(() => Promise.resolve(health.stop()));
  life.onStop(() => Promise.resolve(app.get(Health).stop()));
  process.stdout.write(`Porchlight's worker is ready; its health is at ${health.url}\n`);
});

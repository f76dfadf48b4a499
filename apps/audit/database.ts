import { type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Config } from '#platform';
import { Cluster, ClusterError, FolderInUse } from '../all-in-one/cluster.js';
import { checkDatabase } from '../database-check.js';
import { AppModule } from '../features.js';
import type { Lifecycle } from '../lifecycle.js';
import { prepareSchema } from '../schema.js';
import { StartRefused } from '../start-refused.js';

/** The application without a port: on DATABASE_URL, else on the database of `npm start`, which must not be running. */
export async function openApplication(given: Config, life: Lifecycle): Promise<INestApplicationContext> {
  const databaseUrl = given.values.DATABASE_URL ?? (await startDatabase(given, life));
  await checkDatabase(databaseUrl);
  await prepareSchema(given, databaseUrl);
  const config = new Config({ ...given.values, DATABASE_URL: databaseUrl, DATABASE_POOL: 4 });
  const app = await NestFactory.createApplicationContext(AppModule.with(config), {
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  life.onStop(() => app.close());
  return app;
}

async function startDatabase(config: Config, life: Lifecycle): Promise<string> {
  const starting = Cluster.start({ dataDir: config.values.DATA_DIR });
  life.onStop(async () => {
    const cluster = await starting.catch(() => null);
    await cluster?.stop();
  });
  try {
    return (await starting).url();
  } catch (error) {
    if (error instanceof ClusterError || error instanceof FolderInUse) throw new StartRefused(error.message);
    throw error;
  }
}

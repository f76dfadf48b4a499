import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import type { Config } from '#platform';
import { type Progress, SearchRebuild } from '#search';
import { AppModule } from '../features.js';

/** A rebuild holds a lock's connection, its writing turn another, and reads over a third. */
const leastPool = 4;

/** The application without its ports. */
export function openApplication(config: Config, databaseUrl: string): Promise<INestApplicationContext> {
  config.values.DATABASE_URL = databaseUrl;
  config.values.DATABASE_POOL = Math.max(config.values.DATABASE_POOL, leastPool);
  return NestFactory.createApplicationContext(AppModule.with(config), {
    logger: ['error', 'warn'],
    abortOnError: false,
  });
}

/** Fills the search indexes from posts that were written past the application: what was seeded is found at once. */
export async function fillSearch(config: Config, databaseUrl: string, progress: Progress): Promise<void> {
  const app = await openApplication(config, databaseUrl);
  try {
    await app.get(SearchRebuild).run(progress);
  } finally {
    await app.close();
  }
}

import { existsSync } from 'node:fs';

/**
 * Reads `.env` of the folder that the program is started in. What the environment itself sets counts more. The first
 * import of every program: other modules read the environment while they are loaded. (`node --env-file-if-exists` does
 * the same, and prints a line whenever there is none.)
 */
try {
  if (existsSync('.env')) process.loadEnvFile('.env');
} catch (error) {
  process.stderr.write(`.env cannot be read: ${(error as Error).message}\n`);
  process.exit(1);
}

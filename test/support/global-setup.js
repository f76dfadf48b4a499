import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { existsSync } from 'node:fs';

// Jest compiles what tests import, not what its own set-up imports: here Node itself strips the types, and only has to
// be told that a module named .js may lie there as .ts.
registerHooks({
  resolve(specifier, context, next) {
    if (specifier.startsWith('.') && specifier.endsWith('.js') && context.parentURL?.endsWith('.ts')) {
      const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
      if (existsSync(fileURLToPath(source))) return { url: source.href, shortCircuit: true };
    }
    return next(specifier, context);
  },
});

const { startTestServer } = await import('./test-server.ts');

/** One PostgreSQL for the whole run; `database.ts` makes databases in it. */
export default async function setUp() {
  const server = await startTestServer();
  process.env['PORCHLIGHT_TEST_SERVER'] = server.url;
  process.env['PORCHLIGHT_TEST_RUN'] = server.run;
  globalThis.stopTestServer = server.stop;
}

/** Jest as ES modules: the compiler is SWC, so types are checked by `npm run typecheck`, never here. */
// Quiet unless asked: a test speaks through what it expects.
process.env.LOG_LEVEL ??= 'silent';
const swc = {
  swcrc: false,
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    target: 'es2024',
    keepClassNames: true,
  },
  module: { type: 'nodenext' },
  sourceMaps: 'inline',
};

export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/libs', '<rootDir>/apps', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  moduleNameMapper: {
    '^#([a-z]+)$': '<rootDir>/libs/$1/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  globalSetup: '<rootDir>/test/support/global-setup.js',
  globalTeardown: '<rootDir>/test/support/global-teardown.js',
  reporters: ['default', '<rootDir>/test/support/totals-reporter.js'],
  // The suite must fit a machine of two cores, which PostgreSQL shares.
  maxWorkers: 2,
  // Each file loads the whole application into a context of its own, and V8 gives such modules back late. A worker is replaced
  // between files before its heap is full.
  workerIdleMemoryLimit: '1500MB',
  testTimeout: 30_000,
  // A file that leaves a socket or a timer open must not hold the run for ever.
  forceExit: true,
};

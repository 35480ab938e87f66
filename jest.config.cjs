// Two kinds of tests: `unit` needs nothing; `stack` gets PostgreSQL at once, and Temporal's servers when a test asks (test/support).
const swc = [
  '@swc/jest',
  { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' }, sourceMaps: 'inline' },
];

const common = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  transform: { '^.+\\.[cm]?[jt]sx?$': swc },
  // Packages that are ES modules only: jest cannot require them as they are.
  transformIgnorePatterns: ['/node_modules/(?!(?:jose|csv-parse|csv-stringify|@prisma/schema-engine-wasm)/)'],
};

/** @type {import('jest').Config} */
module.exports = {
  maxWorkers: 2,
  testSequencer: '<rootDir>/test/support/stack/sequencer.cjs',
  projects: [
    { ...common, displayName: 'unit', testMatch: ['**/*.unit.test.ts'] },
    {
      ...common,
      displayName: 'stack',
      testMatch: ['**/*.{db,api,flow,replay,e2e}.test.ts'],
      globalSetup: '<rootDir>/test/support/stack/setup.cjs',
      // jest takes testTimeout neither here nor at the root when there are projects.
      setupFilesAfterEnv: ['<rootDir>/test/support/stack/timeout.cjs'],
      globalTeardown: '<rootDir>/test/support/stack/teardown.cjs',
    },
  ],
};

import { defineConfig } from 'vitest/config';

/** .ci/summary.mjs reads the counts from it. */
const report = 'build/test-report.json';

export default defineConfig({
  test: {
    projects: [
      'examples/*/vitest.config.ts',
      'packages/*/vitest.config.ts',
      'plugins/*/vitest.config.ts',
      'tools/*/vitest.config.ts',
    ],
    maxWorkers: '100%',
    reporters: ['default', ['json', { outputFile: report }]],
  },
});

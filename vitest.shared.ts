import { defineConfig } from 'vitest/config';

/** Workspace packages resolve to their TypeScript sources, so tests need no build. */
const conditions = ['@lfads/source', 'node', 'module', 'import', 'default'];

export const packageTests = (name: string) =>
  defineConfig({
    resolve: { conditions },
    ssr: { resolve: { conditions, externalConditions: ['node', 'import'] } },
    test: { name, include: ['src/**/*.test.ts'], testTimeout: 300_000, hookTimeout: 300_000 },
  });

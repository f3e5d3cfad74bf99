import { mergeConfig } from 'vitest/config';
import { packageTests } from '../../vitest.shared.js';

export default mergeConfig(packageTests('create-lfads-plugin'), {
  test: { include: ['templates/*/src/**/*.test.ts'] },
});

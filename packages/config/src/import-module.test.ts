import { join } from 'node:path';
import { expect, test } from 'vitest';
import { importModule } from './import-module.js';
import { tempFolder } from './test-support/temp-configs.js';

test('TypeScript is imported without a build step, with the files beside it', async () => {
  const dir = tempFolder({
    'two.ts': 'export const two: number = 2;',
    'main.ts': `import { two } from './two.js';\nexport default { sum: (two satisfies number) + 2 };`,
  });
  expect(await importModule(join(dir, 'main.ts'))).toMatchObject({ default: { sum: 4 } });
});

test('modules that are handed in are those that it gets', async () => {
  const host = { name: 'the host' };
  const dir = tempFolder({ 'main.ts': `export * as host from '@some/host';` });
  const found = await importModule(join(dir, 'main.ts'), { '@some/host': host });
  expect(found).toMatchObject({ host });
});

test('JavaScript is imported as it is', async () => {
  const dir = tempFolder({ 'main.mjs': 'export default 3;' });
  expect(await importModule(join(dir, 'main.mjs'))).toMatchObject({ default: 3 });
});

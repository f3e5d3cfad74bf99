import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRegistry, createRunContainer, type DataModule } from '@lfads/core';
import { writeH5 } from '@lfads/data';
import { conformance } from '@lfads/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import plugin from './index.js';

const target = 'lfads-plugin-template/TemplatePart';
const dir = mkdtempSync(join(tmpdir(), 'lfads-plugin-template-'));
const file = join(dir, 'monkey.h5');

beforeAll(async () => {
  const counts = (shape: readonly number[]) => ({
    shape,
    data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i % 3),
  });
  await writeH5(
    file,
    new Map([
      ['spikes', counts([10, 4, 3])],
      ['flat', counts([10, 4])],
    ]),
  );
});
afterAll(() => rmSync(dir, { recursive: true }));

conformance({ plugin, target, options: { file, batch_size: 3 }, test });

test('an array of another shape is refused, with its name', async () => {
  const run = createRunContainer(createRegistry([plugin]));
  const module = run.create<DataModule>(target, { file, key: 'flat' });
  await expect(module.setup()).rejects.toThrow(/monkey\.h5: "flat" has 2 axes/);
});

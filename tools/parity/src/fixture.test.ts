import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeH5 } from '@lfads/data';
import { afterAll, expect, it } from 'vitest';
import { checkFolder } from './check-folder.js';
import { readFixture } from './fixture.js';

const folder = mkdtempSync(join(tmpdir(), 'lfads-parity-'));
afterAll(() => rmSync(folder, { recursive: true }));

const datasets = new Map([['params/readout.0.bias', { shape: [1], data: Float32Array.of(1) }]]);

it('reads infinities as Python writes them', async () => {
  const path = join(folder, 'infinite.h5');
  await writeH5(path, datasets, { config: '{"cell_clip": Infinity, "name": "Infinity"}' });
  expect((await readFixture(path, 'infinite.h5')).config).toEqual({
    cell_clip: Infinity,
    name: 'Infinity',
  });
});

it('reports a fixture that cannot be run as failed, and goes on', async () => {
  await writeH5(join(folder, 'broken.h5'), datasets, { config: '{"sessions": 1, "batch": [2]}' });
  const reports = await checkFolder(folder);
  expect(reports.map(({ file, passed, skippedReason }) => [file, passed, skippedReason])).toEqual([
    ['broken.h5', false, null],
    ['infinite.h5', false, 'holds neither a model nor pure functions'],
  ]);
  expect(reports[0]!.compared[0]!.note).toBeTruthy();
});

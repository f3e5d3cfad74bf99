import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Checkpoint, loadCheckpoint, removeCheckpoint, saveCheckpoint } from './checkpoint.js';
import { versions } from './run-state.js';
import { temporaryFolder } from '../test-support/temporary-folder.js';

const checkpoint = (globalStep: number): Checkpoint => ({
  parameters: new Map([
    ['readout.0.weight', { shape: [2, 2], values: Float32Array.of(1, 2, 3, globalStep) }],
  ]),
  moments: new Map([
    ['m/readout.0.weight', { shape: [2, 2], values: Float32Array.of(0, 0, 1, 1e-9) }],
  ]),
  state: {
    format: 1,
    seed: 3,
    epoch: 4,
    batchInEpoch: 2,
    globalStep,
    sums: { loss: { sum: 0.1 + 0.2, weight: 16 }, r2: { sum: NaN, weight: 16 } },
    optimizerSteps: { 'readout.0.weight': globalStep },
    schedule: { learningRate: 0.004, best: Infinity, badEpochs: 1 },
    smoothed: { previous: 0.123456789012345 },
    callbacks: { early_stopping: { best: -Infinity } },
    nonFinite: 2,
    metrics: { 'valid/co_bps': NaN },
    config: { model: { gen_dim: 8 } },
    versions,
  },
});

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});
const tensorFile = async () =>
  join(
    folder,
    (await readdir(folder)).find((file) => file.endsWith('.safetensors'))!,
  );

describe('a checkpoint', () => {
  it('comes back exactly, with NaN and infinities', async () => {
    const saved = checkpoint(7);
    expect(await loadCheckpoint(await saveCheckpoint(folder, 'last', saved))).toEqual(saved);
  });

  it('replaces the one of the same name and leaves no other file', async () => {
    await saveCheckpoint(folder, 'best', checkpoint(1));
    await saveCheckpoint(folder, 'last', checkpoint(1));
    await saveCheckpoint(folder, 'last', checkpoint(2));
    const loaded = await loadCheckpoint(join(folder, 'last.json'));
    expect(loaded.state.globalStep).toBe(2);
    expect((await readdir(folder)).sort()).toEqual([
      expect.stringMatching(/^best\.[0-9a-f]{12}\.safetensors$/),
      'best.json',
      expect.stringMatching(/^last\.[0-9a-f]{12}\.safetensors$/),
      'last.json',
    ]);
    await removeCheckpoint(folder, 'best');
    expect(await readdir(folder)).toHaveLength(2);
  });

  it('that is not there is reported with its path', async () => {
    await expect(loadCheckpoint(join(folder, 'last.json'))).rejects.toMatchObject({
      code: 'LFADS_CHECKPOINT_MISSING',
      message: expect.stringContaining('last.json'),
    });
  });

  it.each([
    ['cut-off arrays', async () => truncate(await tensorFile(), 200)],
    [
      'a flipped bit in an array',
      async () => {
        const bytes = await readFile(await tensorFile());
        bytes[bytes.length - 1]! ^= 1;
        await writeFile(await tensorFile(), bytes);
      },
    ],
    ['cut-off JSON', async () => truncate(join(folder, 'last.json'), 50)],
    ['JSON of something else', async () => writeFile(join(folder, 'last.json'), '{"epoch": 3}')],
  ])('with %s is refused, naming the file', async (_, damage) => {
    const path = await saveCheckpoint(folder, 'last', checkpoint(1));
    await damage();
    await expect(loadCheckpoint(path)).rejects.toMatchObject({
      code: 'LFADS_CHECKPOINT_CORRUPT',
      message: expect.stringContaining(folder),
    });
  });
});

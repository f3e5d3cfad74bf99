import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { loadCheckpoint } from '@lfads/train';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jsonLines, workplace } from '../../test-support/cli.js';
import { tinyOverrides, TRIALS, writeTinyData } from '../../test-support/tiny-data.js';

const place = workplace();
afterAll(() => place.remove());

beforeAll(async () => {
  for (const day of [0, 1, 2]) {
    await writeTinyData(place.path(`day_${day}.h5`), (arrays) => {
      for (const [split, trials] of Object.entries(TRIALS)) {
        const data = Float32Array.from({ length: trials }, (_, trial) => (trial + day) % 4);
        arrays.set(`${split}_cond_idx`, { shape: [trials], data });
      }
    });
  }
  const files = [0, 1, 2].map((day) => `day_${day}.h5`);
  const argv = ['stitch', ...files, '--components', '3', '--out', 'stitched'];
  const { exitCode, out, err } = await place.lfads(argv);
  expect(exitCode, err).toBe(0);
  expect(out).toMatch(/day_2 +5 +\d\.\d{3} +\d\.\d{3}/);
  mkdirSync(place.path('new'));
  renameSync(place.path('stitched', 'day_2.h5'), place.path('new', 'day_2.h5'));
});

const train = async (pattern: string, ...more: string[]) => {
  const argv = ['train', '--json', ...tinyOverrides(place.path(pattern)), 'model=stitched'];
  const ran = await place.lfads([...argv, 'model.fac_dim=3', 'trainer.max_epochs=2', ...more]);
  expect(ran.exitCode, ran.err).toBe(0);
  return jsonLines(ran.out);
};
const parametersOf = async (lines: Record<string, unknown>[]) => {
  const dir = String(lines.at(-1)!['run_dir']);
  return (await loadCheckpoint(join(dir, 'checkpoints', 'last.json'))).parameters;
};

test('stitched sessions train together, and another is added to what they learnt', async () => {
  const together = await train('stitched/*.h5');
  const run = String(together.at(-1)!['run_dir']);
  const from = [`callbacks.trained_dynamics.run=${run}`];
  const checkpoint = ['callbacks.trained_dynamics.checkpoint=last'];
  const added = await train('new/*.h5', 'callbacks=added_session', ...from, '+' + checkpoint[0]);
  const [trained, kept] = [await parametersOf(together), await parametersOf(added)];
  const shared = [...trained].filter(([name]) => !/^(readin|readout)\.\d/.test(name));
  expect(shared.length).toBeGreaterThan(10);
  for (const [name, array] of shared) expect(kept.get(name), name).toEqual(array);
  expect(kept.get('readout.0.weight')).not.toEqual(trained.get('readout.0.weight'));
  expect(existsSync(place.path('stitched', 'stitch.svg'))).toBe(true);
});

test('a run that is not there ends the training before it begins, with a warning', async () => {
  const lines = await train(
    'new/*.h5',
    'callbacks=added_session',
    'callbacks.trained_dynamics.run=nowhere',
  );
  expect(lines).toContainEqual(
    expect.objectContaining({ message: expect.stringContaining('has no checkpoint') as string }),
  );
  expect(lines.at(-1)).toMatchObject({
    epochs: 0,
    reason: 'the dynamics of the other run could not be taken over',
  });
});

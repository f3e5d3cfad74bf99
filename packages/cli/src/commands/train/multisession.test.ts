import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCheckpoint } from '@lfads/train';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jsonLines, workplace } from '../../test-support/cli.js';
import { CHANNELS, tinyOverrides, writeTinyData } from '../../test-support/tiny-data.js';

/** Factors, and columns of the alignment. */
const F = 3;
/** By session: W[n][f] is one of these where n = f, else 0. */
const SCALES = [
  [1, 2, 0.5],
  [2, 1, 4],
];
const BIAS = [-0.5, -0.25, 0, 0.25, 0.5];

const place = workplace();
afterAll(() => place.remove());

/** As a Python user has it: these names, this layout. */
const MODEL = `
defaults:
  - lorenz
  - _self_

readin:
  _target_: lfads_torch.modules.readin_readout.MultisessionReadin
  datafile_pattern: \${datamodule.datafile_pattern}
readout:
  _target_: lfads_torch.modules.readin_readout.MultisessionReadout
  datafile_pattern: \${datamodule.datafile_pattern}
reconstruction:
  _target_: lfads_torch.modules.recons.MultisessionReconstruction
  datafile_pattern: \${datamodule.datafile_pattern}
  recon:
    _target_: lfads_torch.modules.recons.Poisson
`;

beforeAll(async () => {
  mkdirSync(place.path('configs', 'model'), { recursive: true });
  writeFileSync(place.path('configs', 'model', 'aligned.yaml'), MODEL);
  for (const [s, scales] of SCALES.entries()) {
    await writeTinyData(place.path(`day_${s}.h5`), (arrays) => {
      const weight = new Float32Array(CHANNELS * F);
      scales.forEach((scale, f) => (weight[f * F + f] = scale));
      arrays.set('readin_weight', { shape: [CHANNELS, F], data: weight });
      arrays.set('readout_bias', { shape: [CHANNELS], data: Float32Array.from(BIAS) });
    });
  }
});

const overrides = [...tinyOverrides(place.path('day_*.h5')), 'model=aligned'];

async function train(...more: string[]) {
  const { exitCode, out, err } = await place.lfads(['train', ...overrides, '--json', ...more]);
  expect(exitCode, err).toBe(0);
  const run = jsonLines(out).at(-1)!['run_dir'] as string;
  return { run, parameters: await parametersOf(run) };
}

async function parametersOf(run: string) {
  const { parameters } = await loadCheckpoint(join(run, 'checkpoints', 'last.json'));
  return (name: string) => {
    const { shape, values } = parameters.get(name)!;
    return { shape, values: [...values] };
  };
}

const diagonal = (rows: number, columns: number, at: number[]) =>
  Array.from({ length: rows * columns }, (_, i) =>
    Math.floor(i / columns) === i % columns ? at[i % columns]! : 0,
  );
const readinStart = (s: number) => ({
  weight: { shape: [F, CHANNELS], values: diagonal(F, CHANNELS, SCALES[s]!) }, // W transposed
  bias: { shape: [F], values: SCALES[s]!.map((scale, f) => -BIAS[f]! * scale) }, // -b W
});
const readoutStart = (s: number) => ({
  weight: {
    shape: [CHANNELS, F],
    values: diagonal(
      CHANNELS,
      F,
      SCALES[s]!.map((w) => 1 / w),
    ),
  }, // pinv(W) transposed
  bias: { shape: [CHANNELS], values: BIAS },
});
/** -0 is 0. */
const plain = ({ shape, values }: { shape: readonly number[]; values: number[] }) => ({
  shape,
  values: values.map((value) => value + 0),
});

describe('maps that start from the alignment in the files', () => {
  test('leave the read-ins as they were aligned, and train the read-outs', async () => {
    const { run, parameters } = await train();
    for (const s of [0, 1]) {
      for (const [name, start] of Object.entries(readinStart(s))) {
        expect(plain(parameters(`readin.${s}.${name}`))).toEqual(plain(start));
      }
      for (const [name, start] of Object.entries(readoutStart(s))) {
        const trained = parameters(`readout.${s}.${name}`);
        expect(trained.shape).toEqual(start.shape);
        expect(trained.values).not.toEqual(start.values);
        trained.values.forEach((value, i) => expect(value).toBeCloseTo(start.values[i]!, 0));
      }
      expect(existsSync(join(run, `lfads_output_day_${s}.h5`))).toBe(true);
    }
  });

  test('train the read-ins, or freeze the read-outs, with requires_grad', async () => {
    const { parameters } = await train(
      '+model.readin.requires_grad=true',
      '+model.readout.requires_grad=false',
    );
    for (const s of [0, 1]) {
      for (const [name, start] of Object.entries(readinStart(s))) {
        expect(parameters(`readin.${s}.${name}`).values).not.toEqual(start.values);
      }
      for (const [name, start] of Object.entries(readoutStart(s))) {
        expect(plain(parameters(`readout.${s}.${name}`))).toEqual(plain(start));
      }
    }
  });
});

test('maps that start at random are frozen and trained alike, and resumed exactly', async () => {
  const random = [
    ...['+model.readin.pcr_init=false', '+model.readout.pcr_init=false'],
    'model.encod_data_dim=4',
  ];
  const short = await train(...random, 'trainer.max_epochs=2');
  const whole = await train(...random);
  const readin = 'readin.1.weight';
  expect(whole.parameters(readin).shape).toEqual([4, CHANNELS]);
  expect(whole.parameters(readin)).toEqual(short.parameters(readin));
  expect(whole.parameters('readin.0.weight')).not.toEqual(whole.parameters(readin));
  const readout = 'readout.1.weight';
  expect(whole.parameters(readout).values).not.toEqual(short.parameters(readout).values);

  const resumed = await place.lfads(['train', '--resume', short.run, 'trainer.max_epochs=4']);
  expect(resumed.exitCode, resumed.err).toBe(0);
  const after = await parametersOf(short.run);
  expect(after(readout)).toEqual(whole.parameters(readout));
});

test('a shared size of auto must be stated somewhere', async () => {
  const { exitCode, err } = await place.lfads([
    ...['train', ...overrides, '+model.readin.pcr_init=false'],
  ]);
  expect(exitCode).toBe(2);
  expect(err).toMatch(/encod_data_dim is auto, but so is out_features of model\.readin/);
});

import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readH5 } from '@lfads/data';
import { loadCheckpoint } from '@lfads/train';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jsonLines, workplace } from '../../test-support/cli.js';
import {
  CHANNELS,
  STEPS,
  tinyOverrides,
  TRIALS,
  writeTinyData,
} from '../../test-support/tiny-data.js';

const place = workplace();
const overrides = tinyOverrides(place.path('tiny.h5'));
beforeAll(() => writeTinyData(place.path('tiny.h5')));
afterAll(() => place.remove());

async function train(...more: string[]): Promise<string> {
  const { exitCode, out, err } = await place.lfads(['train', ...overrides, '--json', ...more]);
  expect(exitCode, err).toBe(0);
  return jsonLines(out).at(-1)!['run_dir'] as string;
}

const lastParameters = async (run: string) => {
  const { parameters } = await loadCheckpoint(join(run, 'checkpoints', 'last.json'));
  return Object.fromEntries([...parameters].map(([name, { values }]) => [name, [...values]]));
};

describe('a training run', () => {
  let run: string;
  beforeAll(async () => void (run = await train('--name', 'mine')));

  test('leaves config, metrics, event file and checkpoints in its folder', () => {
    expect(run.startsWith(place.path('runs', 'mine'))).toBe(true);
    const config = readFileSync(join(run, 'config.yaml'), 'utf8');
    for (const found of [`encod_data_dim: ${CHANNELS}`, `recon_seq_len: ${STEPS}`]) {
      expect(config).toContain(found);
    }
    expect(config).toContain(`out_features: ${CHANNELS}`);
    expect(config).not.toMatch(/: auto$/m);
    const [header, ...rows] = readFileSync(join(run, 'metrics.csv'), 'utf8').trim().split('\n');
    expect(header!.split(',')).toEqual(
      expect.arrayContaining(['epoch', 'train/loss', 'valid/recon_smth', 'valid/bps', 'valid/r2']),
    );
    expect(rows).toHaveLength(4);
    expect(readdirSync(run).some((name) => name.includes('tfevents'))).toBe(true);
    expect(readdirSync(join(run, 'checkpoints'))).toEqual(
      expect.arrayContaining(['best.json', 'last.json']),
    );
  });

  test('leaves the input and the sampled posteriors of every split in one file', async () => {
    const arrays = await readH5(join(run, 'lfads_output_tiny.h5'));
    expect(arrays.get('valid_encod_data')!.shape).toEqual([TRIALS.valid, STEPS, CHANNELS]);
    expect(arrays.get('train_output_params')!.shape).toEqual([TRIALS.train, STEPS, CHANNELS]);
    expect(arrays.get('valid_factors')!.shape).toEqual([TRIALS.valid, STEPS, 3]);
    for (const rate of arrays.get('valid_output_params')!.data) expect(rate).toBeGreaterThan(0);
  });

  test('can be sampled again, with the same result for the same seed', async () => {
    const output = join(run, 'lfads_output_tiny.h5');
    const before = (await readH5(output)).get('valid_output_params')!.data;
    rmSync(output);
    const { exitCode, out } = await place.lfads(['sample', run]);
    expect(exitCode).toBe(0);
    expect(out).toContain('lfads_output_tiny.h5');
    expect((await readH5(output)).get('valid_output_params')!.data).toEqual(before);
  });
});

test('a run that was interrupted goes on to the very parameters of one that was not', async () => {
  const whole = await train();
  const stopped = await place.lfads(
    ['train', ...overrides, '--json'],
    /"event":"epoch","epoch":1,/,
  );
  expect(stopped.exitCode).toBe(130);
  const { event, run_dir, go_on } = jsonLines(stopped.out).at(-1)!;
  expect(event).toBe('interrupted');
  expect(go_on).toBe(`lfads train --resume ${String(run_dir)}`);
  expect(existsSync(join(String(run_dir), 'lfads_output_tiny.h5'))).toBe(false);

  const resumed = await place.lfads(['train', '--resume', String(run_dir)]);
  expect(resumed.exitCode, resumed.err).toBe(0);
  expect(resumed.out).toContain('Trained: 4 epochs');
  expect(await lastParameters(String(run_dir))).toEqual(await lastParameters(whole));
});

test('a finished run goes on when it is given more epochs', async () => {
  const run = await train('trainer.max_epochs=2');
  const { exitCode, out } = await place.lfads(['train', '--resume', run, 'trainer.max_epochs=4']);
  expect(exitCode).toBe(0);
  expect(out).toContain('Trained: 4 epochs');
  expect(await lastParameters(run)).toEqual(await lastParameters(await train()));
});

test.each(['rat_timing', 'causal'])(
  'gradient checkpointing leads to the very parameters of a run of %s without',
  async (model) => {
    const controlled = [`model=${model}`, 'model.ci_enc_dim=5', 'model.con_dim=6'];
    const run = await train(...controlled, 'model.gradient_checkpointing=true');
    expect(await lastParameters(run)).toEqual(await lastParameters(await train(...controlled)));
  },
);

test('a causal model is resumed exactly, and infers nothing from later data', async () => {
  const causal = ['model=causal', 'model.ic_enc_seq_len=3'];
  const run = await train(...causal, 'trainer.max_epochs=2');
  const resumed = await place.lfads(['train', '--resume', run, 'trainer.max_epochs=4']);
  expect(resumed.exitCode, resumed.err).toBe(0);
  expect(await lastParameters(run)).toEqual(await lastParameters(await train(...causal)));

  const change = 7;
  await writeTinyData(place.path('later.h5'), (arrays) => {
    const { data } = arrays.get('valid_encod_data')!;
    data.forEach((count, i) => {
      if (Math.floor(i / CHANNELS) % STEPS >= change) data[i] = count + 2;
    });
  });
  const later = `datamodule.datafile_pattern=${place.path('later.h5')}`;
  expect((await place.lfads(['sample', run, later, '--checkpoint', 'last'])).exitCode).toBe(0);
  expect((await place.lfads(['sample', run, '--checkpoint', 'last'])).exitCode).toBe(0);
  const rates = async (name: string) =>
    (await readH5(join(run, `lfads_output_${name}.h5`))).get('valid_output_params')!.data;
  const [before, after] = [await rates('tiny'), await rates('later')];
  const changed = new Set<number>();
  before.forEach((rate, i) => {
    if (rate !== after[i]) changed.add(Math.floor(i / CHANNELS) % STEPS);
  });
  expect(Math.min(...changed)).toBe(change + 1); // ci_lag
});

test('the default model fits a file by its sizes, and a trained one is held to them', async () => {
  await writeTinyData(place.path('wide.h5'), (arrays) => {
    for (const [split, trials] of Object.entries(TRIALS)) {
      const ones = (shape: number[]) => ({
        shape,
        data: new Float32Array(shape.reduce((size, n) => size * n)).fill(1),
      });
      arrays.set(`${split}_recon_data`, ones([trials, STEPS + 3, CHANNELS + 2]));
      arrays.set(`${split}_truth`, ones([trials, STEPS + 3, CHANNELS + 2]));
      arrays.set(`${split}_ext_input`, ones([trials, STEPS + 3, 2]));
    }
  });
  const wide = `datamodule.datafile_pattern=${place.path('wide.h5')}`;
  const run = await train('model=default', wide, 'trainer.max_epochs=1');
  const config = readFileSync(join(run, 'config.yaml'), 'utf8');
  expect(config).toMatch(/encod_seq_len: 12\n.*recon_seq_len: 15\n.*ext_input_dim: 2\n/);
  const arrays = await readH5(join(run, 'lfads_output_wide.h5'));
  expect(arrays.get('valid_output_params')!.shape).toEqual([TRIALS.valid, 15, CHANNELS + 2]);

  const resumed = await place.lfads(['train', '--resume', run, 'trainer.max_epochs=2']);
  expect(resumed.exitCode, resumed.err).toBe(0);
  const other = `datamodule.datafile_pattern=${place.path('tiny.h5')}`;
  const sampled = await place.lfads(['sample', run, other]);
  expect(sampled.exitCode).toBe(2);
  expect(sampled.err).toMatch(/recon_seq_len is 15.*tiny\.h5[\s\S]*ext_input_dim is 2/);
});

test('a seed of null draws one, and the run remembers it', async () => {
  const run = await train('seed=null', 'trainer.max_epochs=1');
  expect(readFileSync(join(run, 'config.yaml'), 'utf8')).toMatch(/^seed: \d+$/m);
});

test('without a terminal nothing is written but the summary', async () => {
  const { out, err } = await place.lfads(['train', ...overrides, 'trainer.max_epochs=1']);
  expect(err.split('\n')).toHaveLength(2);
  expect(err).toMatch(/^Training on .*, into runs.single/);
  expect(out).toMatch(/^Trained: 1 epochs/);
  expect(out).toContain('valid/bps');
});

import { readFileSync } from 'node:fs';
import { readH5, simulateLorenz, writeH5 } from '@lfads/data';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jsonLines, workplace } from '../test-support/cli.js';
import { tinyOverrides } from '../test-support/tiny-data.js';

const place = workplace();
afterAll(() => place.remove());

const [SEEN_STEPS, SEEN_CHANNELS] = [16, 6];
let [run, output] = ['', ''];

/** Lorenz trials with held-out channels, steps ahead, behaviour and conditions. */
async function writeRecording(path: string): Promise<void> {
  const recording = simulateLorenz({ conditions: 6, trials: 6, steps: 20, neurons: 8 });
  const datasets = new Map(recording.datasets);
  for (const split of ['train', 'valid']) {
    const { shape, data } = datasets.get(`${split}_encod_data`)!;
    const [trials = 0, steps = 0, channels = 0] = shape;
    const seen = Float32Array.from({ length: trials * SEEN_STEPS * SEEN_CHANNELS }, (_, i) => {
      const row = Math.floor(i / SEEN_CHANNELS);
      const at = Math.floor(row / SEEN_STEPS) * steps + (row % SEEN_STEPS);
      return Number(data[at * channels + (i % SEEN_CHANNELS)]);
    });
    datasets.set(`${split}_encod_data`, { shape: [trials, SEEN_STEPS, SEEN_CHANNELS], data: seen });
    datasets.set(`${split}_behavior`, datasets.get(`${split}_latents`)!);
    const condition = Int32Array.from({ length: trials }, (_, trial) => trial % 2);
    datasets.set(`${split}_cond_idx`, { shape: [trials], data: condition });
  }
  await writeH5(path, datasets);
}

beforeAll(async () => {
  await writeRecording(place.path('recording.h5'));
  ({ run, output } = await train(['callbacks.nlb_eval.log_every_n_epochs=2']));
});

async function train(overrides: readonly string[]) {
  const trained = await place.lfads([
    ...['train', '--json', ...tinyOverrides(place.path('recording.h5')), 'callbacks=nlb'],
    ...['callbacks.nlb_eval.behavior_channels=[0,1]', ...overrides],
  ]);
  expect(trained.exitCode, trained.err).toBe(0);
  const last = jsonLines(trained.out).at(-1)!;
  return { run: String(last['run_dir']), output: (last['outputs'] as string[])[0]! };
}

/** The logged values of a metric, by epoch; NaN where there is none. */
function logged(dir: string, metric: string): number[] {
  const [header = '', ...epochs] = readFileSync(`${dir}/metrics.csv`, 'utf8').trim().split('\n');
  const column = header.split(',').indexOf(metric);
  return epochs.map((line) => Number(line.split(',')[column] || NaN));
}

describe('callbacks=nlb', () => {
  test('logs what the recording allows, in the epochs that were asked for, smoothed too', () => {
    for (const score of ['co_bps', 'fp_bps', 'behavior_r2', 'psth_r2']) {
      const values = logged(run, `nlb/${score}`);
      expect(values.map(Number.isFinite), score).toEqual([true, false, true, false]);
      const smoothed = logged(run, `nlb/${score}_smth`);
      expect(smoothed[2]).toBeCloseTo(0.7 * values[0]! + 0.3 * values[2]!, 5);
    }
    expect(readFileSync(`${run}/metrics.csv`, 'utf8')).not.toContain('nlb/tp_corr');
  });
});

describe('lfads evaluate', () => {
  test('scores a run, and says why a score is missing', async () => {
    const { exitCode, out, err } = await place.lfads(['evaluate', run]);
    expect(exitCode, err).toBe(0);
    expect(out).toMatch(/^lfads_output_recording\.h5\n {2}co-bps +-?\d\.\d{4}\n/);
    expect(out).toContain('tp corr  – (there is no valid_behavior with one row a trial)');
  });

  test('gives JSON, of an output file too, and decodes the chosen channels', async () => {
    const evaluate = async (...more: string[]) => {
      const { exitCode, out, err } = await place.lfads(['evaluate', output, '--json', ...more]);
      expect(exitCode, err).toBe(0);
      return jsonLines(out)[0] as { file: string; scores: Record<string, number> };
    };
    const { file, scores } = await evaluate();
    expect(file).toBe(output);
    expect(Object.keys(scores)).toEqual(['co_bps', 'fp_bps', 'behavior_r2', 'psth_r2']);
    const one = await evaluate('--behavior-channel', '2');
    expect(one.scores['behavior_r2']).not.toBe(scores['behavior_r2']);
    expect(one.scores['co_bps']).toBe(scores['co_bps']);
    const later = await evaluate('--behavior-channel', '2', '--behavior-lag', '3');
    expect(later.scores['behavior_r2']).not.toBe(one.scores['behavior_r2']);
  });

  test('refuses what holds no rates, naming it', async () => {
    const raw = await place.lfads(['evaluate', 'recording.h5']);
    expect(raw.exitCode).toBe(2);
    expect(raw.err).toMatch(/LFADS_NLB_NO_RATES[\s\S]*recording\.h5/);
    const none = await place.lfads(['evaluate', 'nowhere']);
    expect(none.err).toMatch(/LFADS_NLB_NO_OUTPUTS[\s\S]*nowhere/);
    const untargeted = await place.lfads(['evaluate', run, '--split', 'test']);
    expect(untargeted.exitCode).toBe(2);
    const channel = await place.lfads(['evaluate', run, '--behavior-channel', '3']);
    expect(channel.err).toMatch(/LFADS_NLB_BEHAVIOR_CHANNEL[\s\S]*no channel 3: it has 3/);
  });
});

describe('with a file of evaluation targets', () => {
  test('scores by them, as by the same data in the output file', async () => {
    const arrays = await readH5(output);
    const get = (key: string) => arrays.get(key)!;
    const cut = (key: string, steps: [number, number], channels: [number, number]) => {
      const { shape, data } = get(key);
      const [trials = 0, allSteps = 0, all = 0] = shape;
      const size = [trials, steps[1] - steps[0], channels[1] - channels[0]] as const;
      const values = Float64Array.from({ length: size[0] * size[1] * size[2] }, (_, i) => {
        const [row, channel] = [Math.floor(i / size[2]), i % size[2]];
        const [trial, step] = [Math.floor(row / size[1]), row % size[1]];
        return data[(trial * allSteps + step + steps[0]) * all + channel + channels[0]]!;
      });
      return { shape: [...size], data: values };
    };
    const [seen, ahead] = [
      [0, SEEN_STEPS],
      [SEEN_STEPS, 20],
    ] as [[number, number], [number, number]];
    const target = new Map([
      ['toy/eval_spikes_heldout', cut('valid_recon_data', seen, [SEEN_CHANNELS, 8])],
      ['toy/eval_spikes_heldin_forward', cut('valid_recon_data', ahead, [0, SEEN_CHANNELS])],
      ['toy/eval_spikes_heldout_forward', cut('valid_recon_data', ahead, [SEEN_CHANNELS, 8])],
      ['toy/train_behavior', cut('train_behavior', seen, [0, 3])],
      ['toy/eval_behavior', cut('valid_behavior', seen, [0, 3])],
    ]);
    await writeH5(
      place.path('target.h5'),
      new Map([...target, ['other/psth', get('valid_truth')]]),
    );
    const scores = async (...more: string[]) => {
      const { exitCode, out, err } = await place.lfads(['evaluate', output, '--json', ...more]);
      expect(exitCode, err).toBe(0);
      return (jsonLines(out)[0] as { scores: Record<string, number> }).scores;
    };
    const own = await scores();
    const byTarget = await scores('--target', 'target.h5', '--dataset', 'toy');
    for (const name of ['co_bps', 'fp_bps', 'behavior_r2']) {
      expect(byTarget[name], name).toBeCloseTo(own[name]!, 9);
    }
    const watched = await train([
      `callbacks.nlb_eval.target=${place.path('target.h5')}`,
      ...['callbacks.nlb_eval.dataset=toy', 'trainer.max_epochs=1'],
    ]);
    for (const name of ['nlb/co_bps', 'nlb/fp_bps', 'nlb/behavior_r2']) {
      expect(logged(watched.run, name)[0], name).toBeCloseTo(logged(run, name)[0]!, 9);
    }
    expect(logged(watched.run, 'nlb/psth_r2')[0]).toBeNaN();
    const unsaid = await place.lfads(['evaluate', output, '--target', 'target.h5']);
    expect(unsaid.err).toMatch(/LFADS_NLB_NO_TARGET[\s\S]*other, toy/);
  });
});

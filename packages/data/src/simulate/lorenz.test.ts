import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BasicDataModule } from '../basic-data-module.js';
import { writeH5 } from '../h5/write.js';
import { integrateLorenz, type State } from './lorenz-system.js';
import { simulateLorenz } from './lorenz.js';

const small = { conditions: 6, trials: 10, steps: 40, neurons: 12 };
const { datasets, attributes } = simulateLorenz(small);
const values = (key: string) => datasets.get(key)!.data as Float32Array;
const mean = (data: ArrayLike<number>) => Array.from(data).reduce((a, b) => a + b, 0) / data.length;

describe('the Lorenz system', () => {
  it('is integrated with an error of fourth order', () => {
    const start: State = [1, 2, 20];
    const distance = (a: State, b: State) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
    const inSteps = (time: number, n: number) => {
      let state = start;
      for (let i = 0; i < n; i++) state = integrateLorenz(state, time / n);
      return state;
    };
    // one step of 0.003 and of 0.0015 a piece, against 0.0003
    const exact = inSteps(0.3, 1000);
    const ratio = distance(inSteps(0.3, 100), exact) / distance(inSteps(0.3, 200), exact);
    expect(ratio).toBeGreaterThan(14);
    expect(ratio).toBeLessThan(18);
  });

  it('rests at its fixed points', () => {
    const c = Math.sqrt((8 / 3) * 27);
    const [x, y, z] = integrateLorenz([c, c, 27], 1);
    expect(Math.max(Math.abs(x - c), Math.abs(y - c), Math.abs(z - 27))).toBeLessThan(1e-9);
  });
});

describe('the simulated data set', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(simulateLorenz(small).datasets).toEqual(datasets);
    const other = simulateLorenz({ ...small, seed: 1 }).datasets;
    expect(other.get('train_encod_data')).not.toEqual(datasets.get('train_encod_data'));
    expect(other.get('readout_weights')).not.toEqual(datasets.get('readout_weights'));
  });

  it('keeps the latent states on the attractor, standardised', () => {
    const [centre, std] = [attributes['latent_mean'], attributes['latent_std']] as number[][];
    const bounds = [
      [-22, 22],
      [-30, 30],
      [0, 52],
    ] as const;
    values('train_latents').forEach((value, i) => {
      const state = value * std![i % 3]! + centre![i % 3]!;
      expect(state).toBeGreaterThan(bounds[i % 3]![0]);
      expect(state).toBeLessThan(bounds[i % 3]![1]);
    });
    for (const dimension of [0, 1, 2]) {
      const component = values('train_latents').filter((_, i) => i % 3 === dimension);
      expect(mean(component)).toBeCloseTo(0, 5);
      expect(mean(component.map((value) => value ** 2))).toBeCloseTo(1, 5);
    }
  });

  it('follows the log-linear readout that it stores', () => {
    const [weights, bias] = [values('readout_weights'), values('readout_bias')];
    const [truth, latents] = [values('valid_truth'), values('valid_latents')];
    truth.forEach((rate, i) => {
      const [time, neuron] = [Math.floor(i / 12), i % 12];
      const drive = [0, 1, 2].reduce(
        (sum, d) => sum + latents[3 * time + d]! * weights[d * 12 + neuron]!,
        0,
      );
      expect(rate / Math.exp(drive + bias[neuron]!)).toBeCloseTo(1, 4);
    });
  });

  it('has Poisson counts around the true rates', () => {
    const [counts, truth] = [values('train_encod_data'), values('train_truth')];
    const expected = truth.reduce((a, b) => a + b, 0);
    const found = counts.reduce((a, b) => a + b, 0);
    expect(Math.abs(found - expected)).toBeLessThan(4 * Math.sqrt(expected));
    const chi = mean(truth.map((rate, i) => (counts[i]! - rate) ** 2 / rate));
    const spread = Math.sqrt(mean(truth.map((rate) => 2 + 1 / rate)) / truth.length);
    expect(Math.abs(chi - 1)).toBeLessThan(5 * spread);
  });

  it('gives every neuron the mean rate asked for', () => {
    const rates = simulateLorenz({ ...small, meanRate: 20, binMs: 20 }).datasets.get(
      'train_truth',
    )!;
    const mine = (rates.data as Float32Array).filter((_, i) => i % 12 === 5);
    expect(mean(mine)).toBeCloseTo(0.4, 5);
  });

  it('divides every condition between training and validation', () => {
    const count = (key: string, condition: number) =>
      values(key).filter((value) => value === condition).length;
    for (let condition = 0; condition < 6; condition++) {
      expect([count('train_cond_idx', condition), count('valid_cond_idx', condition)]).toEqual([
        8, 2,
      ]);
    }
  });

  it('is a file that the data module reads', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lfads-lorenz-'));
    const path = join(folder, 'lorenz.h5');
    await writeH5(path, datasets, attributes);
    const data = new BasicDataModule({
      datafilePattern: path,
      batchSize: 16,
      batchKeys: ['latents'],
    });
    await data.setup();
    expect(data.sessions[0]).toMatchObject({
      encodSteps: 40,
      reconChannels: 12,
      trials: { train: 48, valid: 12 },
    });
    rmSync(folder, { recursive: true });
  });
});

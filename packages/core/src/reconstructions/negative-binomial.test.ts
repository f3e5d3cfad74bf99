import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../test-support/functions-fixture.js';
import { NegativeBinomial } from './index.js';

/** Means and dispersions of three channels. */
const channels = [
  { mean: 0.3, dispersion: 0.05 },
  { mean: 4, dispersion: 0.5 },
  { mean: 2, dispersion: 3 },
] as const;
const COUNTS = 400;
const counts = Array.from({ length: COUNTS }, (_, x) => x);

const recon = new NegativeBinomial();

/** Probabilities of 0, 1, … by their ratio, in float64: p(x + 1) / p(x) = (x + r) / (x + 1) m / (m + r). */
const logProbabilities = (mean: number, dispersion: number, size: number): number[] => {
  const r = 1 / dispersion;
  let logP = -r * Math.log1p(mean / r);
  return Array.from({ length: size }, (_, x) => {
    const now = logP;
    logP += Math.log((x + r) / (x + 1)) + Math.log(mean / (mean + r));
    return now;
  });
};

/** Losses `[counts, channels]` as the read-out's raw outputs give them. */
const lossesOf = (parameters: readonly { mean: number; dispersion: number }[]) => {
  const row = [
    ...parameters.map(({ mean }) => Math.log(mean)),
    ...parameters.map(({ dispersion }) => Math.log(dispersion)),
  ];
  const raw = tf.tile(tf.tensor3d([[row]]), [1, COUNTS, 1]) as tf.Tensor3D;
  const data = tf.tile(tf.tensor3d([counts.map((x) => [x])]), [1, 1, parameters.length]);
  return recon.computeLoss(data as tf.Tensor3D, recon.reshapeOutputParams(raw));
};

/** The loss of each count under one channel's parameters, from `[1, counts, channels]`. */
const column = (losses: tf.Tensor3D, channel: number) =>
  Array.from(tf.slice(losses, [0, 0, channel], [1, COUNTS, 1]).dataSync());

describe('NegativeBinomial', () => {
  const losses = lossesOf(channels);

  it.each([...channels.entries()])('channel %d has the loss of its parameters', (i, channel) => {
    const { mean, dispersion } = channel;
    const expected = logProbabilities(mean, dispersion, COUNTS).map((logP) => -logP);
    expectClose(column(losses, i), expected, { rtol: 1e-5, atol: 2e-6 });
  });

  it.each([...channels.entries()])(
    'channel %d has probabilities that sum to 1, with mean m and variance m + d m²',
    (i, { mean, dispersion }) => {
      const p = column(losses, i).map((loss) => Math.exp(-loss));
      const moment = (of: (x: number) => number) =>
        counts.reduce((sum, x) => sum + of(x) * p[x]!, 0);
      expect(moment(() => 1)).toBeCloseTo(1, 5);
      expect(moment((x) => x) / mean).toBeCloseTo(1, 4);
      const variance = moment((x) => (x - mean) ** 2);
      expect(variance / (mean + dispersion * mean ** 2)).toBeCloseTo(1, 4);
    },
  );

  it('tends to the Poisson loss, log x! in full, and stays as exact as float32 is', () => {
    const tiny = column(lossesOf([{ mean: 3, dispersion: 1e-6 }]), 0).slice(0, 20);
    let logFactorial = 0;
    const poisson = tiny.map((_, x) => {
      logFactorial += x > 0 ? Math.log(x) : 0;
      return 3 - x * Math.log(3) + logFactorial;
    });
    expectClose(tiny, poisson, { rtol: 1e-5, atol: 1e-5 });
  });

  it('has a finite loss and gradient at any dispersion', () => {
    const dispersions = [-80, -16, -3, 0, 3, 16, 80];
    const data = tf.tensor3d([dispersions.map((_, i) => [i % 3 === 0 ? 0 : 7 * i])]);
    const raw = tf.tensor3d([dispersions.map((d) => [0.4, d])]);
    const loss = (x: tf.Tensor) =>
      tf.sum(recon.computeLoss(data, recon.reshapeOutputParams(x as tf.Tensor3D)));
    expect(loss(raw).dataSync().every(Number.isFinite)).toBe(true);
    expect(tf.grad(loss)(raw).dataSync().every(Number.isFinite)).toBe(true);
  });

  it('gives its means, and their logs for bits per spike', () => {
    const params = recon.reshapeOutputParams(tf.tensor3d([[[Math.log(2), Math.log(5), 0, 0]]]));
    expectClose(recon.computeMeans(params), [2, 5]);
    expectClose(recon.logRates(params), [Math.log(2), Math.log(5)]);
  });
});

import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StepStreams } from '../random/index.js';
import { expectClose, hasFunctions, openFixture } from '../test-support/functions-fixture.js';
import { bitsPerSpike, r2Score, regionalBitsPerSpike, SmoothedMetric } from './index.js';

/** The definition, term by term, in float64. */
const direct = (logRates: number[][][], counts: number[][][]): number => {
  const bins = counts.flat();
  const logs = logRates.flat();
  const loss = (x: number, rate: number) => rate - x * Math.log(rate);
  let gain = 0;
  let spikes = 0;
  for (let n = 0; n < bins[0]!.length; n++) {
    const mean = bins.reduce((sum, bin) => sum + bin[n]!, 0) / bins.length;
    bins.forEach((bin, i) => {
      gain += loss(bin[n]!, mean + 1e-8) - loss(bin[n]!, Math.exp(logs[i]![n]!));
      spikes += bin[n]!;
    });
  }
  return gain / spikes / Math.LN2;
};

describe.skipIf(!hasFunctions)('metrics against the reference', () => {
  it('bitsPerSpike', async () => {
    const fixture = await openFixture('bits_per_spike');
    const result = bitsPerSpike(fixture.tensor3d('log_rates'), fixture.tensor3d('counts'));
    expectClose([result], fixture.values('result'));
  });

  it('regionalBitsPerSpike', async () => {
    const fixture = await openFixture('regional_bits_per_spike');
    const { bps, coBps, fpBps } = regionalBitsPerSpike(
      fixture.tensor3d('log_rates'),
      fixture.tensor3d('counts'),
      { channels: fixture.number('encod_data_dim'), steps: fixture.number('encod_seq_len') },
    );
    expectClose([bps, coBps, fpBps], fixture.values('result'));
  });

  it.each(['2d', '3d'])('r2Score of %s arrays', async (rank) => {
    const fixture = await openFixture(`r2_score/${rank}`);
    const result = r2Score(fixture.tensor('preds'), fixture.tensor('targets'));
    expectClose([result], fixture.values('result'));
  });

  it.each(['coef_0.3', 'coef_0.7'])('SmoothedMetric with %s', async (name) => {
    const fixture = await openFixture(`smoothed_metric/${name}`);
    const metric = new SmoothedMetric(fixture.number('coef'));
    const sizes = [...fixture.values('batch_sizes')];
    const values = fixture.values('batch_values');
    const epochs = values.length / sizes.length;
    const results = Array.from({ length: epochs }, (_, epoch) => {
      sizes.forEach((size, i) => metric.update(values[epoch * sizes.length + i]!, size));
      return metric.compute();
    });
    expectClose(results, fixture.values('result'));
  });
});

describe('bitsPerSpike', () => {
  const bin = fc.record({ log: fc.double({ min: -4, max: 2, noNaN: true }), x: fc.nat(4) });
  it('is the definition for any rates and counts with spikes', () => {
    const array = fc.array(
      fc.array(fc.array(bin, { minLength: 3, maxLength: 3 }), { minLength: 4, maxLength: 4 }),
      { minLength: 2, maxLength: 2 },
    );
    fc.assert(
      fc.property(array, (cells) => {
        const pick = (key: 'log' | 'x') => cells.map((a) => a.map((b) => b.map((c) => c[key])));
        const [logs, counts] = [pick('log'), pick('x')];
        fc.pre(counts.flat(2).some((x) => x > 0));
        const expected = direct(logs, counts);
        expectClose([bitsPerSpike(tf.tensor3d(logs), tf.tensor3d(counts))], [expected]);
      }),
      { numRuns: 50 },
    );
  });

  it('leaves out bins that were not observed', () => {
    const logRates = new StepStreams(1, 0).normal('a', [3, 6, 2]) as tf.Tensor3D;
    const counts = tf.floor<tf.Tensor3D>(tf.mul(4, new StepStreams(1, 0).uniform('x', [3, 6, 2])));
    const observed = tf.tensor3d(
      Array.from({ length: 36 }, (_, i) => (Math.floor(i / 2) % 6 < 4 ? 1 : 0)),
      [3, 6, 2],
      'bool',
    );
    const first = (data: tf.Tensor3D) => tf.slice(data, [0, 0, 0], [-1, 4, -1]);
    const expected = bitsPerSpike(first(logRates), first(counts));
    const filled = tf.where(observed, counts, tf.fill(counts.shape, 10)) as tf.Tensor3D;
    expectClose([bitsPerSpike(logRates, filled, observed)], [expected]);
    const regions = { channels: 1, steps: 5 };
    expect(regionalBitsPerSpike(logRates, filled, regions, observed).fpBps).toBeNaN();
  });

  it('is NaN in regions that do not exist', () => {
    const counts = tf.ones([2, 5, 3]) as tf.Tensor3D;
    const logRates = tf.zeros([2, 5, 3]) as tf.Tensor3D;
    const regions = regionalBitsPerSpike(logRates, counts, { channels: 3, steps: 5 });
    expect(regions.bps).toBeCloseTo(0);
    expect(regions.coBps).toBeNaN();
    expect(regions.fpBps).toBeNaN();
  });

  it('is NaN without spikes, which nothing can be per', () => {
    const silent = tf.zeros([2, 5, 3]) as tf.Tensor3D;
    expect(bitsPerSpike(silent, silent)).toBeNaN();
  });

  it('leaves no tensors behind', () => {
    const counts = tf.ones([2, 5, 3]) as tf.Tensor3D;
    const before = tf.memory().numTensors;
    regionalBitsPerSpike(counts, counts, { channels: 2, steps: 4 });
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('r2Score', () => {
  it('leaves out channels whose target never changes', () => {
    const targets = tf.tensor2d([
      [0.1, 1],
      [0.1, 2],
      [0.1, 3],
    ]);
    const preds = tf.tensor2d([
      [5, 1],
      [5, 2],
      [5, 3],
    ]);
    expect(r2Score(preds, targets)).toBe(1);
  });
});

describe('SmoothedMetric', () => {
  it('goes on from a saved state', () => {
    const [whole, first, second] = [
      new SmoothedMetric(),
      new SmoothedMetric(),
      new SmoothedMetric(),
    ];
    for (const metric of [whole, first]) {
      metric.update(4, 1);
      metric.compute();
    }
    second.setState(JSON.parse(JSON.stringify(first.getState())));
    for (const metric of [whole, second]) metric.update(1, 3);
    expect(second.compute()).toBe(whole.compute());
  });

  it('gives NaN for an epoch without batches and forgets nothing', () => {
    const metric = new SmoothedMetric(0.5);
    metric.update(2, 1);
    metric.compute();
    expect(metric.compute()).toBeNaN();
    metric.update(4, 1);
    expect(metric.compute()).toBe(3);
  });
});

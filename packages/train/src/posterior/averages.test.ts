import { StepStreams } from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { CHANNELS, RECON_STEPS, smallData } from '../test-support/small-data.js';
import { smallModel } from '../test-support/small-model.js';
import { averageOutputs, joinBatches } from './averages.js';

const model = smallModel();
const [batch] = [...smallData().predictBatches(0, 'valid')];
const predict = (seed: number) =>
  model.predict(new Map([[0, batch!]]), { sample: true, random: new StepStreams(seed, 0) }).get(0)!;

describe('averages over posterior samples', () => {
  it('are the means of the single samples, by their names in files', () => {
    const single = [0, 1, 2].map((seed) => predict(seed).outputParams.dataSync());
    const { output_params, gen_init, con_states } = averageOutputs(3, predict);
    expect(output_params.shape).toEqual([4, RECON_STEPS, CHANNELS]);
    expect(gen_init.shape).toEqual([4, 8]);
    expect(con_states.shape).toEqual([4, RECON_STEPS, 4]);
    output_params.data.forEach((value, i) => {
      expect(value).toBeCloseTo((single[0]![i]! + single[1]![i]! + single[2]![i]!) / 3, 5);
    });
  });

  it('hold no more tensors after fifty samples than before', () => {
    const before = tf.memory().numTensors;
    averageOutputs(50, predict);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('of several batches follow each other along the trial axis', () => {
    const one = averageOutputs(1, predict);
    const { factors } = joinBatches([one, one]);
    expect(factors.shape).toEqual([8, ...one.factors.shape.slice(1)]);
    expect([...factors.data]).toEqual([...one.factors.data, ...one.factors.data]);
  });
});

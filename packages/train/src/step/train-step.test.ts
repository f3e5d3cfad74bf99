import { type Batch, type Lfads, StepStreams } from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AdamW } from '../optimizer/adamw.js';
import { smallData } from '../test-support/small-data.js';
import { smallModel } from '../test-support/small-model.js';
import { nonFiniteGradient } from './non-finite.js';
import { trainStep } from './train-step.js';

const adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

let model: Lfads;
let optimizer: AdamW;
let batch: Batch;
beforeEach(() => {
  model = smallModel();
  optimizer = new AdamW(model.parameters.trainable(), adam);
  batch = [...smallData().trainBatches(0, 0)][0]!.batch;
});
afterEach(() => {
  optimizer.dispose();
  model.dispose();
  for (const session of batch.values()) tf.dispose(session as never);
});

const step = (number: number, options: { metrics?: boolean } = {}) =>
  trainStep(model, optimizer, batch, {
    epoch: 0,
    random: new StepStreams(0, number),
    clipNorm: 200,
    batchIndex: 7,
    ...options,
  });

describe('a training step', () => {
  it('lowers the loss when it is repeated', () => {
    const losses = Array.from({ length: 30 }, (_, i) => step(i).loss);
    expect(losses.at(-1)!).toBeLessThan(0.9 * losses[0]!);
  });

  it('gives loss, gradient norm and metrics', () => {
    const { loss, gradNorm, metrics } = step(0);
    expect(metrics.get('loss')).toBe(loss);
    expect(gradNorm).toBeGreaterThan(0);
    for (const name of [
      'recon',
      'recon/sess0',
      'bps',
      'co_bps',
      'fp_bps',
      'r2',
      'wt_l2',
      'wt_kl',
    ]) {
      expect(metrics.get(name), name).toBeTypeOf('number');
    }
    expect(step(0, { metrics: false }).metrics.has('bps')).toBe(false);
  });

  it('changes every trainable parameter, and no other', () => {
    const before = model.parameters.snapshot();
    step(0);
    for (const [name, { values }] of model.parameters.snapshot()) {
      const same = String(values) === String(before.get(name)!.values);
      expect(same, name).toBe(!model.parameters.entries.get(name)!.trainable);
    }
  });

  it('keeps the number of tensors and the memory flat over 200 steps', () => {
    for (let i = 0; i < 20; i++) step(i);
    const tensors = tf.memory().numTensors;
    const bytes = tf.memory().numBytes;
    const rss = process.memoryUsage().rss;
    for (let i = 0; i < 200; i++) step(i);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(tf.memory().numBytes).toBe(bytes);
    // A leak of one batch per step would be 200 x 3 kB of data alone, and more of activations.
    expect(process.memoryUsage().rss - rss).toBeLessThan(100e6);
  });

  it('names the term, epoch and batch when the loss is not finite, and leaves the parameters alone', () => {
    const [session] = batch.values();
    const broken = new Map([
      [0, { ...session!, reconData: tf.mul<tf.Tensor3D>(session!.reconData, NaN) }],
    ]);
    const before = model.parameters.snapshot();
    const options = { epoch: 3, random: new StepStreams(0, 0), clipNorm: 200, batchIndex: 7 };
    expect(() => trainStep(model, optimizer, broken, options)).toThrow(
      'the reconstruction loss (recon) of session 0 is NaN in epoch 3, batch 7',
    );
    expect(model.parameters.snapshot()).toEqual(before);
  });

  it('names the trials and channels whose data are not finite', () => {
    const [session] = batch.values();
    const values = session!.encodData.dataSync().slice();
    const [, steps, channels] = session!.encodData.shape;
    values[(2 * steps! + 1) * channels! + 3] = Infinity;
    const encodData = tf.tensor3d(values, session!.encodData.shape);
    const broken = new Map([[0, { ...session!, encodData }]]);
    const options = { epoch: 3, random: new StepStreams(0, 0), clipNorm: 200, batchIndex: 7 };
    expect(() => trainStep(model, optimizer, broken, options)).toThrow(
      'epoch 3, batch 7; its encodData of session 0 holds 1 value that is not finite (trial 2; channel 3).',
    );
    encodData.dispose();
  });

  it('names the parameters that were not finite before the batch', () => {
    const { variable } = model.parameters.entries.get('readout.0.bias')!;
    variable.assign(tf.fill(variable.shape, NaN));
    expect(() => step(0)).toThrow(
      'is NaN in epoch 0, batch 7; the parameters readout.0.bias were not finite before it.',
    );
  });

  it('names the KL when it is what overflows', () => {
    const { variable } = model.parameters.entries.get('ic_prior.mean')!;
    variable.assign(tf.fill(variable.shape, 1e30));
    expect(() => step(0)).toThrow(/\(ic KL\) is Infinity in epoch 0, batch 7/);
  });

  it('names the parameters whose gradient is not finite', () => {
    const gradients = new Map([
      ['readout.0.weight', tf.tensor([1, 2])],
      ['decoder.rnn.cell.gen_cell.weight_hh', tf.tensor([1, NaN])],
      ['ic_prior.mean', tf.tensor([Infinity])],
    ]);
    const { parameters } = model;
    const circumstances = { split: 'train', epoch: 2, batchIndex: 0, batch, parameters } as const;
    expect(nonFiniteGradient(gradients, circumstances).message).toContain(
      'the gradient of decoder.rnn.cell.gen_cell.weight_hh, ic_prior.mean is not finite in epoch 2, batch 0',
    );
    tf.dispose([...gradients.values()]);
  });
});

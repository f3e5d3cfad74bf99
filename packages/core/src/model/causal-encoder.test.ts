import * as tf from '@tensorflow/tfjs-core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { SessionBatch } from '../contracts/index.js';
import { StepStreams } from '../random/index.js';
import { smallModel, smallSession } from '../test-support/small-model.js';
import { lossAndGradients } from './gradients.js';
import type { Lfads } from './lfads.js';

const IC_STEPS = 2;
const STEPS = 6;
const AHEAD = 2;
const recon = [STEPS + AHEAD, 4];

const modelWith = (scalars: NonNullable<Parameters<typeof smallModel>[0]>['scalars']) =>
  smallModel({
    scalars: { ic_enc_seq_len: IC_STEPS, recon_seq_len: STEPS + AHEAD, ...scalars },
  });
const session = smallSession(1, { recon });

/** The same trials up to a step; from it on there are more counts. */
const changedFrom = (step: number): SessionBatch => {
  const later = tf.greaterEqual(tf.reshape(tf.range(0, STEPS), [1, STEPS, 1]), step);
  const encodData = tf.add(session.encodData, tf.mul(tf.cast(later, 'float32'), 3)) as Tensor3D;
  return { ...session, encodData };
};

const infer = (model: Lfads, batch: SessionBatch) =>
  model.predict(new Map([[0, batch]]), { sample: true, random: new StepStreams(1, 0) }).get(0)!;

/** The first step at which rates or factors differ in any bit. */
const firstDifference = (model: Lfads, changed: SessionBatch): number => {
  const [before, after] = [infer(model, session), infer(model, changed)];
  const steps = (['outputParams', 'factors'] as const).map((name) => {
    const differs = tf.any(tf.notEqual(before[name], after[name]), [0, 2]).dataSync();
    return [...differs].indexOf(1);
  });
  expect(steps[0]).toBe(steps[1]);
  return steps[0]!;
};

describe('a controller-input encoder that is causal', () => {
  it.each([0, 1, 2])('lets data act from their own step on, held back by a ci_lag of %i', (lag) => {
    const model = modelWith({ ci_enc_causal: true, ci_lag: lag });
    for (let step = IC_STEPS; step < STEPS; step++) {
      const acts = step + lag < STEPS; // what is held back beyond the encoders' steps never does
      expect(firstDifference(model, changedFrom(step))).toBe(acts ? step + lag : -1);
    }
  });

  it('is what it takes: one that runs both ways lets later data act before', () => {
    const model = modelWith({ ci_lag: 1 });
    expect(firstDifference(model, changedFrom(STEPS - 1))).toBeLessThan(STEPS - 1);
  });

  it('has half the parameters, under the names of the forward direction', () => {
    const shapes = ({ parameters }: Lfads) =>
      new Map([...parameters.entries].map(([name, { variable }]) => [name, variable.shape]));
    const [causal, both] = [shapes(modelWith({ ci_enc_causal: true })), shapes(modelWith({}))];
    expect([...causal.keys()].filter((name) => name.startsWith('encoder.ci_enc'))).toEqual([
      'encoder.ci_enc_h0',
      ...['weight_ih', 'weight_hh', 'bias_ih', 'bias_hh'].map(
        (name) => `encoder.ci_enc.fwd_gru.cell.${name}`,
      ),
    ]);
    expect(causal.get('encoder.ci_enc_h0')).toEqual([1, 1, 3]);
    const controller = 'decoder.rnn.cell.con_cell.weight_ih';
    expect([causal.get(controller)![1], both.get(controller)![1]]).toEqual([3 + 3, 2 * 3 + 3]);
    const rest = (names: Iterable<string>) =>
      [...names].filter((name) => !name.startsWith('encoder.ci_enc'));
    expect(rest(causal.keys())).toEqual(rest(both.keys()));
  });

  it('gets the gradient of its loss', () => {
    const model = modelWith({ ci_enc_causal: true, loss_scale: 1, l2_ci_enc_scale: 1 });
    const batch = new Map([[0, session]]);
    const loss = () =>
      lossAndGradients(model, batch, { split: 'valid', epoch: 90, random: new StepStreams(1, 0) });
    const { gradients } = loss();
    for (const name of [
      'ci_enc_h0',
      'ci_enc.fwd_gru.cell.weight_ih',
      'ci_enc.fwd_gru.cell.weight_hh',
    ]) {
      const { variable } = model.parameters.entries.get(`encoder.${name}`)!;
      const gradient = gradients.get(`encoder.${name}`)!;
      const start = tf.clone(variable);
      const along = (size: number) => {
        variable.assign(tf.add(start, tf.mul(gradient, size / norm)));
        return loss().loss;
      };
      const norm = tf.norm(gradient).dataSync()[0]!;
      const step = 0.05;
      const slope = (along(step) - along(-step)) / (2 * step);
      variable.assign(start);
      expect(slope / norm).toBeCloseTo(1, 1);
    }
  });

  it('wants a segment for the initial condition, which sees the whole trial otherwise', () => {
    expect(() => modelWith({ ci_enc_causal: true, ic_enc_seq_len: 0 })).toThrow(
      /ci_enc_causal is true, but with ic_enc_seq_len 0/,
    );
  });
});

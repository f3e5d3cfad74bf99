import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readH5 } from '@lfads/data';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { AdamW } from './adamw.js';
import { plateauStep, startPlateau } from './plateau.js';

const functions = fileURLToPath(
  new URL('../../../../../shared/parity/functions.h5', import.meta.url),
);
const options = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
const variables = (values: Record<string, number[]>) =>
  new Map(Object.entries(values).map(([name, list]) => [name, tf.variable(tf.tensor(list))]));
const read = (variable: tf.Variable | undefined) => [...variable!.dataSync()];

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-6) {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    expect(Math.abs(actual[i]! - expected[i]!)).toBeLessThan(
      tolerance * (1 + Math.abs(expected[i]!)),
    );
  }
}

describe('AdamW', () => {
  it('decays weight matrices, and neither biases, priors nor initial states', () => {
    const names = [
      'readout.0.weight',
      'encoder.ic_enc.fwd_gru.cell.weight_hh',
      'readout.0.bias',
      'ic_prior.mean',
      'encoder.ic_enc_h0',
    ];
    const parameters = variables(Object.fromEntries(names.map((name) => [name, [1]])));
    const zero = new Map(names.map((name) => [name, tf.tensor([0])]));
    new AdamW(parameters, options).step(zero, { lr: 0.1, weightDecay: 0.5, clipNorm: 1 });
    const values = names.map((name) => Math.fround(read(parameters.get(name))[0]!));
    expect(values).toEqual([0.95, 0.95, 1, 1, 1].map(Math.fround));
  });

  it('decays all parameters that have a gradient when compatible with lfads-torch 1.1', () => {
    const parameters = variables({ 'ic_prior.mean': [1], 'readout.0.weight': [1] });
    const optimizer = new AdamW(parameters, { ...options, compat: 'lfads-torch-1.1' });
    const gradients = new Map([['ic_prior.mean', tf.tensor([0])]]);
    optimizer.step(gradients, { lr: 0.1, weightDecay: 0.5, clipNorm: 1 });
    expect(read(parameters.get('ic_prior.mean'))[0]).toBeCloseTo(0.95, 6);
    expect(read(parameters.get('readout.0.weight'))).toEqual([1]);
  });

  it('goes on from its saved state bit for bit', () => {
    const gradient = (i: number) => new Map([['a.weight', tf.tensor([Math.sin(i), Math.cos(i)])]]);
    const step = { lr: 0.01, weightDecay: 0.1, clipNorm: 0.5 };
    const whole = variables({ 'a.weight': [1, -1] });
    const optimizer = new AdamW(whole, options);
    for (let i = 0; i < 6; i++) optimizer.step(gradient(i), step);

    const parts = variables({ 'a.weight': [1, -1] });
    const first = new AdamW(parts, options);
    for (let i = 0; i < 3; i++) first.step(gradient(i), step);
    const second = new AdamW(parts, options);
    second.setState(first.getState());
    for (let i = 3; i < 6; i++) second.step(gradient(i), step);
    expect(read(parts.get('a.weight'))).toEqual(read(whole.get('a.weight')));
  });

  it('refuses the state of another model', () => {
    const small = new AdamW(variables({ 'a.weight': [1] }), options);
    small.step(new Map([['a.weight', tf.tensor([1])]]), {
      lr: 1,
      weightDecay: 0,
      clipNorm: Infinity,
    });
    const large = new AdamW(variables({ 'a.weight': [1, 2] }), options);
    expect(() => large.setState(small.getState())).toThrow(
      'm/a.weight has shape [1], the parameter is [2]',
    );
    const other = new AdamW(variables({ 'b.weight': [1] }), options);
    expect(() => other.setState(small.getState())).toThrow('no trainable parameter "a.weight"');
  });
});

describe.skipIf(!existsSync(functions))(
  'the reference numbers in shared/parity/functions.h5',
  () => {
    it('are met by AdamW with clipping', async () => {
      const file = await readH5(functions);
      const get = (name: string) => file.get(`adamw/${name}`)!;
      const [lr, beta1, beta2, epsilon, weightDecay, clipNorm] = get('hyper').data as Float32Array;
      const tensor = (name: string) =>
        tf.tensor(get(name).data as Float32Array, [...get(name).shape]);
      const indices = ['0', '1'];
      const parameters = new Map(indices.map((i) => [i, tf.variable(tensor(`start/${i}`))]));
      const optimizer = new AdamW(parameters, {
        beta1: beta1!,
        beta2: beta2!,
        epsilon: epsilon!,
        compat: 'lfads-torch-1.1',
      });
      for (let step = 0; step < 5; step++) {
        const gradients = new Map(indices.map((i) => [i, tensor(`grad/${step}/${i}`)]));
        const { gradNorm } = optimizer.step(gradients, {
          lr: lr!,
          weightDecay: weightDecay!,
          clipNorm: clipNorm!,
        });
        expectClose([gradNorm], [get('grad_norm_before_clip').data[step] as number]);
        for (const i of indices)
          expectClose(read(parameters.get(i)), get(`after/${step}/${i}`).data as Float32Array);
      }
    });

    it('are met by the learning-rate schedule', async () => {
      const file = await readH5(functions);
      const [lr, factor, patience, , minLr] = file.get('plateau/hyper')!.data as Float32Array;
      let state = startPlateau(lr!);
      const rates = Array.from(file.get('plateau/metric')!.data as Float32Array, (metric) => {
        state = plateauStep(state, metric, { factor: factor!, patience: patience!, minLr: minLr! });
        return state.learningRate;
      });
      expectClose(rates, file.get('plateau/result_lr')!.data as Float32Array);
    });
  },
);

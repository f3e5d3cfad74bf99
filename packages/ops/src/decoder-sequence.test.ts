import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decoderSequence,
  gruCell,
  linear,
  type DecoderCell,
  type DecoderSequenceTensors,
} from './index.js';
import { drawn, expectClose, expectGradients, normal } from './testing/numbers.js';

interface Sizes {
  B: number;
  T: number;
  E: number;
  K: number; // 0: no controller
  sampled: boolean;
  masked: boolean;
  cell: DecoderCell;
}

const [G, F, I, C] = [4, 3, 2, 5];

function tensors({ B, T, E, K, sampled, masked, cell }: Sizes): DecoderSequenceTensors {
  const N = cell === 'gru' ? 3 * G : G;
  return {
    g0: normal([B, G], 1, 0.5),
    genWeightHh: normal([N, G], 2, 0.5),
    genBias: normal([N], 3, 0.3),
    facWeight: normal([F, G], 4, 0.5),
    ...(E + K > 0 && { genWeightIh: normal([N, K + E], 5, 0.5) }),
    ...(E > 0 && { ext: normal([B, T, E], 6) }),
    ...(masked && {
      g0Mask: drawn<Tensor2D>({ shape: [B, G], kind: 'mask' }, 7),
      genMask: drawn<Tensor3D>({ shape: [B, T, G], kind: 'mask' }, 8),
    }),
    ...(K > 0 && {
      ci: normal([B, T, I], 9),
      conH0: normal([1, C], 10, 0.5),
      conWeightIh: normal([3 * C, I + F], 11, 0.5),
      conWeightHh: normal([3 * C, C], 12, 0.5),
      conBias: normal([3 * C], 13, 0.3),
      coWeight: normal([2 * K, C], 14, 0.5),
      coBias: normal([2 * K], 15, 0.3),
      ...(sampled && { coNoise: normal<tf.Rank.R3>([B, T, K], 16) }),
      ...(masked && { conMask: drawn<Tensor3D>({ shape: [B, T, I + F], kind: 'mask' }, 17) }),
    }),
  };
}

function at(x: Tensor3D, t: number): Tensor2D {
  return tf.reshape(tf.slice(x, [0, t, 0], [-1, 1, -1]), [x.shape[0], x.shape[2]]);
}

const PHI = {
  tanh: (x: Tensor2D) => tf.tanh(x),
  relu: (x: Tensor2D) => tf.maximum<Tensor2D>(x, 0),
  linear: (x: Tensor2D) => x,
};

/** The generator's step from its input (of any width, where it has no matrix) and state. */
function generate(d: DecoderSequenceTensors, cell: DecoderCell, x: Tensor2D, h: Tensor2D) {
  const { genBias: biasIh, genWeightHh: weightHh } = d;
  const weightIh = d.genWeightIh ?? tf.zeros<tf.Rank.R2>([biasIh.size, 1]);
  if (cell === 'gru') return gruCell({ x, h, weightIh, weightHh, biasIh }, GEN_CLIP);
  const sum = tf.add<Tensor2D>(linear(x, weightIh, biasIh), linear(h, weightHh));
  return tf.clipByValue(PHI[cell](sum), -GEN_CLIP, GEN_CLIP);
}

const [CLIP, GEN_CLIP] = [0.9, 0.8];

/** The definition, written with single steps. */
function stepByStep(d: DecoderSequenceTensors, { B, T, K, cell }: Sizes, scale: number) {
  const drop = (x: Tensor2D, mask?: Tensor2D) =>
    mask ? tf.mul<Tensor2D>(tf.mul(x, tf.cast(mask, 'float32')), scale) : x;
  let g = d.g0;
  let c = d.conH0 && tf.tile(d.conH0, [B, 1]);
  let f = linear(drop(g, d.g0Mask), d.facWeight);
  const steps: Record<string, Tensor>[] = [];
  for (let t = 0; t < T; t++) {
    const outputs: Record<string, Tensor> = {};
    const u: Tensor2D[] = [];
    if (d.ci && c) {
      const x = drop(tf.concat([at(d.ci, t), f], 1), d.conMask && at(d.conMask, t));
      const [weightIh, weightHh, biasIh] = [d.conWeightIh!, d.conWeightHh!, d.conBias!];
      c = gruCell({ x, h: c, weightIh, weightHh, biasIh }, CLIP);
      const both = linear(c, d.coWeight!, d.coBias!);
      const mean = tf.slice(both, [0, 0], [B, K]);
      const std = tf.sqrt(tf.exp(tf.slice(both, [0, K], [B, K])));
      const sample = d.coNoise ? tf.add<Tensor2D>(mean, tf.mul(std, at(d.coNoise, t))) : mean;
      u.push(sample);
      Object.assign(outputs, { conStates: c, coMeans: mean, coStds: std, coSamples: sample });
    }
    if (d.ext) u.push(at(d.ext, t));
    const x = u.length > 0 ? tf.concat(u, 1) : tf.zeros<tf.Rank.R2>([B, 1]);
    g = generate(d, cell, x, g);
    f = linear(drop(g, d.genMask && at(d.genMask, t)), d.facWeight);
    steps.push({ ...outputs, factors: f, genStates: g });
  }
  const names = Object.keys(steps[0]!);
  return Object.fromEntries(
    names.map((name) => [
      name,
      tf.stack(
        steps.map((step) => step[name]!),
        1,
      ),
    ]),
  );
}

const sizes: fc.Arbitrary<Sizes> = fc.record({
  B: fc.integer({ min: 1, max: 3 }),
  T: fc.integer({ min: 1, max: 4 }),
  E: fc.integer({ min: 0, max: 2 }),
  K: fc.integer({ min: 0, max: 2 }),
  sampled: fc.boolean(),
  masked: fc.boolean(),
  cell: fc.constantFrom('gru', 'tanh', 'relu', 'linear'),
});

describe('decoderSequence', () => {
  it('is its definition step by step, with every cell, with and without controller, inputs, noise and masks', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        tf.tidy(() => {
          const inputs = tensors(size);
          const [bounds, maskScale] = [{ clip: CLIP, genClip: GEN_CLIP }, 1.4];
          const options = { steps: size.T, cell: size.cell, maskScale, ...bounds };
          const expected = stepByStep(inputs, size, maskScale);
          const outputs = decoderSequence(inputs, options);
          expect(Object.keys(outputs).sort()).toEqual(Object.keys(expected).sort());
          for (const [name, tensor] of Object.entries(outputs)) {
            expectClose(tensor, expected[name]!);
          }
        });
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    { B: 2, T: 3, E: 0, K: 0, sampled: false, masked: false, cell: 'gru' },
    { B: 2, T: 3, E: 2, K: 0, sampled: false, masked: true, cell: 'gru' },
    { B: 2, T: 3, E: 1, K: 2, sampled: true, masked: true, cell: 'gru' },
    { B: 2, T: 1, E: 0, K: 1, sampled: false, masked: false, cell: 'gru' },
    { B: 2, T: 3, E: 0, K: 0, sampled: false, masked: true, cell: 'linear' },
    { B: 2, T: 3, E: 2, K: 0, sampled: false, masked: false, cell: 'relu' },
    { B: 2, T: 3, E: 1, K: 2, sampled: true, masked: true, cell: 'tanh' },
  ] satisfies Sizes[])('has the gradient of its values: %j', (size) => {
    const inputs = tensors(size);
    const fixed = ['coNoise', 'conMask', 'g0Mask', 'genMask'];
    const names = Object.keys(inputs).filter((name) => !fixed.includes(name));
    expectGradients(
      (...args) => {
        const given = Object.fromEntries(names.map((name, i) => [name, args[i]!]));
        const options = { steps: size.T, clip: 5, maskScale: 1.4, cell: size.cell };
        const outputs = Object.values(decoderSequence({ ...inputs, ...given }, options));
        return tf.addN(outputs.map((y, i) => tf.sum(tf.mul(y, normal(y.shape, 20 + i)))));
      },
      names.map((name) => inputs[name as keyof DecoderSequenceTensors]!),
    );
  });

  it('takes an external input of width 0 for none', () => {
    const size: Sizes = { B: 2, T: 3, E: 0, K: 0, sampled: false, masked: false, cell: 'gru' };
    const inputs = tensors(size);
    const options = { steps: 3, clip: 5, maskScale: 1 };
    const empty = {
      ext: tf.zeros<tf.Rank.R3>([2, 3, 0]),
      genWeightIh: tf.zeros<tf.Rank.R2>([12, 0]),
    };
    const { factors } = decoderSequence({ ...inputs, ...empty }, options);
    expectClose(factors, decoderSequence(inputs, options).factors);
  });

  it('names what is missing or does not fit', () => {
    const size: Sizes = { B: 2, T: 3, E: 1, K: 2, sampled: true, masked: false, cell: 'gru' };
    const options = { steps: 3, clip: 5, maskScale: 1 };
    const inputs = tensors(size);
    expect(() =>
      decoderSequence({ ...inputs, conH0: undefined, coBias: undefined }, options),
    ).toThrow('decoderSequence: a controller needs all of its inputs; conH0, coBias missing');
    expect(() => decoderSequence(inputs, { ...options, steps: 4 })).toThrow(
      'decoderSequence: ext must have shape [B = 2, T = 4, E], got [2, 3, 1]',
    );
    expect(() => decoderSequence({ ...inputs, genWeightIh: undefined }, options)).toThrow(
      'genWeightIh must be given if and only if the generator has inputs; it has 3',
    );
    expect(() => decoderSequence(inputs, { ...options, cell: 'tanh' })).toThrow(
      'decoderSequence: genWeightHh must have shape [G = 4, G = 4], got [12, 4]',
    );
    expect(() => decoderSequence(inputs, { ...options, cell: 'elman' as DecoderCell })).toThrow(
      'decoderSequence: cell must be one of gru, tanh, relu, linear, got elman',
    );
  });
});

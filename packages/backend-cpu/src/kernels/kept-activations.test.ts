import * as ops from '@lfads/ops';
import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { LfadsCpuBackend } from '../backend.js';
import { enginesUnderTest } from '../testing/engines.js';
import { generatorRows } from '../testing/recurrent-tensors.js';

const [trials, units] = [10, 16];
const bytesOfStates = 4 * trials * units;

/** Bytes that are kept for the gradient beside `run`'s outputs while a tape is recording. */
function keptBytes(run: (bias: tf.Tensor1D) => Tensor, rows = 3 * units): number {
  let bytes = NaN;
  const measured = (bias: Tensor) => {
    const output = run(bias as tf.Tensor1D);
    bytes = (tf.backend() as LfadsCpuBackend).kept(output)?.byteLength ?? 0;
    return tf.sum(output);
  };
  tf.tidy(() => void tf.grad(measured)(tf.zeros([rows])));
  return bytes;
}

const ofGru = (T: number, options: ops.GruSequenceOptions) =>
  keptBytes((bias) => {
    const x = tf.zeros<tf.Rank.R3>([trials, T, 1]);
    const h0 = tf.zeros<tf.Rank.R2>([1, units]);
    const weightIh = tf.zeros<tf.Rank.R2>([3 * units, 1]);
    const weightHh = tf.zeros<tf.Rank.R2>([3 * units, units]);
    return ops.gruSequence({ x, h0, weightIh, weightHh, bias }, options);
  });

const ofDecoder = (steps: number, gradientCheckpointing: boolean, cell: ops.DecoderCell = 'gru') =>
  keptBytes(
    (genBias) => {
      const g0 = tf.zeros<tf.Rank.R2>([trials, units]);
      const genWeightHh = tf.zeros<tf.Rank.R2>([genBias.size, units]);
      const facWeight = tf.zeros<tf.Rank.R2>([2, units]);
      const options = { steps, clip: 5, maskScale: 1, gradientCheckpointing, cell };
      return ops.decoderSequence({ g0, genWeightHh, genBias, facWeight }, options).factors;
    },
    generatorRows(cell, units),
  );

describe('what is kept for the gradient', () => {
  beforeAll(enginesUnderTest[0]!.start);

  test('is four states a step of a GRU', () => {
    expect(ofGru(100, { output: 'last' })).toBe(100 * 4 * bytesOfStates);
    expect(ofGru(100, { output: 'sequence' })).toBe(100 * 4 * bytesOfStates);
    expect(ofDecoder(100, false)).toBe(100 * 4 * bytesOfStates);
  });

  test.each(['tanh', 'relu', 'linear'] as const)('is two states a step of %s', (cell) => {
    expect(ofDecoder(100, false, cell)).toBe(100 * 2 * bytesOfStates);
    expect(ofDecoder(100, true, cell)).toBe(0);
  });

  test('grows with the root of the steps with gradient checkpointing', () => {
    const kept = [100, 400, 1600].map((T) =>
      ofGru(T, { output: 'last', gradientCheckpointing: true }),
    );
    expect(kept).toEqual([20, 40, 80].map((states) => states * bytesOfStates));
  });

  test('is nothing with gradient checkpointing where the states are outputs', () => {
    expect(ofGru(100, { output: 'sequence', gradientCheckpointing: true })).toBe(0);
    expect(ofDecoder(100, true)).toBe(0);
  });
});

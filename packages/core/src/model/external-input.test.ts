import '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { placeExternalInput } from './external-input.js';
import type { LfadsHyperparameters } from './hyperparameters.js';

const hps = { icEncSeqLen: 2, encodSeqLen: 5, reconSeqLen: 7 } as LfadsHyperparameters;
const ext = tf.tensor3d([1, 2, 3], [1, 3, 1]);
const values = (placed: Tensor3D) => [...placed.dataSync()];

describe('the external input', () => {
  it('starts after the segment of the initial condition and is zero beyond its end', () => {
    expect(values(placeExternalInput(ext, hps))).toEqual([0, 0, 1, 2, 3, 0, 0]);
  });

  it('starts at the first step in the compatible mode', () => {
    const compat = { ...hps, compat: 'lfads-torch-1.1' as const };
    expect(values(placeExternalInput(ext, compat))).toEqual([1, 2, 3, 0, 0, 0, 0]);
  });

  it('is refused when it ends too late', () => {
    const long = tf.zeros<tf.Rank.R3>([1, 6, 1]);
    expect(() => placeExternalInput(long, hps)).toThrow('6 steps');
  });
});

import * as tf from '@tensorflow/tfjs-core';
import { elementCount } from '../h5/types.js';

/** Values of many trials, row-major, first axis the trial. */
export interface TrialArray<Data extends Float32Array | Uint8Array = Float32Array> {
  readonly shape: readonly number[];
  readonly data: Data;
}

/** Trials in any order, or a run of them, `[from, to)`. */
export type Selection = Uint32Array | { readonly from: number; readonly to: number };

/**
 * The chosen trials as a tensor (float32, or bool for bytes). A run of trials shares the array's memory,
 * a list of trials is copied once.
 */
export function trialTensor(
  { shape, data }: TrialArray | TrialArray<Uint8Array>,
  selection: Selection,
): tf.Tensor {
  const rest = shape.slice(1);
  const length = elementCount(rest);
  const dtype = data instanceof Uint8Array ? 'bool' : 'float32';
  if (!(selection instanceof Uint32Array)) {
    const { from, to } = selection;
    return tf.tensor(data.subarray(from * length, to * length), [to - from, ...rest], dtype);
  }
  const rows = new (data.constructor as new (n: number) => typeof data)(selection.length * length);
  selection.forEach((trial, row) => {
    rows.set(data.subarray(trial * length, (trial + 1) * length), row * length);
  });
  return tf.tensor(rows, [selection.length, ...rest], dtype);
}

/** Leaves out the first `steps` of axis 1. */
export function withoutFirstSteps(array: TrialArray, steps: number): TrialArray {
  if (steps === 0) return array;
  const [trials = 0, all = 0, ...rest] = array.shape;
  const step = elementCount(rest);
  const kept = (all - steps) * step;
  const data = new Float32Array(trials * kept);
  for (let trial = 0; trial < trials; trial++) {
    const start = (trial * all + steps) * step;
    data.set(array.data.subarray(start, start + kept), trial * kept);
  }
  return { shape: [trials, all - steps, ...rest], data };
}

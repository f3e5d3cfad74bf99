import { OUTPUT_NAMES, type SessionOutput } from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';

/** An output of all trials, under its name in files. */
export interface OutputArray {
  shape: number[];
  data: Float32Array;
}

export type OutputArrays = Record<(typeof OUTPUT_NAMES)[number][0], OutputArray>;

/**
 * The mean over `passes` of each output of one batch, as running sums: two sets of outputs are held at
 * a time, however many passes there are.
 */
export function averageOutputs(
  passes: number,
  predict: (pass: number) => SessionOutput,
): OutputArrays {
  let sums: tf.Tensor[] | undefined;
  for (let pass = 0; pass < passes; pass++) {
    const output = predict(pass);
    const values = OUTPUT_NAMES.map(([, key]) => output[key] as tf.Tensor);
    const previous = sums;
    sums = previous ? previous.map((sum, i) => tf.add(sum, values[i]!)) : values;
    if (previous) tf.dispose([...previous, ...values]);
  }
  const arrays = OUTPUT_NAMES.map(([name], i) => {
    const sum = sums![i]!;
    const data = sum.dataSync<'float32'>().slice();
    for (let element = 0; element < data.length; element++) data[element]! /= passes;
    return [name, { shape: sum.shape, data }];
  });
  tf.dispose(sums!);
  return Object.fromEntries(arrays) as OutputArrays;
}

/** The batches' outputs one after the other along the trial axis. */
export function joinBatches(batches: readonly OutputArrays[]): OutputArrays {
  const join = (arrays: readonly OutputArray[]): OutputArray => {
    const trials = arrays.reduce((sum, { shape }) => sum + shape[0]!, 0);
    const data = new Float32Array(arrays.reduce((sum, array) => sum + array.data.length, 0));
    let at = 0;
    for (const array of arrays) {
      data.set(array.data, at);
      at += array.data.length;
    }
    return { shape: [trials, ...arrays[0]!.shape.slice(1)], data };
  };
  const joined = OUTPUT_NAMES.map(([name]) => [name, join(batches.map((batch) => batch[name]))]);
  return Object.fromEntries(joined) as OutputArrays;
}

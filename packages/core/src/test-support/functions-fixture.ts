import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import h5wasm from 'h5wasm/node';
import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';

const path = fileURLToPath(new URL('../../../../../shared/parity/functions.h5', import.meta.url));

/** Whether the reference numbers lie beside the repository. */
export const hasFunctions = existsSync(path);

/** The datasets of one group of functions.h5. */
export interface FunctionFixture {
  /** Names of groups and datasets. */
  keys(): string[];
  tensor(name: string): tf.Tensor;
  tensor3d(name: string): tf.Tensor3D;
  mask(name: string): tf.Tensor3D;
  values(name: string): Float32Array;
  number(name: string): number;
}

/** Opens one group, e.g. `recon/Poisson`. */
export const openFixture = async (group: string): Promise<FunctionFixture> => {
  await h5wasm.ready;
  const file = new h5wasm.File(path, 'r');
  const dataset = (name: string) => {
    const found = file.get(`${group}/${name}`);
    if (!(found instanceof h5wasm.Dataset)) throw new Error(`no ${group}/${name} in functions.h5`);
    return { shape: found.shape!, values: found.value as Float32Array };
  };
  const tensor = (name: string) => {
    const { shape, values } = dataset(name);
    return tf.tensor(values, shape, 'float32');
  };
  return {
    keys: () => (file.get(group) as InstanceType<typeof h5wasm.Group>).keys(),
    tensor,
    tensor3d: (name) => tensor(name) as tf.Tensor3D,
    mask: (name) => tf.cast(tensor(name), 'bool') as tf.Tensor3D,
    values: (name) => dataset(name).values,
    number: (name) => dataset(name).values[0]!,
  };
};

/** Asserts |actual - expected| <= atol + rtol |expected| elementwise; NaN equals NaN. */
export const expectClose = (
  actual: tf.Tensor | ArrayLike<number>,
  expected: ArrayLike<number>,
  { rtol = 1e-4, atol = 1e-5 } = {},
): void => {
  const found = actual instanceof tf.Tensor ? actual.dataSync() : actual;
  expect(found.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const [a, e] = [found[i]!, expected[i]!];
    if (Number.isNaN(e) && Number.isNaN(a)) continue;
    const within = Math.abs(a - e) <= atol + rtol * Math.abs(e);
    if (!within) expect.fail(`element ${i}: ${a} instead of ${e}`);
  }
};

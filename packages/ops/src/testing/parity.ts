/* eslint-disable no-restricted-imports -- read by tests only, which run in Node */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import h5wasm, { type Dataset, type Group } from 'h5wasm/node';

const FUNCTIONS = fileURLToPath(
  new URL('../../../../../shared/parity/functions.h5', import.meta.url),
);

/** Whether the reference implementation's numbers are there to compare with. */
export const hasParity = existsSync(FUNCTIONS);

/** All datasets of a group of functions.h5 as tensors, by their paths below the group. */
export async function parityTensors(group: string): Promise<Record<string, Tensor>> {
  await h5wasm.ready;
  const file = new h5wasm.File(FUNCTIONS, 'r');
  try {
    return readGroup(file.get(group) as Group, '');
  } finally {
    file.close();
  }
}

function readGroup(group: Group, prefix: string): Record<string, Tensor> {
  const entries = group.keys().map((key) => {
    const path = prefix + key;
    const item = group.get(key);
    if (item instanceof h5wasm.Group) return readGroup(item, `${path}/`);
    const { value, shape } = item as Dataset;
    return { [path]: tf.tensor(value as Float32Array, shape!) };
  });
  return Object.assign({}, ...entries) as Record<string, Tensor>;
}

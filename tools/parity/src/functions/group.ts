import { ParameterStore, type ParameterScope } from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { compareGradient, compareValues, type Comparison } from '../comparison.js';
import type { Fixture } from '../fixture.js';

/** One group of functions.h5: a function's inputs and results. */
export class Group {
  constructor(
    private readonly fixture: Fixture,
    readonly path: string,
  ) {}

  names(): string[] {
    return this.fixture.names(this.path);
  }

  has(name: string): boolean {
    return this.fixture.has(`${this.path}/${name}`);
  }

  tensor<T extends tf.Tensor = tf.Tensor>(name: string): T {
    return this.fixture.tensor(`${this.path}/${name}`) as T;
  }

  mask(name: string): tf.Tensor3D {
    return this.fixture.tensor(`${this.path}/${name}`, 'bool') as tf.Tensor3D;
  }

  values(name: string): Float32Array {
    return this.fixture.values(`${this.path}/${name}`);
  }

  number(name: string): number {
    return this.values(name)[0]!;
  }

  /** Against the dataset `name`. */
  compare(name: string, found: tf.Tensor | ArrayLike<number>): Comparison {
    return compareValues(`${this.path}/${name}`, read(found), this.values(name));
  }

  compareGradient(name: string, found: tf.Tensor): Comparison {
    return compareGradient(`${this.path}/${name}`, read(found), this.values(name), 0);
  }

  /** Gradients of `f` with cotangent `dy` (default: ones) by the names of its inputs, against `grad_<name>`. */
  compareGradients(
    inputs: Readonly<Record<string, tf.Tensor>>,
    f: (...inputs: tf.Tensor[]) => tf.Tensor,
    dy?: tf.Tensor,
  ): Comparison[] {
    const names = Object.keys(inputs);
    const gradients = tf.grads(f)(Object.values(inputs), dy);
    return names
      .map((name, i) => [`grad_${name}`, gradients[i]!] as const)
      .filter(([name]) => this.has(name))
      .map(([name, gradient]) => this.compareGradient(name, gradient));
  }
}

const read = (found: tf.Tensor | ArrayLike<number>): ArrayLike<number> =>
  found instanceof tf.Tensor ? found.dataSync() : found;

export interface Buildable {
  build?(scope: ParameterScope, size: number): void;
}

/** Builds a part and gives it the values of its parameters; all its parameters by name. */
export function buildPart(
  part: Buildable,
  values: Readonly<Record<string, Float32Array>>,
  size = 0,
): Record<string, tf.Tensor> {
  const store = new ParameterStore(0);
  part.build?.(store.scope(), size);
  store.load(
    new Map(
      [...store.snapshot()].map(([name, initial]) => [
        name,
        { shape: initial.shape, values: values[name] ?? initial.values },
      ]),
    ),
  );
  return Object.fromEntries([...store.entries].map(([name, { variable }]) => [name, variable]));
}

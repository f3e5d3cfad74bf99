import * as tf from '@tensorflow/tfjs-core';
import type { ParameterScope } from '../contracts/index.js';

const draws = {
  normal: (size: number) =>
    Float32Array.from({ length: size }, (_, i) => Math.sin(12.9898 * (i + 1))),
  uniform: (size: number) => Float32Array.from({ length: size }, (_, i) => (i * 0.618) % 1),
};

/** A scope whose variables a test can look into, and give values. */
export const plainScope = (path = '', variables = new Map<string, tf.Variable>()) => {
  const at = (name: string) => (path === '' ? name : `${path}.${name}`);
  const scope: ParameterScope & { variables: typeof variables } = {
    path,
    variables,
    child: (name) => plainScope(at(name), variables),
    create: (name, shape, init, options) => {
      const values = tf.tensor(init(shape, draws), [...shape]);
      const variable = tf.variable(values, options?.trainable ?? true);
      variables.set(at(name), variable);
      return variable as never;
    },
  };
  return scope;
};

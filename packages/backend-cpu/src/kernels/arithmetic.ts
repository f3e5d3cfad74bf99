import * as tf from '@tensorflow/tfjs-core';
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { KERNEL } from '../kernel-numbers.js';
import { type Call, flag, newOutputs, sizeOf } from './fused-kernel.js';
import { isFloat, stockKernel } from './stock-kernel.js';

interface Pair {
  a: TensorInfo;
  b: TensorInfo;
}

/** Numbered as in native/elementwise.h. */
const BINARY = [tf.Add, tf.Sub, tf.Multiply, tf.RealDiv];
const UNARY = [tf.Exp, tf.Neg, tf.Square, tf.Sqrt, tf.Sigmoid, tf.Tanh];

/** Same shapes, or a single number on one side; null for any other broadcasting. */
function binary(
  { inputs: { a, b }, backend, run }: Call<Pair, object>,
  operation: number,
): TensorInfo | null {
  const [aSize, bSize] = [sizeOf(a.shape), sizeOf(b.shape)];
  const size = Math.max(aSize, bSize);
  const same = tf.util.arraysEqual(a.shape, b.shape);
  if (!isFloat(a, b) || size === 0 || !(same || aSize === 1 || bSize === 1)) return null;
  const shape = tf.backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
  const { values, infos } = newOutputs(backend, [shape]);
  const scalars = [flag(aSize === 1 && size > 1), flag(bSize === 1 && size > 1)];
  run(KERNEL.binary, [backend.float32(a), backend.float32(b)], values, [
    size,
    ...scalars,
    operation,
  ]);
  return infos[0]!;
}

export const arithmeticKernels: KernelConfig[] = [
  ...BINARY.map((name, operation) => stockKernel<Pair>(name, (call) => binary(call, operation))),
  ...UNARY.map((name, operation) =>
    stockKernel<{ x: TensorInfo }>(name, ({ inputs: { x }, backend, run }) => {
      if (!isFloat(x)) return null;
      const { values, infos } = newOutputs(backend, [x.shape]);
      run(KERNEL.unary, [backend.float32(x)], values, [sizeOf(x.shape), operation]);
      return infos[0]!;
    }),
  ),
  stockKernel<TensorInfo[]>(tf.AddN, ({ inputs, backend, run }) => {
    const [first, ...others] = Object.values(inputs);
    if (!isFloat(first!, ...others) || others.length === 0 || sizeOf(first!.shape) === 0)
      return null;
    const { values, infos } = newOutputs(backend, [first!.shape]);
    let sum = backend.float32(first!);
    for (const other of others) {
      run(KERNEL.binary, [sum, backend.float32(other)], values, [sizeOf(first!.shape), 0, 0, 0]);
      sum = values[0]!;
    }
    return infos[0]!;
  }),
];

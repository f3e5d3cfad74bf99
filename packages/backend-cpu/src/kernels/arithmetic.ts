import * as tf from '@tensorflow/tfjs-core';
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { KERNEL } from '../kernel-numbers.js';
import { type Call, flag, newOutputs, sizeOf } from './fused-kernel.js';
import { isFloat, stockKernel } from './stock-kernel.js';
import { gather, stridesOf } from './strides.js';

interface Pair {
  a: TensorInfo;
  b: TensorInfo;
}

/** Numbered as in native/elementwise.h. */
const BINARY = [tf.Add, tf.Sub, tf.Multiply, tf.RealDiv];
const UNARY = [tf.Exp, tf.Neg, tf.Square, tf.Sqrt, tf.Sigmoid, tf.Tanh];

/** Same shapes, a single number on one side, or one side that is repeated to the other's shape; else null. */
function binary(call: Call<Pair, object>, operation: number): TensorInfo | null {
  const { inputs, backend, run } = call;
  const { a, b } = inputs;
  const [aSize, bSize] = [sizeOf(a.shape), sizeOf(b.shape)];
  const size = Math.max(aSize, bSize);
  const same = tf.util.arraysEqual(a.shape, b.shape);
  if (!isFloat(a, b) || size === 0) return null;
  if (!same && aSize !== 1 && bSize !== 1) return repeated(call, operation);
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

/** One side has the result's shape; the other is repeated into the result, which is then computed in place. */
function repeated(
  { inputs: { a, b }, backend, run }: Call<Pair, object>,
  operation: number,
): TensorInfo | null {
  const shape = tf.backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
  const whole = [a, b].find((info) => tf.util.arraysEqual(info.shape, shape));
  if (whole === undefined) return null;
  const part = whole === a ? b : a;
  const { values, infos } = newOutputs(backend, [shape]);
  gather(backend.float32(part), values[0]!, shape, repeatingSteps(part.shape, shape.length));
  const [left, right] = [a, b].map((info) =>
    info === part ? values[0]! : backend.float32(info),
  ) as [Float32Array, Float32Array];
  run(KERNEL.binary, [left, right], values, [sizeOf(shape), 0, 0, operation]);
  return infos[0]!;
}

/** Steps of a shape seen with `rank` axes: 0 along those that are repeated. */
function repeatingSteps(shape: readonly number[], rank: number): number[] {
  const steps = stridesOf(shape).map((step, axis) => (shape[axis] === 1 ? 0 : step));
  return [...new Array<number>(rank - shape.length).fill(0), ...steps];
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

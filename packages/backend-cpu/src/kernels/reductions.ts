import * as tf from '@tensorflow/tfjs-core';
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import type { LfadsCpuBackend } from '../backend.js';
import { KERNEL } from '../kernel-numbers.js';
import { newOutputs, sizeOf } from './fused-kernel.js';
import { isFloat, stockKernel } from './stock-kernel.js';
import { accumulate, stridesOf } from './strides.js';

interface ReduceAttrs {
  axis: number | number[] | null;
  keepDims: boolean;
}

/** Sums in double precision. */
const reduction = (name: string, divisor: (size: number) => number): KernelConfig =>
  stockKernel<{ x: TensorInfo }, ReduceAttrs>(name, ({ inputs: { x }, attrs, backend, run }) => {
    const axes =
      attrs.axis == null ? x.shape.map((_, i) => i) : tf.util.parseAxisParam(attrs.axis, x.shape);
    const size = sizeOf(x.shape);
    if (!isFloat(x) || size === 0) return null;
    if (axes.length !== x.shape.length) return overSome(backend, x, axes, attrs.keepDims, divisor);
    const sum = new Float64Array(1);
    run(KERNEL.sum, [backend.float32(x)], [sum], [size, 0]);
    const shape = attrs.keepDims ? x.shape.map(() => 1) : [];
    return backend.output(shape, Float32Array.of(sum[0]! / divisor(size)));
  });

function overSome(
  backend: LfadsCpuBackend,
  x: TensorInfo,
  axes: readonly number[],
  keepDims: boolean,
  divisor: (size: number) => number,
): TensorInfo {
  const kept = x.shape.map((n, axis) => (axes.includes(axis) ? 1 : n));
  const steps = stridesOf(kept).map((step, axis) => (axes.includes(axis) ? 0 : step));
  const sums = new Float64Array(sizeOf(kept));
  accumulate(backend.float32(x), sums, x.shape, steps);
  const shape = keepDims ? kept : x.shape.filter((_, axis) => !axes.includes(axis));
  const { values, infos } = newOutputs(backend, [shape]);
  const share = divisor(sizeOf(x.shape) / sums.length);
  sums.forEach((sum, i) => (values[0]![i] = sum / share));
  return infos[0]!;
}

export const reductionKernels: KernelConfig[] = [
  reduction(tf.Sum, () => 1),
  reduction(tf.Mean, (size) => size),
];

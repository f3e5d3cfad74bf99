import * as tf from '@tensorflow/tfjs-core';
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { KERNEL } from '../kernel-numbers.js';
import { sizeOf } from './fused-kernel.js';
import { isFloat, stockKernel } from './stock-kernel.js';

interface ReduceAttrs {
  axis: number | number[] | null;
  keepDims: boolean;
}

/** Sums over everything, in double precision; sums over some axes stay tfjs's. */
const fullReduction = (name: string, divisor: (size: number) => number): KernelConfig =>
  stockKernel<{ x: TensorInfo }, ReduceAttrs>(name, ({ inputs: { x }, attrs, backend, run }) => {
    const axes =
      attrs.axis == null ? x.shape.map((_, i) => i) : tf.util.parseAxisParam(attrs.axis, x.shape);
    const size = sizeOf(x.shape);
    if (!isFloat(x) || size === 0 || axes.length !== x.shape.length) return null;
    const sum = new Float64Array(1);
    run(KERNEL.sum, [backend.float32(x)], [sum], [size, 0]);
    const shape = attrs.keepDims ? x.shape.map(() => 1) : [];
    return backend.output(shape, Float32Array.of(sum[0]! / divisor(size)));
  });

export const reductionKernels: KernelConfig[] = [
  fullReduction(tf.Sum, () => 1),
  fullReduction(tf.Mean, (size) => size),
];

import * as tf from '@tensorflow/tfjs-core';
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { KERNEL } from '../kernel-numbers.js';
import { newOutputs } from './fused-kernel.js';
import { isFloat, stockKernel } from './stock-kernel.js';

interface MatMulAttrs {
  transposeA: boolean;
  transposeB: boolean;
}

/** Matrices, or stacks of equally many; batches that broadcast stay tfjs's. */
export const matMulKernels: KernelConfig[] = [
  stockKernel<{ a: TensorInfo; b: TensorInfo }, MatMulAttrs>(
    tf.BatchMatMul,
    ({ inputs: { a, b }, attrs, backend, run }) => {
      const leading = a.shape.slice(0, -2);
      if (!isFloat(a, b) || !tf.util.arraysEqual(leading, b.shape.slice(0, -2))) return null;
      const batches = tf.util.sizeFromShape(leading);
      const [aRows, aColumns] = a.shape.slice(-2) as [number, number];
      const [bRows, bColumns] = b.shape.slice(-2) as [number, number];
      const [M, K] = attrs.transposeA ? [aColumns, aRows] : [aRows, aColumns];
      const [bK, N] = attrs.transposeB ? [bColumns, bRows] : [bRows, bColumns];
      if (K !== bK || batches * M * K * N === 0) return null;
      const { values, infos } = newOutputs(backend, [[...leading, M, N]]);
      const aSteps = attrs.transposeA ? [1, aColumns] : [aColumns, 1];
      const bSteps = attrs.transposeB ? [1, bColumns] : [bColumns, 1];
      const numbers = [batches, M, K, N, M * K, ...aSteps, K * N, ...bSteps];
      run(KERNEL.matMul, [backend.float32(a), backend.float32(b)], values, numbers);
      return infos[0]!;
    },
  ),
];

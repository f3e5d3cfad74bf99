import * as kernels from '@lfads/ops';
import type { KernelConfig } from '@tensorflow/tfjs-core';
import { KERNEL } from '../kernel-numbers.js';
import { fusedKernel, sizeOf } from './fused-kernel.js';

const KINDS = { bernoulli: 0, uniform: 1, normal: 2 } as const;

export const randomKernels: KernelConfig[] = [
  fusedKernel<object, kernels.PhiloxAttrs>(kernels.PHILOX, ({ attrs, backend, run }) => {
    const { kind, shape, p, seed, stream, step, draw } = attrs;
    const size = sizeOf(shape);
    const values = kind === 'bernoulli' ? backend.pool.bytes(size) : backend.pool.float32(size);
    const threshold = p >= 1 ? 2 ** 32 : Math.round(p * 2 ** 32);
    run(KERNEL.philox, [], [values], [size, KINDS[kind], threshold, seed, stream, step, draw]);
    return [backend.output(shape, values, kind === 'bernoulli' ? 'bool' : 'float32')];
  }),
];

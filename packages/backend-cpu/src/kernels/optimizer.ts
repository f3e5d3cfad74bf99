import * as kernels from '@lfads/ops';
import type { KernelConfig } from '@tensorflow/tfjs-core';
import { KERNEL } from '../kernel-numbers.js';
import { fusedKernel, newOutputs, sizeOf } from './fused-kernel.js';

export const optimizerKernels: KernelConfig[] = [
  fusedKernel<kernels.AdamWInputs, kernels.AdamWAttrs>(
    kernels.ADAMW,
    ({ inputs, attrs, backend, run }) => {
      const { p, m, v, g } = inputs;
      const { values, infos } = newOutputs(backend, [p.shape, p.shape, p.shape]);
      const { lr, beta1, beta2, epsilon, weightDecay, step, gradScale } = attrs;
      const numbers = [sizeOf(p.shape), lr, beta1, beta2, epsilon, weightDecay, step, gradScale];
      run(
        KERNEL.adamW,
        [p, m, v, g].map((info) => backend.float32(info)),
        values,
        numbers,
      );
      return infos;
    },
  ),
  fusedKernel<object, kernels.AdamWUpdateAttrs>(
    kernels.ADAMW_UPDATE,
    ({ attrs: { lr, beta1, beta2, epsilon, gradScale, updates }, backend, run }) => {
      for (const { weightDecay, step, g, ...state } of updates) {
        const p = backend.ownFloat32(state.p);
        const m = backend.ownFloat32(state.m);
        const v = backend.ownFloat32(state.v);
        const numbers = [p.length, lr, beta1, beta2, epsilon, weightDecay, step, gradScale];
        run(KERNEL.adamW, [p, m, v, backend.float32(g)], [p, m, v], numbers);
      }
      return [];
    },
  ),
];

import * as kernels from '@lfads/ops';
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
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
  fusedKernel<Readonly<Record<string, TensorInfo>>, kernels.AdamWUpdateAttrs>(
    kernels.ADAMW_UPDATE,
    ({ inputs, attrs, backend, run }) => {
      const { lr, beta1, beta2, epsilon, weightDecays, steps, gradScale } = attrs;
      steps.forEach((step, i) => {
        const own = (name: string) => backend.ownFloat32(inputs[`${name}${i}`]!);
        const [p, m, v, g] = [own('p'), own('m'), own('v'), backend.float32(inputs[`g${i}`]!)];
        const numbers = [p.length, lr, beta1, beta2, epsilon, weightDecays[i]!, step, gradScale];
        run(KERNEL.adamW, [p, m, v, g], [p, m, v], numbers);
      });
      return [];
    },
  ),
];

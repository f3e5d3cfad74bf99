import * as kernels from '@lfads/ops';
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { KERNEL } from '../kernel-numbers.js';
import { fusedKernel, newOutputs, sizeOf } from './fused-kernel.js';

type WithDy<T> = T & { dy: TensorInfo };

export const poissonKernels: KernelConfig[] = [
  fusedKernel<kernels.PoissonNllInputs>(
    kernels.POISSON_NLL,
    ({ inputs: { logRates, counts }, backend, run }) => {
      const { values, infos } = newOutputs(backend, [logRates.shape]);
      run(KERNEL.poissonNll, [backend.float32(logRates), backend.float32(counts)], values, [
        sizeOf(logRates.shape),
      ]);
      return infos;
    },
  ),
  fusedKernel<WithDy<kernels.PoissonNllInputs>>(
    kernels.POISSON_NLL_GRAD,
    ({ inputs: { logRates, counts, dy }, backend, run }) => {
      const { values, infos } = newOutputs(backend, [logRates.shape]);
      const ins = [logRates, counts, dy].map((info) => backend.float32(info));
      run(KERNEL.poissonNllGrad, ins, values, [sizeOf(logRates.shape)]);
      return infos;
    },
  ),
  fusedKernel<kernels.PoissonNllSumInputs, kernels.PoissonNllSumAttrs>(
    kernels.POISSON_NLL_SUM,
    ({ inputs: { logRates, counts }, attrs, backend, run }) => {
      const { values, infos } = newOutputs(backend, [[]]);
      const ins = [backend.float32(logRates), backend.float32(counts)];
      run(KERNEL.poissonNllSum, ins, values, [sizeOf(logRates.shape), attrs.scale]);
      return infos;
    },
  ),
  fusedKernel<WithDy<kernels.PoissonNllSumInputs>, kernels.PoissonNllSumAttrs>(
    kernels.POISSON_NLL_SUM_GRAD,
    ({ inputs: { logRates, counts, gradMask, dy }, attrs, backend, run }) => {
      const { values, infos } = newOutputs(backend, [logRates.shape]);
      const ins = [
        ...[logRates, counts, dy].map((info) => backend.float32(info)),
        backend.mask(gradMask),
      ];
      const masked = gradMask?.shape.slice(1) ?? [0, 0];
      run(KERNEL.poissonNllSumGrad, ins, values, [...logRates.shape, ...masked, attrs.scale]);
      return infos;
    },
  ),
  fusedKernel<kernels.PoissonNllInputs, kernels.PoissonSumsAttrs>(
    kernels.POISSON_SUMS,
    ({ inputs: { logRates, counts }, attrs, backend, run }) => {
      const { values, infos } = newOutputs(backend, [[2, logRates.shape[2]!, 3]]);
      const ins = [backend.float32(logRates), backend.float32(counts)];
      run(KERNEL.poissonSums, ins, values, [...logRates.shape, attrs.split]);
      return infos;
    },
  ),
];

import * as kernels from '@lfads/ops';
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { KERNEL } from '../kernel-numbers.js';
import { fusedKernel, newOutputs, sizeOf } from './fused-kernel.js';

export const posteriorKernels: KernelConfig[] = [
  fusedKernel<kernels.NormalParametersInputs, kernels.NormalParametersAttrs>(
    kernels.NORMAL_PARAMETERS,
    ({ inputs: { raw }, attrs: { minVariance }, backend, run }) => {
      const [rows, width] = raw.shape as [number, number];
      const shape = [rows, width / 2];
      const { values, infos } = newOutputs(backend, [shape, shape]);
      run(KERNEL.normalParameters, [backend.float32(raw)], values, [...shape, minVariance]);
      return infos;
    },
  ),
  fusedKernel<kernels.NormalParametersGradInputs, kernels.NormalParametersAttrs>(
    kernels.NORMAL_PARAMETERS_GRAD,
    ({ inputs: { raw, std, dMean, dStd }, backend, run }) => {
      const { values, infos } = newOutputs(backend, [raw.shape]);
      const optional = (info: TensorInfo | undefined) => (info ? backend.float32(info) : null);
      const ins = [backend.float32(raw), backend.float32(std), optional(dMean), optional(dStd)];
      run(KERNEL.normalParametersGrad, ins, values, std.shape);
      return infos;
    },
  ),
  fusedKernel<kernels.ScaledNoiseInputs>(
    kernels.SCALED_NOISE,
    ({ inputs: { mean, std, noise }, backend, run }) => {
      const { values, infos } = newOutputs(backend, [mean.shape]);
      const ins = [mean, std, noise].map((info) => backend.float32(info));
      run(KERNEL.scaledNoise, ins, values, [sizeOf(mean.shape)]);
      return infos;
    },
  ),
  fusedKernel<{ noise: TensorInfo; dy: TensorInfo }>(
    kernels.SCALED_NOISE_GRAD,
    ({ inputs: { noise, dy }, backend, run }) => {
      const { values, infos } = newOutputs(backend, [dy.shape]);
      const PRODUCT = 2;
      const ins = [backend.float32(noise), backend.float32(dy)];
      run(KERNEL.binary, ins, values, [sizeOf(dy.shape), 0, 0, PRODUCT]);
      return infos;
    },
  ),
];

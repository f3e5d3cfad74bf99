import * as kernels from '@lfads/ops';
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import type { LfadsCpuBackend } from '../backend.js';
import { KERNEL } from '../kernel-numbers.js';
import { fusedKernel, newOutputs, sizeOf } from './fused-kernel.js';

type WithDy<T> = T & { dy: TensorInfo };

const normalNumbers = (
  { mean, priorMean }: kernels.NormalKlInputs,
  { scale }: kernels.ScaleAttrs,
) => {
  const D = priorMean.shape[0]!;
  return [sizeOf(mean.shape) / D, D, scale];
};

/** An AR(1) channel: alpha = exp(-rate), rate = exp(-logtau). */
interface Channel {
  alpha: number;
  rate: number;
  /** 1 - alpha², exact near 0 too */
  stationary: number;
  precision: number;
  lognvar: number;
}
function channelsOf(
  backend: LfadsCpuBackend,
  { logtaus, lognvars }: kernels.ArNormalKlInputs,
): Channel[] {
  const variances = backend.float32(lognvars);
  return Array.from(backend.float32(logtaus), (logtau, d) => {
    const rate = Math.exp(-logtau);
    const lognvar = variances[d]!;
    return {
      alpha: Math.exp(-rate),
      rate,
      stationary: -Math.expm1(-2 * rate),
      precision: Math.exp(-lognvar),
      lognvar,
    };
  });
}
const constants = (channels: readonly Channel[]) =>
  Float32Array.from([
    ...channels.map(({ alpha }) => alpha),
    ...channels.map(({ precision }) => precision),
    ...channels.map(({ stationary }) => stationary),
  ]);

export const klKernels: KernelConfig[] = [
  fusedKernel<kernels.NormalKlInputs, kernels.ScaleAttrs>(
    kernels.NORMAL_KL,
    ({ inputs, attrs, backend, run }) => {
      const { mean, std, priorMean, priorLogvar } = inputs;
      const { values, infos } = newOutputs(backend, [[]]);
      const ins = [mean, std, priorMean, priorLogvar].map((info) => backend.float32(info));
      run(KERNEL.normalKl, ins, values, normalNumbers(inputs, attrs));
      return infos;
    },
  ),
  fusedKernel<WithDy<kernels.NormalKlInputs>, kernels.ScaleAttrs>(
    kernels.NORMAL_KL_GRAD,
    ({ inputs, attrs, backend, run }) => {
      const { mean, std, priorMean, priorLogvar, dy } = inputs;
      const parameters = [mean, std, priorMean, priorLogvar];
      const { values, infos } = newOutputs(
        backend,
        parameters.map((info) => info.shape),
      );
      const ins = [...parameters, dy].map((info) => backend.float32(info));
      run(KERNEL.normalKlGrad, ins, values, normalNumbers(inputs, attrs));
      return infos;
    },
  ),
  fusedKernel<kernels.ArNormalKlInputs, kernels.ScaleAttrs>(
    kernels.AR_NORMAL_KL,
    ({ inputs, attrs: { scale }, backend, run }) => {
      const [B, T, D] = inputs.mean.shape as [number, number, number];
      const channels = channelsOf(backend, inputs);
      const sum = new Float64Array(1);
      const ins = [inputs.mean, inputs.std, inputs.noise].map((info) => backend.float32(info));
      run(KERNEL.arNormalKl, [...ins, constants(channels)], [sum], [B, T, D]);
      const logVariances = channels.reduce(
        (total, { lognvar, stationary }) => total + T * lognvar - Math.log(stationary),
        0,
      );
      return [backend.output([], Float32Array.of(scale * (sum[0]! + (B * logVariances) / 2)))];
    },
  ),
  fusedKernel<WithDy<kernels.ArNormalKlInputs>, kernels.ScaleAttrs>(
    kernels.AR_NORMAL_KL_GRAD,
    ({ inputs, attrs: { scale }, backend, run }) => {
      const [B, T, D] = inputs.mean.shape as [number, number, number];
      const channels = channelsOf(backend, inputs);
      const sums = new Float64Array(3 * D);
      const factor = scale * backend.float32(inputs.dy)[0]!;
      const { values, infos } = newOutputs(backend, [
        inputs.mean.shape,
        inputs.std.shape,
        [D],
        [D],
      ]);
      const [dMean, dStd, dLogtaus, dLognvars] = values as [
        Float32Array,
        Float32Array,
        Float32Array,
        Float32Array,
      ];
      const ins = [inputs.mean, inputs.std, inputs.noise].map((info) => backend.float32(info));
      run(
        KERNEL.arNormalKlGrad,
        [...ins, constants(channels)],
        [dMean, dStd, sums],
        [B, T, D, factor],
      );
      channels.forEach(({ alpha, rate, stationary }, d) => {
        const [lagged, innovations, first] = [sums[d]!, sums[D + d]!, sums[2 * D + d]!];
        const dAlpha = (alpha / stationary) * (B - first) - lagged;
        dLogtaus[d] = factor * dAlpha * alpha * rate;
        dLognvars[d] = (factor * (B * T - innovations - first)) / 2;
      });
      return infos;
    },
  ),
];

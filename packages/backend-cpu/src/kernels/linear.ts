import * as kernels from '@lfads/ops';
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { KERNEL } from '../kernel-numbers.js';
import { fusedKernel, newOutputs, sizeOf } from './fused-kernel.js';

const sizes = (weight: { shape: number[] }, x: { shape: number[] }) => {
  const [N, K] = weight.shape as [number, number];
  return [sizeOf(x.shape.slice(0, -1)), K, N];
};

export const linearKernels: KernelConfig[] = [
  fusedKernel<kernels.LinearInputs>(
    kernels.LINEAR,
    ({ inputs: { x, weight, bias }, backend, run }) => {
      const { values, infos } = newOutputs(backend, [[...x.shape.slice(0, -1), weight.shape[0]!]]);
      const ins = [
        backend.float32(x),
        backend.float32(weight),
        bias ? backend.float32(bias) : null,
      ];
      run(KERNEL.linear, ins, values, sizes(weight, x));
      return infos;
    },
  ),
  fusedKernel<kernels.LinearGradInputs, kernels.LinearGradAttrs>(
    kernels.LINEAR_GRAD,
    ({ inputs: { x, weight, dy }, attrs, backend, run }) => {
      const shapes = [
        weight.shape,
        attrs.biasGradient && [weight.shape[0]!],
        attrs.inputGradient && x.shape,
      ];
      const { values, infos } = newOutputs(
        backend,
        shapes.filter((shape) => shape !== false),
      );
      const [dWeight, ...others] = values;
      const outs = [dWeight!, attrs.biasGradient ? others.shift()! : null, others[0] ?? null];
      run(
        KERNEL.linearGrad,
        [x, weight, dy].map((info) => backend.float32(info)),
        outs,
        sizes(weight, x),
      );
      return infos;
    },
  ),
  fusedKernel<kernels.NormalizeRowsInputs>(
    kernels.NORMALIZE_ROWS,
    ({ inputs: { weight }, backend, run }) => {
      const { values, infos } = newOutputs(backend, [weight.shape]);
      run(KERNEL.normalizeRows, [backend.float32(weight)], values, weight.shape);
      return infos;
    },
  ),
  fusedKernel<kernels.NormalizeRowsInputs & { dy: TensorInfo }>(
    kernels.NORMALIZE_ROWS_GRAD,
    ({ inputs: { weight, dy }, backend, run }) => {
      const { values, infos } = newOutputs(backend, [weight.shape]);
      const ins = [backend.float32(weight), backend.float32(dy)];
      run(KERNEL.normalizeRowsGrad, ins, values, weight.shape);
      return infos;
    },
  ),
];

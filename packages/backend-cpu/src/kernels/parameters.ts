import * as kernels from '@lfads/ops';
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { KERNEL } from '../kernel-numbers.js';
import { type Call, fusedKernel, newOutputs, sizeOf } from './fused-kernel.js';

type Numbered = Readonly<Record<string, TensorInfo | undefined>>;

/** The tensors `t0`, `t1`, … */
function numbered(inputs: Numbered): TensorInfo[] {
  const tensors: TensorInfo[] = [];
  for (let next = inputs['t0']; next !== undefined; next = inputs[`t${tensors.length}`])
    tensors.push(next);
  return tensors;
}

function sumOfSquares(
  { backend, run }: Pick<Call<unknown, unknown>, 'backend' | 'run'>,
  info: TensorInfo,
): number {
  const sum = new Float64Array(1);
  run(KERNEL.sum, [backend.float32(info)], [sum], [sizeOf(info.shape), 1]);
  return sum[0]!;
}

export const parameterKernels: KernelConfig[] = [
  fusedKernel<Numbered, kernels.SumSquaresAttrs>(kernels.SUM_SQUARES, (call) => {
    const { coefficients } = call.attrs;
    const total = numbered(call.inputs).reduce(
      (sum, info, i) => sum + coefficients[i]! * sumOfSquares(call, info),
      0,
    );
    return [call.backend.output([], Float32Array.of(total))];
  }),
  fusedKernel<Numbered, kernels.SumSquaresAttrs>(
    kernels.SUM_SQUARES_GRAD,
    ({ inputs, attrs, backend, run }) => {
      const tensors = numbered(inputs);
      const dy = backend.float32(inputs['dy']!)[0]!;
      const { values, infos } = newOutputs(
        backend,
        tensors.map((info) => info.shape),
      );
      tensors.forEach((info, i) => {
        const factor = Float32Array.of(2 * attrs.coefficients[i]! * dy);
        run(
          KERNEL.binary,
          [backend.float32(info), factor],
          [values[i]!],
          [sizeOf(info.shape), 0, 1, 2],
        );
      });
      return infos;
    },
  ),
  fusedKernel<Numbered, kernels.WeightedSumAttrs>(
    kernels.WEIGHTED_SUM,
    ({ inputs, attrs: { weights }, backend }) => {
      const sum = numbered(inputs).reduce(
        (total, info, i) => total + weights[i]! * backend.float32(info)[0]!,
        0,
      );
      return [backend.output([], Float32Array.of(sum))];
    },
  ),
  fusedKernel<Numbered, kernels.WeightedSumAttrs>(
    kernels.WEIGHTED_SUM_GRAD,
    ({ inputs, attrs: { weights }, backend }) => {
      const dy = backend.float32(inputs['dy']!)[0]!;
      return weights.map((weight) => backend.output([], Float32Array.of(weight * dy)));
    },
  ),
  fusedKernel<Numbered>(kernels.GLOBAL_NORM, (call) => {
    const total = numbered(call.inputs).reduce((sum, info) => sum + sumOfSquares(call, info), 0);
    return [call.backend.output([], Float32Array.of(Math.sqrt(total)))];
  }),
];

import * as kernels from '@lfads/ops';
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import type { LfadsCpuBackend } from '../backend.js';
import type { Values } from '../engine.js';
import { KERNEL } from '../kernel-numbers.js';
import { type Call, flag, fusedKernel, newOutputs } from './fused-kernel.js';

type Inputs = kernels.GruSequenceInputs;
type Attrs = kernels.GruSequenceAttrs;

/** Floats that native/gru_cell.h saves for each step and batch row: z, r, n and the old state. */
export const activationFloats = (hidden: number): number => 4 * Math.ceil(hidden / 16) * 16;

const dimensions = ({ x, h0 }: Inputs) => {
  const [B, T, I] = x.shape as [number, number, number];
  return { B, T, I, H: h0.shape[1]! };
};

function numbers(inputs: Inputs, { reverse, output, clip, maskScale }: Attrs): number[] {
  const { B, T, I, H } = dimensions(inputs);
  return [B, T, I, H, inputs.h0.shape[0]!, flag(reverse), flag(output === 'last'), clip, maskScale];
}

const memory = (inputs: Inputs, backend: LfadsCpuBackend): (Values | null)[] => [
  ...[inputs.x, inputs.h0, inputs.weightIh, inputs.weightHh, inputs.bias].map((info) =>
    backend.float32(info),
  ),
  backend.mask(inputs.mask),
];

function forward({ inputs, attrs, backend, run }: Call<Inputs, Attrs>): TensorInfo[] {
  const { B, T, H } = dimensions(inputs);
  const shape = attrs.output === 'last' ? [B, H] : [B, T, H];
  const { values, infos } = newOutputs(backend, [shape]);
  const activations = attrs.keepActivations
    ? backend.pool.float32(T * B * activationFloats(H))
    : null;
  run(
    KERNEL.gruSequence,
    memory(inputs, backend),
    [values[0]!, activations],
    numbers(inputs, attrs),
  );
  if (activations !== null) backend.keep(infos[0]!, activations);
  return infos;
}

function backward(
  call: Call<kernels.GruSequenceGradInputs, kernels.GruSequenceGradAttrs>,
): TensorInfo[] {
  const { inputs, attrs, backend, run } = call;
  const { B, T, H } = dimensions(inputs);
  const kept = backend.kept(inputs.h);
  if (kept === undefined) {
    return backend.withScratch(T * B * activationFloats(H), (again) =>
      backend.withScratch(B * T * H, (h) => {
        run(KERNEL.gruSequence, memory(inputs, backend), [h, again], numbers(inputs, attrs));
        return gradients(call, again);
      }),
    );
  }
  return gradients(call, kept);
}

function gradients(
  {
    inputs,
    attrs,
    backend,
    run,
  }: Call<kernels.GruSequenceGradInputs, kernels.GruSequenceGradAttrs>,
  activations: Float32Array,
): TensorInfo[] {
  const { h0, weightIh, weightHh, bias, x } = inputs;
  const wanted = [h0, weightIh, weightHh, bias, ...(attrs.inputGradient ? [x] : [])];
  const { values, infos } = newOutputs(
    backend,
    wanted.map((info) => info.shape),
  );
  run(
    KERNEL.gruSequenceGrad,
    [...memory(inputs, backend), backend.float32(inputs.dy), activations],
    [...values, ...(attrs.inputGradient ? [] : [null])],
    numbers(inputs, attrs),
  );
  return infos;
}

export const gruKernels: KernelConfig[] = [
  fusedKernel(kernels.GRU_SEQUENCE, forward),
  fusedKernel(kernels.GRU_SEQUENCE_GRAD, backward),
];

import * as kernels from '@lfads/ops';
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import type { LfadsCpuBackend } from '../backend.js';
import type { Values } from '../engine.js';
import { KERNEL } from '../kernel-numbers.js';
import { type Call, flag, fusedKernel, newOutputs, sizeOf } from './fused-kernel.js';

type Inputs = kernels.GruSequenceInputs;
type Attrs = kernels.GruSequenceAttrs;

/** Floats that native/gru_cell.h saves for each step and batch row: z, r, n and the old state. */
export const activationFloats = (hidden: number): number => 4 * Math.ceil(hidden / 16) * 16;

const dimensions = ({ x, h0 }: Inputs) => {
  const [B, T, I] = x.shape as [number, number, number];
  return { B, T, I, H: h0.shape[1]! };
};

/**
 * Steps whose activations the gradient computes again at a time; 0: all are kept. Where the states are
 * outputs they say where each step began. Else they are kept at the beginnings of segments; a step's
 * activations being four states, this length takes the least memory.
 */
const segmentSteps = (T: number, { gradientCheckpointing, output }: Attrs): number =>
  !gradientCheckpointing ? 0 : output === 'sequence' ? 1 : Math.ceil(Math.sqrt(T) / 2);

function numbers(inputs: Inputs, attrs: Attrs): number[] {
  const { B, T, I, H } = dimensions(inputs);
  const { reverse, output, clip, maskScale } = attrs;
  const flags = [flag(reverse), flag(output === 'last')];
  return [B, T, I, H, inputs.h0.shape[0]!, ...flags, clip, maskScale, segmentSteps(T, attrs)];
}

/** What a forward pass keeps for the gradient: all activations, the states before segments, or nothing. */
function keptFloats(inputs: Inputs, attrs: Attrs): number {
  const { B, T, H } = dimensions(inputs);
  const segment = segmentSteps(T, attrs);
  if (segment === 0) return T * B * activationFloats(H);
  return attrs.output === 'sequence' ? 0 : Math.ceil(T / segment) * B * H;
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
  const floats = attrs.keepActivations ? keptFloats(inputs, attrs) : 0;
  const kept = floats > 0 ? backend.pool.float32(floats) : null;
  run(KERNEL.gruSequence, memory(inputs, backend), [values[0]!, kept], numbers(inputs, attrs));
  if (kept !== null) backend.keep(infos[0]!, kept);
  return infos;
}

type GradCall = Call<kernels.GruSequenceGradInputs, kernels.GruSequenceGradAttrs>;

function backward(call: GradCall): TensorInfo[] {
  const { inputs, backend, run } = call;
  const kept = backend.kept(inputs.h);
  if (kept !== undefined) return gradients(call, kept);
  const attrs = { ...call.attrs, gradientCheckpointing: true };
  const floats = keptFloats(inputs, attrs);
  if (floats === 0) return gradients({ ...call, attrs }, null);
  return backend.withScratch(floats, (checkpoints) => {
    const h = new Float32Array(sizeOf(inputs.h.shape));
    run(KERNEL.gruSequence, memory(inputs, backend), [h, checkpoints], numbers(inputs, attrs));
    return gradients({ ...call, attrs }, checkpoints);
  });
}

function gradients(
  { inputs, attrs, backend, run }: GradCall,
  kept: Float32Array | null,
): TensorInfo[] {
  const { h0, weightIh, weightHh, bias, x, h, dy } = inputs;
  const wanted = [h0, weightIh, weightHh, bias, ...(attrs.inputGradient ? [x] : [])];
  const { values, infos } = newOutputs(
    backend,
    wanted.map((info) => info.shape),
  );
  const states = kept === null ? backend.float32(h) : null;
  run(
    KERNEL.gruSequenceGrad,
    [...memory(inputs, backend), backend.float32(dy), kept, states],
    [...values, ...(attrs.inputGradient ? [] : [null])],
    numbers(inputs, attrs),
  );
  return infos;
}

export const gruKernels: KernelConfig[] = [
  fusedKernel(kernels.GRU_SEQUENCE, forward),
  fusedKernel(kernels.GRU_SEQUENCE_GRAD, backward),
];

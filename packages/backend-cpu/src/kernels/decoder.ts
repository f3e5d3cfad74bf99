import * as kernels from '@lfads/ops';
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import type { LfadsCpuBackend } from '../backend.js';
import type { Values } from '../engine.js';
import { KERNEL } from '../kernel-numbers.js';
import { type Call, fusedKernel, newOutputs } from './fused-kernel.js';
import { activationFloats } from './gru.js';

type Inputs = kernels.DecoderSequenceInputs;
type Attrs = kernels.DecoderSequenceAttrs;

/** The generator's cells by the numbers of native/decoder_args.h. */
const CELLS: readonly kernels.DecoderCell[] = ['gru', 'tanh', 'relu', 'linear'];

function dimensions(inputs: Inputs, { steps }: Attrs) {
  const [B, G] = inputs.g0.shape as [number, number];
  return {
    B,
    T: steps,
    G,
    F: inputs.facWeight.shape[0]!,
    E: inputs.ext?.shape[2] ?? 0,
    I: inputs.ci?.shape[2] ?? 0,
    C: inputs.conH0?.shape[1] ?? 0,
    K: (inputs.coBias?.shape[0] ?? 0) / 2,
  };
}

function numbers(inputs: Inputs, attrs: Attrs): number[] {
  const { B, T, G, F, E, I, C, K } = dimensions(inputs, attrs);
  const { clip, maskScale, cell, genClip } = attrs;
  return [B, T, G, F, E, I, C, K, clip, maskScale, CELLS.indexOf(cell), genClip];
}

/** The inputs in the order of native/decoder_args.h. */
function memory(inputs: Inputs, backend: LfadsCpuBackend): (Values | null)[] {
  const f = (info: TensorInfo | undefined) => (info === undefined ? null : backend.float32(info));
  return [
    ...[inputs.g0, inputs.ext, inputs.genWeightIh, inputs.genWeightHh, inputs.genBias].map(f),
    f(inputs.facWeight),
    ...[inputs.g0Mask, inputs.genMask].map((mask) => backend.mask(mask)),
    ...[inputs.ci, inputs.conH0, inputs.conWeightIh, inputs.conWeightHh, inputs.conBias].map(f),
    ...[inputs.coWeight, inputs.coBias, inputs.coNoise].map(f),
    backend.mask(inputs.conMask),
  ];
}

function outputShapes(inputs: Inputs, attrs: Attrs): number[][] {
  const { B, T, G, F, C, K } = dimensions(inputs, attrs);
  const widths = C > 0 ? [F, G, C, K, K, K] : [F, G];
  return widths.map((width) => [B, T, width]);
}

/** Floats that native/simple_cell.h saves for each step and batch row: phi's values and the old state. */
const simpleActivationFloats = (hidden: number): number => 2 * Math.ceil(hidden / 16) * 16;

function savedFloats(inputs: Inputs, attrs: Attrs): number {
  const { B, T, G, C } = dimensions(inputs, attrs);
  const generator = attrs.cell === 'gru' ? activationFloats(G) : simpleActivationFloats(G);
  return B * T * (generator + activationFloats(C));
}

const padded = (values: readonly (Values | null)[], length: number) => [
  ...values,
  ...Array<null>(length - values.length).fill(null),
];

function forward({ inputs, attrs, backend, run }: Call<Inputs, Attrs>): TensorInfo[] {
  const { values, infos } = newOutputs(backend, outputShapes(inputs, attrs));
  const keeping = attrs.keepActivations && !attrs.gradientCheckpointing;
  const activations = keeping ? backend.pool.float32(savedFloats(inputs, attrs)) : null;
  const outs = [...padded(values, 6), activations];
  run(KERNEL.decoderSequence, memory(inputs, backend), outs, numbers(inputs, attrs));
  if (activations !== null) backend.keep(infos[0]!, activations);
  return infos;
}

function backward({
  inputs,
  attrs,
  backend,
  run,
}: Call<kernels.DecoderSequenceGradInputs, Attrs>): TensorInfo[] {
  const f = (info: TensorInfo | undefined) => (info === undefined ? null : backend.float32(info));
  const wanted = [
    ...[inputs.g0, inputs.genWeightHh, inputs.genBias, inputs.facWeight, inputs.genWeightIh],
    ...[
      inputs.ext,
      inputs.ci,
      inputs.conH0,
      inputs.conWeightIh,
      inputs.conWeightHh,
      inputs.conBias,
    ],
    ...[inputs.coWeight, inputs.coBias],
  ];
  const present = wanted.filter((info) => info !== undefined);
  const { values, infos } = newOutputs(
    backend,
    present.map((info) => info.shape),
  );
  const outs = wanted.map((info) => (info === undefined ? null : values.shift()!));
  const ins = [
    ...memory(inputs, backend),
    ...[inputs.factors, inputs.genStates, inputs.conStates, inputs.coStds, inputs.coSamples].map(f),
    backend.kept(inputs.factors) ?? null, // null: each step's are computed again from the states before it
    ...[inputs.dFactors, inputs.dGenStates, inputs.dConStates].map(f),
    ...[inputs.dCoMeans, inputs.dCoStds, inputs.dCoSamples].map(f),
  ];
  run(KERNEL.decoderSequenceGrad, ins, outs, numbers(inputs, attrs));
  return infos;
}

export const decoderKernels: KernelConfig[] = [
  fusedKernel(kernels.DECODER_SEQUENCE, forward),
  fusedKernel(kernels.DECODER_SEQUENCE_GRAD, backward),
];

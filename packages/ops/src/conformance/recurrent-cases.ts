import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { DecoderCell } from '../decoder-cells.js';
import {
  decoderSequence,
  type DecoderSequenceOutputs,
  type DecoderSequenceTensors,
} from '../decoder-sequence.js';
import { gruSequence, type GruSequenceOptions, type GruSequenceTensors } from '../gru-sequence.js';
import {
  DECODER_SEQUENCE,
  DECODER_SEQUENCE_GRAD,
  GRU_SEQUENCE,
  GRU_SEQUENCE_GRAD,
  LINEAR,
  LINEAR_GRAD,
  NORMALIZE_ROWS,
  NORMALIZE_ROWS_GRAD,
} from '../kernels.js';
import { linear } from '../linear.js';
import { normalizeRows } from '../normalize-rows.js';
import { FLOAT32, type ConformanceCase, type InputSpec } from './case.js';

type Named = Record<string, Tensor>;

/** Batch, steps, inputs, units: the smallest, odd, vector-sized, and enough rows for several threads. */
const GRU_SIZES = [
  [1, 1, 1, 1],
  [2, 3, 4, 5],
  [3, 7, 13, 17],
  [5, 4, 30, 64],
  [8, 5, 16, 32],
  [67, 6, 21, 40],
] as const;

const GRU_VARIANTS: (GruSequenceOptions & { masked?: boolean; wideH0?: boolean })[] = [
  {},
  { reverse: true, masked: true, maskScale: 1 / 0.7 },
  { output: 'last', clip: 5, wideH0: true },
  { output: 'last', reverse: true, masked: true, maskScale: 2, inputGradient: false },
  { clip: 0.2, wideH0: true, masked: true },
];

function gruCase(
  [B, T, I, H]: readonly [number, number, number, number],
  { masked, wideH0, ...options }: (typeof GRU_VARIANTS)[number],
): ConformanceCase {
  const inputs: Record<string, InputSpec> = {
    x: { shape: [B, T, I], fixed: options.inputGradient === false },
    h0: { shape: [wideH0 ? B : 1, H], scale: 0.5 },
    weightIh: { shape: [3 * H, I], scale: I ** -0.5 },
    weightHh: { shape: [3 * H, H], scale: H ** -0.5 },
    bias: { shape: [3 * H], scale: 0.3 },
    ...(masked && { mask: { shape: [B, T, I], kind: 'mask' } }),
  };
  const traits = { ...options, ...(masked && { masked }), ...(wideH0 && { wideH0 }) };
  return {
    name: `gruSequence B=${B} T=${T} I=${I} H=${H} ${describe(traits)}`,
    kernel: GRU_SEQUENCE,
    gradient: GRU_SEQUENCE_GRAD,
    inputs,
    run: (tensors) => ({ h: gruSequence(tensors as unknown as GruSequenceTensors, options) }),
    tolerance: FLOAT32,
  };
}

interface DecoderSizes {
  B: number;
  T: number;
  G: number;
  F: number;
  E: number;
  /** Controller input channels, units, outputs. */
  controller?: [I: number, C: number, K: number];
}

interface DecoderVariant {
  clip: number;
  cell?: DecoderCell;
  genClip?: number;
  masked?: boolean;
  sampled?: boolean;
  only?: keyof DecoderSequenceOutputs;
  gradientCheckpointing?: boolean;
}

const DECODER_SIZES: DecoderSizes[] = [
  { B: 1, T: 1, G: 1, F: 1, E: 0 },
  { B: 1, T: 1, G: 1, F: 1, E: 0, controller: [2, 1, 1] },
  { B: 3, T: 5, G: 7, F: 3, E: 2 },
  { B: 3, T: 5, G: 7, F: 3, E: 2, controller: [6, 5, 2] },
  { B: 4, T: 6, G: 32, F: 16, E: 0, controller: [16, 32, 4] },
  { B: 35, T: 7, G: 20, F: 11, E: 3, controller: [14, 19, 5] },
];

const DECODER_VARIANTS: DecoderVariant[] = [
  { clip: Infinity },
  { clip: 5, masked: true, sampled: true },
  { clip: 0.3, sampled: true },
  { clip: 5, masked: true, only: 'factors' },
  { clip: 5, sampled: true, only: 'coStds' },
];

const CELL_VARIANTS: DecoderVariant[] = (['tanh', 'relu', 'linear'] as const).flatMap((cell) => [
  { cell, clip: 5, genClip: Infinity, masked: true, sampled: true },
  { cell, clip: 5, genClip: 0.4, sampled: true },
]);

function decoderCase(
  { B, T, G, F, E, controller }: DecoderSizes,
  { clip, cell, genClip, masked, sampled, only, gradientCheckpointing }: DecoderVariant,
): ConformanceCase {
  const rows = (cell ?? 'gru') === 'gru' ? 3 * G : G;
  const [I, C, K] = controller ?? [0, 0, 0];
  const inputs: Record<string, InputSpec> = {
    g0: { shape: [B, G], scale: 0.5 },
    genWeightHh: { shape: [rows, G], scale: G ** -0.5 },
    genBias: { shape: [rows], scale: 0.3 },
    facWeight: { shape: [F, G], scale: G ** -0.5 },
    ...(K + E > 0 && { genWeightIh: { shape: [rows, K + E], scale: (K + E) ** -0.5 } }),
    ...(E > 0 && { ext: { shape: [B, T, E] } }),
    ...(controller && {
      ci: { shape: [B, T, I] },
      conH0: { shape: [1, C], scale: 0.5 },
      conWeightIh: { shape: [3 * C, I + F], scale: (I + F) ** -0.5 },
      conWeightHh: { shape: [3 * C, C], scale: C ** -0.5 },
      conBias: { shape: [3 * C], scale: 0.3 },
      coWeight: { shape: [2 * K, C], scale: C ** -0.5 },
      coBias: { shape: [2 * K], scale: 0.3 },
    }),
    ...(controller && sampled && { coNoise: { shape: [B, T, K], fixed: true } }),
    ...(masked && {
      g0Mask: { shape: [B, G], kind: 'mask' },
      genMask: { shape: [B, T, G], kind: 'mask' },
    }),
    ...(masked && controller && { conMask: { shape: [B, T, I + F], kind: 'mask' } }),
  };
  const sizes = { B, T, G, F, E, ...(controller && { I, C, K }) };
  const maskScale = masked ? 1 / 0.7 : 1;
  const options = {
    steps: T,
    clip,
    maskScale,
    cell,
    genClip,
    ...(gradientCheckpointing && { gradientCheckpointing }),
  };
  const used = only === 'coStds' && !controller ? 'genStates' : only;
  return {
    name: `decoderSequence ${describe(sizes)} ${describe({ cell, clip, genClip, masked, sampled, only: used, gradientCheckpointing })}`,
    kernel: DECODER_SEQUENCE,
    gradient: DECODER_SEQUENCE_GRAD,
    inputs,
    run: (tensors): Named => {
      const outputs = decoderSequence(tensors as unknown as DecoderSequenceTensors, options);
      return used === undefined ? { ...outputs } : { [used]: outputs[used]! };
    },
    tolerance: FLOAT32,
  };
}

function linearCase(
  shape: number[],
  N: number,
  biased: boolean,
  inputGradient: boolean,
): ConformanceCase {
  const K = shape.at(-1)!;
  return {
    name: `linear [${shape.join()}] to ${N} ${describe({ biased, inputGradient })}`,
    kernel: LINEAR,
    gradient: LINEAR_GRAD,
    inputs: {
      x: { shape, fixed: !inputGradient },
      weight: { shape: [N, K], scale: K ** -0.5 },
      ...(biased && { bias: { shape: [N] } }),
    },
    run: ({ x, weight, bias }) => ({
      y: linear(x as Tensor3D, weight as Tensor2D, bias as Tensor1D | undefined, { inputGradient }),
    }),
    tolerance: FLOAT32,
  };
}

function normalizeRowsCase(shape: [number, number], scale: number): ConformanceCase {
  return {
    name: `normalizeRows [${shape.join()}] ${describe({ scale })}`,
    kernel: NORMALIZE_ROWS,
    gradient: NORMALIZE_ROWS_GRAD,
    inputs: { weight: { shape, scale } },
    run: ({ weight }) => ({ y: normalizeRows(weight as Tensor2D) }),
    tolerance: FLOAT32,
  };
}

function describe(traits: object): string {
  return Object.entries(traits)
    .filter(([, value]) => value !== undefined && value !== false)
    .map(([name, value]) => (value === true ? name : `${name}=${value}`))
    .join(' ');
}

function recomputing(testCase: ConformanceCase): ConformanceCase {
  return { ...testCase, name: `${testCase.name} recomputing`, recompute: true };
}

const gruCases = GRU_SIZES.flatMap((sizes) =>
  GRU_VARIANTS.map((variant) => gruCase(sizes, variant)),
);
const decoderCases = DECODER_SIZES.flatMap((sizes) =>
  [...DECODER_VARIANTS, ...CELL_VARIANTS].map((variant) => decoderCase(sizes, variant)),
);
const checkpointingCases = [
  ...GRU_SIZES.flatMap((sizes) =>
    GRU_VARIANTS.slice(1, 4).map((variant) =>
      gruCase(sizes, { ...variant, gradientCheckpointing: true }),
    ),
  ),
  ...DECODER_SIZES.flatMap((sizes) =>
    [DECODER_VARIANTS[1]!, ...CELL_VARIANTS].map((variant) =>
      decoderCase(sizes, { ...variant, gradientCheckpointing: true }),
    ),
  ),
];

export const recurrentCases: readonly ConformanceCase[] = [
  ...gruCases,
  ...gruCases.filter((_, i) => i % 4 === 1).map(recomputing),
  ...decoderCases,
  ...decoderCases.filter((_, i) => i % 4 === 1).map(recomputing),
  ...checkpointingCases,
  linearCase([1], 1, true, true),
  linearCase([3, 5], 7, false, true),
  linearCase([2, 3, 16], 32, true, true),
  linearCase([4, 9, 33], 19, true, false),
  linearCase([65, 3, 20], 29, true, true),
  normalizeRowsCase([1, 2], 1),
  normalizeRowsCase([5, 33], 0.1),
  normalizeRowsCase([40, 100], 3),
  normalizeRowsCase([3, 17], 0),
];

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { decoderSequenceComposite } from './decoder-sequence-composite.js';
import { OpError } from './errors.js';
import {
  hasFused,
  nameOutputs,
  recording,
  registerFusedGradient,
  runFused,
  runKernel,
} from './fused.js';
import { DECODER_SEQUENCE, DECODER_SEQUENCE_GRAD } from './kernels.js';
import { GENERATOR_CELLS, type DecoderCell } from './decoder-cells.js';
import { stopGradient } from './no-gradient.js';
import { checkShapes } from './shapes.js';

/** The controller: B trials, T steps, I input channels, F factors, C units, K controller outputs. */
export interface ControllerTensors {
  ci: Tensor3D; // [B,T,I]
  conH0: Tensor2D; // [1,C]
  conWeightIh: Tensor2D; // [3C,I+F]
  conWeightHh: Tensor2D; // [3C,C]
  conBias: Tensor1D; // [3C]
  coWeight: Tensor2D; // [2K,C], means' rows first, then log-variances'
  coBias: Tensor1D; // [2K]
}

type Optional<T> = { [K in keyof T]?: T[K] | undefined };

/** All inputs; the controller's come together or not at all. */
export interface DecoderSequenceTensors extends Optional<ControllerTensors> {
  g0: Tensor2D; // [B,G]
  ext?: Tensor3D | undefined; // [B,T,E], after its dropout
  // the generator, whose matrices have N rows: 3G of a GRU, G of the other cells
  genWeightIh?: Tensor2D | undefined; // [N,K+E], absent when K+E = 0
  genWeightHh: Tensor2D; // [N,G]
  genBias: Tensor1D; // [N]
  facWeight: Tensor2D; // [F,G], rows normalised
  g0Mask?: Tensor2D | undefined; // bool [B,G]
  genMask?: Tensor3D | undefined; // bool [B,T,G]
  coNoise?: Tensor3D | undefined; // [B,T,K], standard draws; absent: means are passed on
  conMask?: Tensor3D | undefined; // bool [B,T,I+F]
}

export interface DecoderSequenceOptions {
  /** Time steps T. */
  steps: number;
  /** Bound of the states' absolute value, Infinity for none. */
  clip: number;
  /** The generator's cell; the controller is a GRU. Default 'gru'. */
  cell?: DecoderCell | undefined;
  /** Bound of the generator's states where it is not `clip`. */
  genClip?: number | undefined;
  /** Factor of what the masks keep, 1 / (1 - dropout rate). */
  maskScale: number;
  /** Compute each step's activations again for the gradient, from the states before it. Default false. */
  gradientCheckpointing?: boolean;
}

export type DecoderSequenceOutputs = {
  factors: Tensor3D; // [B,T,F]
  genStates: Tensor3D; // [B,T,G], after each step, before dropout
  // with a controller:
  conStates?: Tensor3D; // [B,T,C]
  coMeans?: Tensor3D; // [B,T,K]
  coStds?: Tensor3D; // [B,T,K]
  coSamples?: Tensor3D; // [B,T,K], what entered the generator
};

const CONTROLLER = [
  'ci',
  'conH0',
  'conWeightIh',
  'conWeightHh',
  'conBias',
  'coWeight',
  'coBias',
] as const;

/**
 * Controller, generator and factors over time (Sussillo et al. 2016; Pandarinath et al. 2018), with
 * f[-1] = F (g0Mask g0 maskScale) and the dropout masks left out:
 *
 *     c[t] = gru_con([ci[t], f[t-1]], c[t-1])      [m, v] = coWeight c[t] + coBias
 *     u[t] = [m + exp(v / 2) coNoise[t], ext[t]]   g[t] = gru_gen(u[t], g[t-1])   f[t] = F g[t]
 *
 * Without the controller's inputs u[t] = ext[t]. No gradient flows to `coNoise`. In place of gru_gen
 * `options.cell` may ask for a vanilla recurrent network (Elman 1990), phi being tanh or the rectifier,
 * or, phi being the identity, for linear dynamics:
 *
 *     g[t] = clip(phi(genWeightIh u[t] + genWeightHh g[t-1] + genBias), -genClip, genClip)
 *
 * @throws OpError (LFADS_OPS_SHAPE, LFADS_OPS_DTYPE, LFADS_OPS_OPTION) naming the argument that does not fit
 */
export function decoderSequence(
  tensors: DecoderSequenceTensors,
  options: DecoderSequenceOptions,
): DecoderSequenceOutputs {
  const inputs = withoutEmpty(tensors);
  checkDecoder(inputs, options);
  if (!hasFused(DECODER_SEQUENCE, DECODER_SEQUENCE_GRAD)) {
    if (inputs.coNoise !== undefined) inputs.coNoise = stopGradient(inputs.coNoise);
    return tf.tidy(() => decoderSequenceComposite(inputs, options));
  }
  const { cell = 'gru', genClip = options.clip, gradientCheckpointing = false } = options;
  const chosen = { cell, genClip, gradientCheckpointing, keepActivations: recording() };
  const attrs = { ...options, ...chosen };
  const outputs = runFused(DECODER_SEQUENCE, { ...inputs }, attrs, ['coNoise']);
  return nameOutputs(
    OUTPUTS.slice(0, outputs.length),
    outputs,
  ) as unknown as DecoderSequenceOutputs;
}

const OUTPUTS = ['factors', 'genStates', 'conStates', 'coMeans', 'coStds', 'coSamples'] as const;

/** Inputs of width 0 (no external input, hence perhaps no input matrix) count as absent. */
function withoutEmpty(tensors: DecoderSequenceTensors): DecoderSequenceTensors {
  return Object.fromEntries(
    Object.entries(tensors).filter(([, tensor]) => tensor !== undefined && tensor.size > 0),
  ) as unknown as DecoderSequenceTensors;
}

function checkDecoder(
  inputs: DecoderSequenceTensors,
  { steps, cell = 'gru' }: DecoderSequenceOptions,
): void {
  const op = 'decoderSequence';
  if (!(cell in GENERATOR_CELLS)) {
    const known = Object.keys(GENERATOR_CELLS).join(', ');
    throw new OpError('LFADS_OPS_OPTION', op, `cell must be one of ${known}, got ${cell}`);
  }
  const rows = cell === 'gru' ? '3G' : 'G';
  const given = CONTROLLER.filter((name) => inputs[name] !== undefined);
  const missing = CONTROLLER.filter((name) => inputs[name] === undefined);
  if (given.length > 0 && missing.length > 0) {
    const message = `a controller needs all of its inputs; ${missing.join(', ')} missing`;
    throw new OpError('LFADS_OPS_OPTION', op, message);
  }
  const withController = given.length > 0;
  const sizes = {
    T: steps,
    ...(inputs.ext === undefined && { E: 0 }),
    ...(withController ? { K: inputs.coWeight!.shape[0] / 2 } : { K: 0, I: 0, C: 0 }),
  };
  const { K, E } = checkShapes(
    op,
    [
      ['g0', inputs.g0, 'B G'],
      ['ext', inputs.ext, 'B T E'],
      ['ci', inputs.ci, 'B T I'],
      ['conH0', inputs.conH0, '1 C'],
      ['facWeight', inputs.facWeight, 'F G'],
      ['genWeightHh', inputs.genWeightHh, `${rows} G`],
      ['genBias', inputs.genBias, rows],
      ['genWeightIh', inputs.genWeightIh, `${rows} K+E`],
      ['coWeight', inputs.coWeight, '2K C'],
      ['coBias', inputs.coBias, '2K'],
      ['conWeightIh', inputs.conWeightIh, '3C I+F'],
      ['conWeightHh', inputs.conWeightHh, '3C C'],
      ['conBias', inputs.conBias, '3C'],
      ['coNoise', inputs.coNoise, 'B T K'],
      ['g0Mask', inputs.g0Mask, 'B G', 'bool'],
      ['genMask', inputs.genMask, 'B T G', 'bool'],
      ['conMask', inputs.conMask, 'B T I+F', 'bool'],
    ],
    sizes,
  );
  if (K! + E! > 0 !== (inputs.genWeightIh !== undefined)) {
    const message = `genWeightIh must be given if and only if the generator has inputs; it has ${K! + E!}`;
    throw new OpError('LFADS_OPS_OPTION', op, message);
  }
}

registerFusedGradient(DECODER_SEQUENCE, ({ inputs, outputs, dys, attrs }) => {
  const dyNames = OUTPUTS.map((name) => `d${name[0]!.toUpperCase()}${name.slice(1)}`);
  const count = outputs.length;
  const gradients = runKernel(
    DECODER_SEQUENCE_GRAD,
    {
      ...inputs,
      ...nameOutputs(OUTPUTS.slice(0, count), outputs),
      ...Object.fromEntries(dys.map((dy, i) => [dyNames[i]!, dy])),
    },
    attrs,
  );
  const optional = ['genWeightIh', 'ext', ...CONTROLLER].filter((name) => name in inputs);
  return nameOutputs(['g0', 'genWeightHh', 'genBias', 'facWeight', ...optional], gradients);
});

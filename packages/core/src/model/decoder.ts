import { decoderSequence, type DecoderSequenceOptions, normalizeRows } from '@lfads/ops';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type {
  FusedCell,
  GeneratorCell,
  GruWeights,
  ParameterScope,
  Prior,
} from '../contracts/index.js';
import { varianceScaling, zeros } from '../parameters/index.js';
import { decodeStepByStep } from './decoder-steps.js';
import { dropped, type Dropout } from './dropout.js';
import { createGru, gruBiasSum } from './gru.js';
import {
  controllerInputDim,
  type LfadsHyperparameters,
  usesController,
} from './hyperparameters.js';
import { applyLinear, createLinear, type LinearLayer } from './linear-layer.js';

export interface Decoder {
  icToG0: LinearLayer;
  generator: GeneratorCell;
  facWeight: Tensor2D; // [fac_dim,gen_dim]
  conH0: Tensor2D; // [1,con_dim]
  controller?: Controller | undefined;
}

export interface Controller {
  gru: GruWeights;
  coLinear: LinearLayer; // to mean and log-variance of the outputs
}

export interface DecoderInputs {
  ic: Tensor2D; // [B,ic_dim], a sample or the mean
  ci?: Tensor3D | undefined; // [B,T,controllerInputDim]
  ext?: Tensor3D | undefined; // [B,T,ext_input_dim], T = recon_seq_len
  /** Standard draws of the controller outputs' posterior; absent: pass the means. */
  coNoise?: Tensor3D | undefined; // [B,T,co_dim]
}

/** One step's states are those after it. Controller values are absent without a controller. */
export interface Decoded {
  genInit: Tensor2D; // [B,gen_dim]
  factors: Tensor3D; // [B,T,fac_dim]
  genStates: Tensor3D; // [B,T,gen_dim]
  conStates?: Tensor3D | undefined; // [B,T,con_dim]
  coMeans?: Tensor3D | undefined; // [B,T,co_dim]
  coStds?: Tensor3D | undefined;
  coSamples?: Tensor3D | undefined;
  /** The external input as the generator got it. */
  ext?: Tensor3D | undefined;
}

export function createDecoder(
  scope: ParameterScope,
  hps: LfadsHyperparameters,
  generator: GeneratorCell,
): Decoder {
  const withController = usesController(hps);
  const cell = scope.child('rnn.cell');
  const stateDim = generator.stateDim?.(hps.genDim) ?? hps.genDim;
  const icToG0 = createLinear(scope.child('ic_to_g0'), hps.icDim, stateDim);
  const inputDim = hps.extInputDim + (withController ? hps.coDim : 0);
  generator.build(cell.child('gen_cell'), inputDim, hps.genDim);
  const facWeight = cell
    .child('fac_linear')
    .create('weight', [hps.facDim, hps.genDim], varianceScaling(hps.genDim)) as Tensor2D;
  const controller = withController
    ? {
        gru: createGru(
          cell.child('con_cell'),
          controllerInputDim(hps) + hps.facDim,
          hps.conDim,
          'decoder',
        ),
        coLinear: createLinear(cell.child('co_linear'), hps.conDim, 2 * hps.coDim),
      }
    : undefined;
  const conH0 = scope.create('con_h0', [1, hps.conDim], zeros) as Tensor2D;
  return { icToG0, generator, facWeight, conH0, controller };
}

/** Unrolls controller and generator over `recon_seq_len` steps (Pandarinath et al. 2018, Methods). */
export function decode(
  decoder: Decoder,
  hps: LfadsHyperparameters,
  { ic, ci, ext, coNoise }: DecoderInputs,
  coPrior: Prior,
  dropout: Dropout,
): Decoded {
  const g0 = applyLinear(decoder.icToG0, ic);
  const genInit = decoder.generator.output?.(g0) ?? g0;
  const [batch, genDim] = genInit.shape;
  const steps = hps.reconSeqLen;
  const loop: LoopInputs = {
    ci,
    coNoise,
    g0,
    ext: ext && dropped(ext, 'ext_input', dropout),
    facWeight: normalizeRows(decoder.facWeight),
    g0Mask: dropout.mask('gen_init', [batch, genDim]) as Tensor2D | undefined,
    genMask: dropout.mask('gen_state', [batch, steps, genDim]) as Tensor3D | undefined,
    conMask:
      decoder.controller &&
      (dropout.mask('con_input', [batch, steps, controllerInputDim(hps) + hps.facDim]) as
        Tensor3D | undefined),
  };
  const options = {
    steps,
    clip: hps.cellClip,
    maskScale: dropout.scale,
    gradientCheckpointing: hps.gradientCheckpointing,
  };
  const fused = fusedCell(decoder.generator, coNoise ? coPrior : undefined);
  const states = fused
    ? decodeFused(decoder, fused, loop, options)
    : decodeStepByStep(decoder, loop, options, coPrior);
  return { ...states, genInit, ext: loop.ext };
}

/** The generator's weights where the fused loop can run it, and a posterior to sample from is location and scale. */
export const fusedCell = (
  { fused }: GeneratorCell,
  sampled: Prior | undefined,
): FusedCell | undefined => (sampled?.locationScale === false ? undefined : fused);

/** All that the loop over time needs, drawn up front. */
export interface LoopInputs extends Omit<DecoderInputs, 'ic'> {
  g0: Tensor2D; // [B,S]
  facWeight: Tensor2D; // rows of norm 1
  g0Mask?: Tensor2D | undefined;
  genMask?: Tensor3D | undefined;
  conMask?: Tensor3D | undefined;
}

type LoopOutputs = Omit<Decoded, 'genInit' | 'ext'>;

function decodeFused(
  { controller, conH0 }: Decoder,
  gen: FusedCell,
  loop: LoopInputs,
  options: DecoderSequenceOptions,
): LoopOutputs {
  return decoderSequence(
    {
      ...loop,
      genWeightIh: gen.weightIh,
      genWeightHh: gen.weightHh,
      genBias: gen.bias,
      ...(controller && {
        conH0,
        conWeightIh: controller.gru.weightIh!,
        conWeightHh: controller.gru.weightHh,
        conBias: gruBiasSum(controller.gru),
        coWeight: controller.coLinear.weight,
        coBias: controller.coLinear.bias,
      }),
    },
    { ...options, cell: gen.cell, genClip: gen.clip },
  );
}

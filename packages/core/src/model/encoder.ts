import {
  controllerInput,
  gruSequence,
  type GruSequenceOptions,
  maskScale,
  normalParameters,
} from '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { GruWeights, ParameterScope } from '../contracts/index.js';
import { zeros } from '../parameters/index.js';
import { dropped, type Dropout } from './dropout.js';
import { createGru, gruBiasSum } from './gru.js';
import { type LfadsHyperparameters, usesController } from './hyperparameters.js';
import { applyLinear, createLinear, type LinearLayer } from './linear-layer.js';

interface EncoderGru {
  h0: Tensor3D; // [directions,1,H]
  /** Forward, and backward if it runs both ways. */
  directions: GruWeights[];
}

export interface Encoder {
  ic: EncoderGru;
  icLinear: LinearLayer;
  /** The encoder for the controller; absent without one. */
  ci?: EncoderGru | undefined;
}

export interface Encoding {
  icMean: Tensor2D; // [B,ic_dim]
  icStd: Tensor2D; // [B,ic_dim]
  ci?: Tensor3D | undefined; // [B,recon_seq_len,controllerInputDim]
}

export function createEncoder(scope: ParameterScope, hps: LfadsHyperparameters): Encoder {
  const encoderGru = (name: string, units: number, directions: string[]): EncoderGru => ({
    h0: scope.create(`${name}_h0`, [directions.length, 1, units], zeros) as Tensor3D,
    directions: directions.map((direction) =>
      createGru(scope.child(`${name}.${direction}.cell`), hps.encodDataDim, units, 'encoder'),
    ),
  });
  const bothWays = ['fwd_gru', 'bwd_gru'];
  return {
    ic: encoderGru('ic_enc', hps.icEncDim, bothWays),
    icLinear: createLinear(scope.child('ic_linear'), 2 * hps.icEncDim, 2 * hps.icDim),
    ci: usesController(hps)
      ? encoderGru('ci_enc', hps.ciEncDim, hps.ciEncCausal ? ['fwd_gru'] : bothWays)
      : undefined,
  };
}

/**
 * The posterior over the initial condition and the controller's input (Pandarinath et al. 2018, Methods).
 * With `ic_enc_seq_len` > 0 the former sees only the steps before it, the latter only those after;
 * with `ci_enc_causal` besides, what is inferred for a step depends on no data after it.
 *
 * @param data [B, encod_seq_len, encod_data_dim]
 * @param inputGradient false if `data` depends on no parameter
 */
export function encode(
  encoder: Encoder,
  hps: LfadsHyperparameters,
  data: Tensor3D,
  dropout: Dropout,
  inputGradient: boolean,
): Encoding {
  const segments = encoderSegments(data, hps.icEncSeqLen, dropout);
  const options = {
    clip: hps.cellClip,
    maskScale: dropout.scale,
    gradientCheckpointing: hps.gradientCheckpointing,
    inputGradient,
  };

  const icStates = runOver(encoder.ic, segments.ic, { ...options, output: 'last' });
  const lastStates = dropped(tf.concat(icStates as Tensor2D[], 1), 'ic_enc_out', dropout);
  const { mean: icMean, std: icStd } = normalParameters(
    applyLinear(encoder.icLinear, lastStates),
    hps.icPostVarMin,
  );
  if (!encoder.ci) return { icMean, icStd };

  const [forward, backward] = runOver(encoder.ci, segments.ci, {
    ...options,
    output: 'sequence',
  });
  const ci = controllerInput(forward as Tensor3D, backward as Tensor3D | undefined, {
    lag: hps.ciLag,
    before: hps.icEncSeqLen,
    after: hps.reconSeqLen - hps.encodSeqLen,
  });
  return { icMean, icStd, ci };
}

interface Segment {
  x: Tensor3D;
  mask?: Tensor3D | undefined;
}

/** What each encoder sees. Dropout on data that both see whole is left to their kernels. */
function encoderSegments(
  data: Tensor3D,
  icSteps: number,
  dropout: Dropout,
): Record<'ic' | 'ci', Segment> {
  const mask = dropout.mask('data', data.shape) as Tensor3D | undefined;
  if (icSteps === 0) {
    const all = { x: data, mask };
    return { ic: all, ci: all };
  }
  const kept = mask ? (maskScale(data, mask, dropout.scale) as Tensor3D) : data;
  return {
    ic: { x: tf.slice(kept, [0, 0, 0], [-1, icSteps, -1]) },
    ci: { x: tf.slice(kept, [0, icSteps, 0], [-1, -1, -1]) },
  };
}

function runOver(
  { h0, directions }: EncoderGru,
  segment: Segment,
  options: Omit<GruSequenceOptions, 'reverse'>,
): (Tensor2D | Tensor3D)[] {
  // tfjs has no gradient of an unstack into a single tensor.
  const starts =
    directions.length === 1
      ? [tf.reshape<tf.Rank.R2>(h0, [1, h0.shape[2]])]
      : (tf.unstack(h0, 0) as Tensor2D[]);
  return directions.map((gru, direction) =>
    gruSequence(
      {
        ...segment,
        h0: starts[direction]!,
        weightIh: gru.weightIh!,
        weightHh: gru.weightHh,
        bias: gruBiasSum(gru),
      },
      { ...options, reverse: direction === 1 },
    ),
  );
}

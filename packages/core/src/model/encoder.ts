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

interface BidirectionalGru {
  h0: Tensor3D; // [2,1,H]: forward, backward
  forward: GruWeights;
  backward: GruWeights;
}

export interface Encoder {
  ic: BidirectionalGru;
  icLinear: LinearLayer;
  /** The encoder for the controller; absent without one. */
  ci?: BidirectionalGru | undefined;
}

export interface Encoding {
  icMean: Tensor2D; // [B,ic_dim]
  icStd: Tensor2D; // [B,ic_dim]
  ci?: Tensor3D | undefined; // [B,recon_seq_len,2*ci_enc_dim]
}

export function createEncoder(scope: ParameterScope, hps: LfadsHyperparameters): Encoder {
  const bidirectional = (name: string, units: number): BidirectionalGru => ({
    h0: scope.create(`${name}_h0`, [2, 1, units], zeros) as Tensor3D,
    forward: createGru(scope.child(`${name}.fwd_gru.cell`), hps.encodDataDim, units, 'encoder'),
    backward: createGru(scope.child(`${name}.bwd_gru.cell`), hps.encodDataDim, units, 'encoder'),
  });
  return {
    ic: bidirectional('ic_enc', hps.icEncDim),
    icLinear: createLinear(scope.child('ic_linear'), 2 * hps.icEncDim, 2 * hps.icDim),
    ci: usesController(hps) ? bidirectional('ci_enc', hps.ciEncDim) : undefined,
  };
}

/**
 * The posterior over the initial condition and the controller's input (Pandarinath et al. 2018, Methods).
 * With `ic_enc_seq_len` > 0 the former sees only the steps before it, the latter only those after.
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

  const icStates = runBothWays(encoder.ic, segments.ic, { ...options, output: 'last' });
  const lastStates = dropped(tf.concat(icStates as Tensor2D[], 1), 'ic_enc_out', dropout);
  const { mean: icMean, std: icStd } = normalParameters(
    applyLinear(encoder.icLinear, lastStates),
    hps.icPostVarMin,
  );
  if (!encoder.ci) return { icMean, icStd };

  const [forward, backward] = runBothWays(encoder.ci, segments.ci, {
    ...options,
    output: 'sequence',
  });
  const ci = controllerInput(forward as Tensor3D, backward as Tensor3D, {
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

function runBothWays(
  { h0, forward, backward }: BidirectionalGru,
  segment: Segment,
  options: Omit<GruSequenceOptions, 'reverse'>,
): (Tensor2D | Tensor3D)[] {
  const starts = tf.unstack(h0, 0) as Tensor2D[];
  return [forward, backward].map((gru, direction) =>
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

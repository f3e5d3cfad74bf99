import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import type { SessionOutput } from '../contracts/index.js';
import type { LfadsHyperparameters } from './hyperparameters.js';
import type { Inferred } from './lfads.js';
import { splitSessions } from './sessions.js';

/**
 * What was inferred, by session. Without a controller its means, deviations and inputs have no channels,
 * and its state stays where it starts.
 */
export function sessionOutputs(
  inferred: Inferred,
  hps: LfadsHyperparameters,
  conH0: Tensor,
  output: (params: Tensor4D, session: number) => Tensor,
): SessionOutput[] {
  const { sessions, trials, icMean, icStd, factors, genStates, genInit } = inferred;
  const [batch, steps] = factors.shape;
  const nothing = () => tf.zeros<tf.Rank.R3>([batch, steps, 0]);
  const split = <T extends Tensor>(joined: T) => splitSessions(joined, trials);
  const parts = {
    factors: split(factors),
    icMean: split(icMean),
    icStd: split(icStd),
    coMeans: split(inferred.coMeans ?? nothing()),
    coStds: split(inferred.coStds ?? nothing()),
    genStates: split(genStates),
    genInit: split(genInit),
    genInputs: split(generatorInputs(inferred) ?? nothing()),
    conStates: split(
      inferred.conStates ??
        (tf.broadcastTo(tf.reshape(conH0, [1, 1, hps.conDim]), [
          batch,
          steps,
          hps.conDim,
        ]) as Tensor3D),
    ),
  };
  return sessions.map((session, i) => ({
    outputParams: output(inferred.outputParams[i]!, session),
    factors: parts.factors[i]!,
    icMean: parts.icMean[i]!,
    icStd: parts.icStd[i]!,
    coMeans: parts.coMeans[i]!,
    coStds: parts.coStds[i]!,
    genStates: parts.genStates[i]!,
    genInit: parts.genInit[i]!,
    genInputs: parts.genInputs[i]!,
    conStates: parts.conStates[i]!,
  }));
}

function generatorInputs({ coSamples, ext }: Inferred): Tensor3D | undefined {
  if (coSamples && ext) return tf.concat([coSamples, ext], 2);
  return coSamples ?? ext;
}

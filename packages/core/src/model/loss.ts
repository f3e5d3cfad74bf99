import { weightedSum, withoutGradient } from '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { Batch, Prior, StepRandom } from '../contracts/index.js';
import { type LfadsHyperparameters, usesController } from './hyperparameters.js';
import { augmentedBatch } from './augment.js';
import { l2Penalty } from './l2.js';
import type { Inferred, Lfads, LossOptions } from './lfads.js';
import { mean, reconstructionMetrics } from './metrics.js';
import { ramp } from './ramps.js';
import { reconstructionLoss } from './reconstruction-loss.js';
import { sortedSessions } from './sessions.js';
import { tidied } from './tidy.js';

/** What the loss is the sum of; ramps not yet applied. */
export interface LossParts {
  /** Mean over sessions of `reconSessions`. */
  recon: Scalar;
  /** By session, in increasing order. */
  reconSessions: Scalar[];
  /** Times `kl_ic_scale`. */
  icKl: Scalar;
  /** Times `kl_co_scale`. */
  coKl: Scalar;
  /** Both together. */
  kl: Scalar;
  l2: Scalar;
  l2Ramp: number;
  klRamp: number;
}

export interface BatchLoss {
  /** `loss_scale * (recon + l2Ramp * l2 + klRamp * kl)`. */
  loss: Scalar;
  parts: LossParts;
  /** By lfads-torch's names without the split (`recon`, `bps`, `wt_kl/ic`, …); `loss` is not among them. */
  metrics: Map<string, Scalar | number>;
  /** Trials of all sessions. */
  batchSize: number;
}

/** See `Lfads.loss`. */
export function batchLoss(
  model: Lfads,
  generatorWeights: readonly string[],
  batch: Batch,
  options: LossOptions,
): BatchLoss {
  const logged = new Map<string, number[]>();
  const log = (name: string, value: number) => {
    logged.set(name, [...(logged.get(name) ?? []), value]);
  };
  const { loss, parts, measured, batchSize } = tidied(() =>
    computeLoss(model, generatorWeights, batch, options, log),
  );
  const metrics = new Map<string, Scalar | number>([
    ['recon', parts.recon],
    ...sortedSessions(batch).map((s, i): [string, Scalar] => [
      `recon/sess${s}`,
      parts.reconSessions[i]!,
    ]),
    ...measured,
    ['wt_l2', parts.l2],
    ['wt_l2/ramp', parts.l2Ramp],
    ['wt_kl', parts.kl],
    ['wt_kl/ic', parts.icKl],
    ['wt_kl/co', parts.coKl],
    ['wt_kl/ramp', parts.klRamp],
    ...[...logged].map(([name, values]): [string, number] => [name, mean(values)]),
  ]);
  return { loss, parts, metrics, batchSize };
}

function computeLoss(
  model: Lfads,
  generatorWeights: readonly string[],
  batch: Batch,
  { split, epoch, random, sample, metrics = true }: LossOptions,
  log: (name: string, value: number) => void,
) {
  const { hparams: hps, parts } = model;
  const augmented = model.augment(batch, split, random, log);
  const inferred = model.infer(augmentedBatch(augmented), {
    sample: sample ?? hps.variational,
    training: split === 'train',
    random,
  });
  const stack = split === 'train' ? parts.trainAugStack : parts.inferAugStack;
  const reconSessions = inferred.sessions.map((session, i) =>
    reconstructionLoss(
      parts.reconstruction[session]!,
      inferred.outputParams[i]!,
      augmented.get(session)!,
      stack,
      { session, split, random, log, compat: hps.compat },
      hps.reconReduceMean,
    ),
  );
  const recon = meanOf(reconSessions);
  const l2 = l2Penalty(model.parameters, hps, generatorWeights, parts.reconstruction);
  const kls = klPenalties(inferred, hps, parts, random);
  const l2Ramp = ramp(epoch, hps.l2StartEpoch, hps.l2IncreaseEpoch);
  const klRamp = ramp(epoch, hps.klStartEpoch, hps.klIncreaseEpoch);
  const loss = weightedSum(
    [recon, l2, kls.icKl, kls.coKl],
    [1, l2Ramp, klRamp, klRamp].map((weight) => weight * hps.lossScale),
  );
  const measured = metrics
    ? reconstructionMetrics(
        inferred.sessions.map((session, i) => ({
          reconstruction: parts.reconstruction[session]!,
          params: inferred.outputParams[i]!,
          batch: augmented.get(session)!.batch,
        })),
        hps,
      )
    : new Map<string, number>();
  const lossParts: LossParts = { recon, reconSessions, ...kls, l2, l2Ramp, klRamp };
  const batchSize = inferred.trials.reduce((sum, trials) => sum + trials, 0);
  return { loss, parts: lossParts, measured, batchSize };
}

function klPenalties(
  { icMean, icStd, coMeans, coStds }: Inferred,
  hps: LfadsHyperparameters,
  { icPrior, coPrior }: { icPrior: Prior; coPrior: Prior },
  random: StepRandom,
): Pick<LossParts, 'icKl' | 'coKl' | 'kl'> {
  const penalty = (
    prior: Prior,
    stream: string,
    mean: Tensor,
    std: Tensor,
    scale: number,
  ): Scalar => {
    if (!prior.variational) return tf.scalar(0);
    const noise = prior.sampledKl ? prior.drawNoise(random, stream, mean.shape) : undefined;
    return weightedSum([prior.kl(mean, std, noise)], [scale]);
  };
  const icKl = penalty(icPrior, 'kl/ic', icMean, icStd, hps.klIcScale);
  const coKl = usesController(hps)
    ? penalty(coPrior, 'kl/co', coMeans!, coStds!, hps.klCoScale)
    : tf.scalar(0);
  return { icKl, coKl, kl: withoutGradient(() => tf.add(icKl, coKl)) };
}

const meanOf = (scalars: Scalar[]): Scalar =>
  scalars.length === 1
    ? scalars[0]!
    : weightedSum(
        scalars,
        scalars.map(() => 1 / scalars.length),
      );

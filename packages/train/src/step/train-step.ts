import {
  type Batch,
  type Lfads,
  lossAndGradients,
  type Optimizer,
  ramp,
  type StepRandom,
} from '@lfads/core';
import { globalNorm } from '@lfads/ops';
import { nonFiniteGradient, nonFiniteLoss } from './non-finite.js';
import { tidied } from './tidied.js';

export interface TrainStepOptions {
  /** 0-based; the penalties' ramps depend on it. */
  epoch: number;
  random: StepRandom;
  /** Largest norm of the gradients; Infinity: no clipping. */
  clipNorm: number;
  /** Default: the model's `lrInit`. */
  lr?: number;
  /** Whether to compute the metrics that are not part of the loss. Default: true. */
  metrics?: boolean;
  /** Index of the batch in its epoch, for error messages. */
  batchIndex?: number;
}

export interface TrainStepResult {
  loss: number;
  /** 2-norm of all gradients together, before clipping. */
  gradNorm: number;
  /** `loss` and the model's metrics, without split. */
  metrics: Map<string, number>;
}

/**
 * One training step: loss, gradients of every parameter that has one, clipping, the optimiser's step.
 *
 * @throws LfadsError LFADS_TRAIN_NON_FINITE naming the loss's term or the parameter, epoch and batch, and what of its data is to blame;
 * the parameters are then as before
 */
export function trainStep(
  model: Lfads,
  optimizer: Optimizer,
  batch: Batch,
  options: TrainStepOptions,
): TrainStepResult {
  const {
    epoch,
    random,
    clipNorm,
    lr = model.hparams.lrInit,
    metrics = true,
    batchIndex,
  } = options;
  const { parameters } = model;
  const circumstances = { split: 'train', epoch, batchIndex, batch, parameters } as const;
  return tidied(() => {
    const result = lossAndGradients(model, batch, { split: 'train', epoch, random, metrics });
    const { loss, gradients } = result;
    if (!Number.isFinite(loss)) throw nonFiniteLoss(loss, result.metrics, circumstances);
    const gradNorm = globalNorm([...gradients.values()]).dataSync()[0]!;
    if (!Number.isFinite(gradNorm)) throw nonFiniteGradient(gradients, circumstances);
    optimizer.step(gradients, {
      lr,
      weightDecay: effectiveDecay(model, epoch),
      clipNorm,
      gradNorm,
    });
    return { loss, gradNorm, metrics: new Map([['loss', loss], ...result.metrics]) };
  });
}

/** Weight decay rises with the L2 penalty. */
const effectiveDecay = ({ hparams }: Lfads, epoch: number) =>
  hparams.weightDecay * ramp(epoch, hparams.l2StartEpoch, hparams.l2IncreaseEpoch);

import { LfadsError } from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';

export interface BatchPlace {
  epoch: number;
  /** Index of the batch in its epoch. */
  batch: number | undefined;
}

export const NON_FINITE = 'LFADS_TRAIN_NON_FINITE';

/** The terms of the loss, by the metric that holds each. */
const TERMS: readonly (readonly [RegExp, string])[] = [
  [/^recon\/sess(\d+)$/, 'the reconstruction loss (recon) of session $1'],
  [/^wt_kl\/ic$/, "the KL of the initial condition's posterior (ic KL)"],
  [/^wt_kl\/co$/, "the KL of the controller outputs' posterior (co KL)"],
  [/^wt_l2$/, 'the L2 penalty'],
];

const ADVICE =
  'The parameters were left as they were before this batch. Look at the data of this batch, lower ' +
  'model.lr_init or trainer.gradient_clip_val, or start again from an earlier checkpoint.';

const nonFinite = (what: string, { epoch, batch }: BatchPlace) =>
  new LfadsError(
    NON_FINITE,
    `Training cannot go on: ${what} in epoch ${epoch}${batch === undefined ? '' : `, batch ${batch}`}.`,
    ADVICE,
  );

/** The error for a loss that is NaN or infinite: which of its terms are. */
export function nonFiniteLoss(
  loss: number,
  metrics: ReadonlyMap<string, number>,
  place: BatchPlace,
): LfadsError {
  const culprits = [...metrics].flatMap(([name, value]) =>
    TERMS.filter(([term]) => !Number.isFinite(value) && term.test(name)).map(
      ([term, text]) => `${name.replace(term, text)} is ${value}`,
    ),
  );
  return nonFinite(culprits.length > 0 ? culprits.join(', ') : `the loss is ${loss}`, place);
}

/** The error for gradients whose norm is NaN or infinite: which parameters' are. */
export function nonFiniteGradient(
  gradients: ReadonlyMap<string, tf.Tensor>,
  place: BatchPlace,
): LfadsError {
  const culprits = [...gradients]
    .filter(([, gradient]) => tf.tidy(() => tf.all(tf.isFinite(gradient)).dataSync()[0] === 0))
    .map(([name]) => name);
  return culprits.length > 0
    ? nonFinite(`the gradient of ${culprits.join(', ')} is not finite`, place)
    : nonFinite('the norm of the gradients is too large for float32', place);
}

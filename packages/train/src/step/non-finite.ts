import { type Batch, LfadsError, type ParameterStore, type Split } from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { nonFiniteData } from './non-finite-data.js';

/** The computation that failed. */
export interface Circumstances {
  split: Split;
  epoch: number;
  /** Index of the batch in its epoch. */
  batchIndex: number | undefined;
  batch: Batch;
  parameters: Pick<ParameterStore, 'entries'>;
}

/** A loss or a gradient that is NaN or infinite. */
export class NonFiniteError extends LfadsError {
  /**
   * @param what which term or gradient, epoch, batch and likely cause, as half a sentence
   * @param reason why training ends with it, if not because it always does
   */
  constructor(
    readonly what: string,
    reason = '',
  ) {
    super(
      'LFADS_TRAIN_NON_FINITE',
      `Training cannot go on: ${what}.${reason && ` ${reason}`}`,
      ADVICE,
    );
  }
}

const ADVICE =
  'The parameters were left as they were before this batch. Look at the data of this batch, lower ' +
  'model.lr_init or trainer.gradient_clip_val, start again from an earlier checkpoint, or let the run ' +
  'mend itself: trainer.on_non_finite: skip (leaves out the batch) or rollback (repeats the epoch with ' +
  'half the learning rate).';

/** The terms of the loss, by the metric that holds each. */
const TERMS: readonly (readonly [RegExp, string])[] = [
  [/^recon\/sess(\d+)$/, 'the reconstruction loss (recon) of session $1'],
  [/^wt_kl\/ic$/, "the KL of the initial condition's posterior (ic KL)"],
  [/^wt_kl\/co$/, "the KL of the controller outputs' posterior (co KL)"],
  [/^wt_l2$/, 'the L2 penalty'],
];

/** The error for a loss that is NaN or infinite: which of its terms are, and whether the data are to blame. */
export function nonFiniteLoss(
  loss: number,
  metrics: ReadonlyMap<string, number>,
  circumstances: Circumstances,
): NonFiniteError {
  const culprits = [...metrics].flatMap(([name, value]) =>
    TERMS.filter(([term]) => !Number.isFinite(value) && term.test(name)).map(
      ([term, text]) => `${name.replace(term, text)} is ${value}`,
    ),
  );
  const what = culprits.length > 0 ? culprits.join(', ') : `the loss is ${loss}`;
  return new NonFiniteError(`${what} ${at(circumstances)}${cause(circumstances)}`);
}

/** The error for gradients whose norm is NaN or infinite: which parameters' are. */
export function nonFiniteGradient(
  gradients: ReadonlyMap<string, tf.Tensor>,
  circumstances: Circumstances,
): NonFiniteError {
  const culprits = [...gradients]
    .filter(([, gradient]) => !isFinite(gradient))
    .map(([name]) => name);
  const what =
    culprits.length > 0
      ? `the gradient of ${culprits.join(', ')} is not finite`
      : 'the norm of the gradients is too large for float32';
  return new NonFiniteError(`${what} ${at(circumstances)}${cause(circumstances)}`);
}

function at({ split, epoch, batchIndex }: Circumstances): string {
  if (batchIndex === undefined) return `in epoch ${epoch}`;
  return `in epoch ${epoch}, ${split === 'valid' ? 'validation ' : ''}batch ${batchIndex}`;
}

/** What was not finite before the batch was computed. */
function cause({ batch, parameters }: Circumstances): string {
  const causes = nonFiniteData(batch).map((text) => `its ${text}`);
  const broken = [...parameters.entries]
    .filter(([, { variable }]) => !isFinite(variable))
    .map(([name]) => name);
  if (broken.length > 0)
    causes.push(`the parameters ${broken.join(', ')} were not finite before it`);
  return causes.map((text) => `; ${text}`).join('');
}

const isFinite = (tensor: tf.Tensor) =>
  tf.tidy(() => tf.all(tf.isFinite(tensor)).dataSync()[0] === 1);

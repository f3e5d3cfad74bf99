import {
  type Augmentation,
  type AugmentationContext,
  type SessionBatch,
  type StepRandom,
  StepStreams,
} from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { type Check, ensure, ensureShape } from '../check.js';
import { COUNTS, SIZES, supportedBatch } from '../data.js';
import { ensureGradients } from '../gradients.js';
import { ensureClose, ensureSame, type Named, uniforms, valuesOf } from '../numbers.js';
import { partChecks, type Use, withPart } from '../parts.js';
import type { Subject } from '../subject.js';

const { trials: B, steps: T, channels: N } = SIZES;

export const contextOf = (random: StepRandom, session = 0): AugmentationContext => ({
  session,
  split: 'train',
  random,
  log: () => {},
});
const context = (session = 0) => contextOf(new StepStreams(5, 2), session);

const tensorsOf = (batch: SessionBatch): Named => ({ ...batch }) as unknown as Named;

const losses = () =>
  tf.tensor3d(
    uniforms(B * T * N, 8).map((draw) => draw + 0.5),
    [B, T, N],
  );

const process = (part: Augmentation, batch: SessionBatch, at = context()) =>
  part.processBatch?.(batch, at) ?? { batch, memo: undefined };

/** What an augmentation must keep to. */
export function augmentationChecks(subject: Subject): Check[] {
  const use: Use<Augmentation> = {
    build: () => {},
    exercise(part, random) {
      const at = contextOf(random);
      const { batch, memo } = process(part, supportedBatch(COUNTS), at);
      const processed = part.processLosses?.(losses(), memo, at) ?? losses();
      return { ...tensorsOf(batch), losses: processed };
    },
  };
  const check = (name: string, run: (part: Augmentation) => void): Check => ({
    name,
    run: () => withPart(subject, use, ({ part }) => tf.tidy(() => void run(part))),
  });
  return [
    ...partChecks(subject, use),
    check('acts on the batch, on the losses, or on both', (part) => {
      ensure(
        part.processBatch !== undefined || part.processLosses !== undefined,
        'It has neither processBatch nor processLosses, so it never does anything.',
      );
    }),
    check('keeps the sizes of the batch', (part) => {
      const before = tensorsOf(supportedBatch(COUNTS));
      const after = tensorsOf(process(part, supportedBatch(COUNTS)).batch);
      for (const [name, tensor] of Object.entries(before)) {
        ensure(after[name] !== undefined, `It loses ${name} of the batch.`);
        ensureShape(name, after[name].shape, tensor.shape);
      }
    }),
    check('leaves the batch that it is given as it is', (part) => {
      const batch = supportedBatch(COUNTS);
      const before = valuesOf(tensorsOf(batch));
      process(part, batch);
      ensure(!batch.encodData.isDisposed, 'It disposes of the tensors that it is given.');
      ensureSame(before, valuesOf(tensorsOf(batch)), 'in the batch that it was given');
    }),
    check('gives a loss for every loss', (part) => {
      const { memo } = process(part, supportedBatch(COUNTS));
      const processed = part.processLosses?.(losses(), memo, context());
      if (processed) ensureShape('processLosses', processed.shape, [B, T, N]);
    }),
    check('keeps sessions apart', (part) => {
      const step = (session: number, random: StepRandom) => {
        const at = contextOf(random, session);
        const { batch, memo } = process(part, supportedBatch(COUNTS, 3 + session), at);
        const finish = () => {
          const processed = part.processLosses?.(losses(), memo, at) ?? losses();
          return valuesOf({ ...tensorsOf(batch), losses: processed });
        };
        return finish;
      };
      const alone = step(1, new StepStreams(5, 2))();
      const together = new StepStreams(5, 2);
      const [first, second] = [step(0, together), step(1, together)];
      first();
      ensureSame(alone, second(), 'when another session goes before it');
    }),
    check("the losses' gradient agrees with differences, or is stopped", (part) => {
      if (!part.processLosses) return;
      const { memo } = process(part, supportedBatch(COUNTS));
      ensureGradients({
        run: (given) => part.processLosses!(given['losses'] as tf.Tensor3D, memo, context()),
        inputs: { losses: losses() },
        mayStop: true,
      });
    }),
    check('its gradient mask is all that it does to the losses', (part) => {
      if (!part.gradientMask) return;
      const { memo } = process(part, supportedBatch(COUNTS));
      const processed = (given: tf.Tensor) =>
        part.processLosses?.(given as tf.Tensor3D, memo, context()) ?? given;
      ensureClose('processLosses', processed(losses()).dataSync(), losses().dataSync());
      const mask = part.gradientMask(memo);
      const [steps, channels] = mask ? [mask.shape[1]!, mask.shape[2]!] : [0, 0];
      const padding: [number, number][] = [
        [0, 0],
        [0, T - steps],
        [0, N - channels],
      ];
      const passes = mask ? tf.pad(tf.cast(mask, 'float32'), padding, 1) : tf.ones([B, T, N]);
      const gradient = tf.grad((given) => tf.sum(processed(given)))(losses());
      ensureClose('The gradient of the losses', gradient.dataSync(), passes.dataSync());
    }),
    check('its hyper-parameters are numbers', (part) => {
      for (const [name, value] of Object.entries(part.hyperparameters ?? {})) {
        ensure(Number.isFinite(value), `The hyper-parameter ${name} is ${value}.`);
      }
    }),
  ];
}

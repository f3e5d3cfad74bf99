import {
  type Augmentation,
  type ComponentDefinition,
  type ComponentKind,
  LfadsError,
  ParameterStore,
  type Reconstruction,
  StepStreams,
} from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { type Check, ensure, ensureShape } from '../check.js';
import { SIZES, supportedBatch } from '../data.js';
import { ensureFinite } from '../numbers.js';
import type { Options, Subject } from '../subject.js';
import { contextOf } from './augmentation.js';
import { buildReconstruction, rawParams } from './reconstruction.js';

const { trials: B, steps: T, channels: N } = SIZES;

/** Options that make a component: the example's, or none when it needs none. */
const optionsOf = ({ options, example }: ComponentDefinition): Options | undefined => {
  if (example !== undefined) return example;
  return options.safeParse({}).success ? {} : undefined;
};

/** An observation model with every augmentation that is known, or an augmentation with every observation model. */
export function pairChecks(subject: Subject): Check[] {
  const { definition, registry } = subject;
  const others: ComponentKind =
    definition.kind === 'augmentation' ? 'reconstruction' : 'augmentation';
  return registry
    .definitions()
    .filter(({ kind }) => kind === others)
    .flatMap((other) => {
      const options = optionsOf(other);
      if (options === undefined) return [];
      return [
        {
          name: `works with ${other.target}, or refuses its data`,
          run: () => tryPair(subject, other.target, options),
        },
      ];
    });
}

function tryPair(subject: Subject, target: string, options: Options): void {
  const mine = subject.create<Augmentation & Reconstruction>();
  const other = subject.other<Augmentation & Reconstruction>(target, options);
  const isAugmentation = subject.definition.kind === 'augmentation';
  const [augmentation, reconstruction]: [Augmentation, Reconstruction] = isAugmentation
    ? [mine, other]
    : [other, mine];
  const store = new ParameterStore(1);
  try {
    buildReconstruction(reconstruction, store.scope());
    tf.tidy(() => tryLoss(augmentation, reconstruction));
  } finally {
    store.dispose();
  }
}

function tryLoss(augmentation: Augmentation, reconstruction: Reconstruction): void {
  const context = contextOf(new StepStreams(5, 2));
  const given = supportedBatch(reconstruction.support);
  const processed = augmentedOrRefused(augmentation, given, context);
  if (processed === undefined) return;
  const { batch, memo } = processed;
  const lossOf = (raw: tf.Tensor) => {
    const params = reconstruction.reshapeOutputParams(raw as tf.Tensor3D);
    const losses = reconstruction.computeLoss(batch.reconData, params);
    const after = augmentation.processLosses?.(losses, memo, context) ?? losses;
    ensureShape('The losses', after.shape, [B, T, N]);
    return tf.add(tf.sum(after), tf.mul(tf.sum(raw), 0)); // has a gradient, be it 0
  };
  const raw = rawParams(reconstruction);
  ensureFinite('The loss', lossOf(raw).dataSync());
  const gradient = tf.grad(lossOf)(raw).dataSync();
  ensureFinite('The gradient', gradient);
  ensure(
    gradient.some((slope) => slope !== 0),
    'The gradient is zero everywhere, so that nothing would be learnt.',
  );
}

/** The augmented batch; undefined when the data are refused in words for the user. */
function augmentedOrRefused(
  augmentation: Augmentation,
  batch: ReturnType<typeof supportedBatch>,
  context: ReturnType<typeof contextOf>,
) {
  try {
    return augmentation.processBatch?.(batch, context) ?? { batch, memo: undefined };
  } catch (error) {
    if (error instanceof LfadsError) return undefined;
    throw error;
  }
}

import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { Augmentation, Reconstruction, SessionBatch } from '../contracts/index.js';
import { StepStreams } from '../random/index.js';
import { corePlugin } from '../components/index.js';
import {
  Bernoulli,
  Gamma,
  Gaussian,
  MSE,
  NegativeBinomial,
  Poisson,
  PoissonBPS,
} from '../reconstructions/index.js';
import { augmentationContext } from '../test-support/augmentation-context.js';
import { expectClose } from '../test-support/functions-fixture.js';
import {
  CoordinatedDropout,
  CoordinatedDropoutTF2,
  SampleValidation,
  SelectiveBackpropThruTime,
  SpikeJitter,
  TemporalShift,
} from './index.js';

const [TRIALS, ENCOD_STEPS, STEPS, ENCOD_CHANNELS, CHANNELS] = [4, 8, 10, 3, 5];

const counts = (): tf.Tensor3D => {
  const uniform = new StepStreams(3, 0).uniform('data', [TRIALS, STEPS, CHANNELS]);
  return tf.floor(tf.mul(uniform, 4));
};

const makeBatch = (reconData: tf.Tensor3D): SessionBatch => ({
  encodData: tf.slice(reconData, [0, 0, 0], [reconData.shape[0], ENCOD_STEPS, ENCOD_CHANNELS]),
  reconData,
  svMask: new StepStreams(4, 0).bernoulli(
    'sv',
    [TRIALS, ENCOD_STEPS, ENCOD_CHANNELS],
    0.8,
  ) as tf.Tensor3D,
});

const augmentations: Record<string, () => Augmentation> = {
  CoordinatedDropout: () =>
    new CoordinatedDropout({ cdRate: 0.3, cdPassRate: 0.1 }) as Augmentation,
  CoordinatedDropoutTF2: () => new CoordinatedDropoutTF2({ cdRate: 0.3 }) as Augmentation,
  SampleValidation: () =>
    new SampleValidation({ svRate: 0.2, reconReduceMean: true }) as Augmentation,
  SelectiveBackpropThruTime: () => new SelectiveBackpropThruTime() as Augmentation,
  SpikeJitter: () => new SpikeJitter(),
  TemporalShift: () => new TemporalShift(),
};

const reconstructions: Record<string, () => Reconstruction> = {
  Bernoulli: () => new Bernoulli(),
  Gamma: () => new Gamma(),
  Gaussian: () => new Gaussian(),
  MSE: () => new MSE(),
  NegativeBinomial: () => new NegativeBinomial(),
  Poisson: () => new Poisson(),
  PoissonBPS: () => new PoissonBPS(),
};

/** Counts as data that the likelihood is defined on. */
const targetFor = (recon: string, data: tf.Tensor3D): tf.Tensor3D => {
  if (recon === 'Gamma') return tf.add(data, 0.5);
  return recon === 'Bernoulli' ? tf.minimum(data, 1) : data;
};

/** All but spike jitter on Gamma data, which are no counts. */
const pairs = Object.keys(augmentations)
  .flatMap((augmentation) =>
    Object.keys(reconstructions).map((recon) => [augmentation, recon] as const),
  )
  .filter(([augmentation, recon]) => augmentation !== 'SpikeJitter' || recon !== 'Gamma');

describe('every augmentation with every reconstruction', () => {
  it.each([
    ['augmentation', augmentations],
    ['reconstruction', reconstructions],
  ])('knows every %s', (kind, known) => {
    const registered = corePlugin.components.filter((component) => component.kind === kind);
    const names = registered.map(({ target }) => target.replace('@lfads/core/', ''));
    expect(Object.keys(known).sort()).toEqual(names.sort());
  });

  it.each(pairs)('%s with %s keeps sessions apart', (augmentationName, reconName) => {
    const augmentation = augmentations[augmentationName]!();
    const recon = reconstructions[reconName]!();
    const sessions = [TRIALS, 2].map((trials) => {
      const target = targetFor(reconName, tf.slice(counts(), 0, trials));
      const whole = makeBatch(target);
      const svMask = tf.slice(whole.svMask!, 0, trials);
      return { whole: { ...whole, svMask } };
    });
    const losses = (together: boolean) => {
      const lossOf = ({ batch, memo }: ReturnType<Step>, s: number) => {
        const raw = tf.fill([batch.reconData.shape[0], STEPS, CHANNELS * recon.nParams], 0.1);
        const params = recon.reshapeOutputParams(raw as tf.Tensor3D);
        const elementwise = recon.computeLoss(batch.reconData, params);
        const context = augmentationContext({ session: s });
        return [
          ...(augmentation.processLosses?.(elementwise, memo, context) ?? elementwise).dataSync(),
        ];
      };
      type Step = NonNullable<Augmentation['processBatch']>;
      const step = (s: number) =>
        augmentation.processBatch!(sessions[s]!.whole, augmentationContext({ session: s }));
      if (!together) return [0, 1].map((s) => lossOf(step(s), s));
      return [0, 1].map(step).map(lossOf);
    };
    expect(losses(true)).toEqual(losses(false));
  });

  it.each(pairs)('%s with %s gives a finite loss and gradient', (augmentationName, reconName) => {
    const augmentation = augmentations[augmentationName]!();
    const recon = reconstructions[reconName]!();
    const target = targetFor(reconName, counts());
    const context = augmentationContext();
    const { batch, memo } = augmentation.processBatch!(makeBatch(target), context);
    expect(batch.encodData.shape).toEqual([TRIALS, ENCOD_STEPS, ENCOD_CHANNELS]);
    expect(batch.reconData.shape).toEqual(target.shape);
    const raw = tf.fill([TRIALS, STEPS, CHANNELS * recon.nParams], 0.1);
    const loss = (x: tf.Tensor) => {
      const params = recon.reshapeOutputParams(x as tf.Tensor3D);
      const losses = recon.computeLoss(batch.reconData, params);
      return tf.sum(augmentation.processLosses?.(losses, memo, context) ?? losses);
    };
    expect(Number.isFinite(loss(raw).dataSync()[0])).toBe(true);
    const gradient = tf.grad(loss)(raw).dataSync();
    expect(gradient.every(Number.isFinite)).toBe(true);
    expect(gradient.some((value) => value !== 0)).toBe(true);
  });
});

describe('coordinated dropout', () => {
  const context = () => augmentationContext();

  it('keeps the share it should and scales it up', () => {
    const ones = tf.ones([50, 20, 10]) as tf.Tensor3D;
    const augmentation = new CoordinatedDropout({ cdRate: 0.25 });
    const { batch } = augmentation.processBatch({ encodData: ones, reconData: ones }, context());
    const values = batch.encodData.dataSync();
    const kept = values.filter((value) => value > 0);
    expect(kept.length / values.length).toBeCloseTo(0.75, 1);
    expectClose(
      kept,
      kept.map(() => 4 / 3),
    );
  });

  it('passes gradients where the input was dropped and where there was none', () => {
    const batch = makeBatch(tf.ones([TRIALS, STEPS, CHANNELS]) as tf.Tensor3D);
    const augmentation = new CoordinatedDropout({ cdRate: 0.5, icEncSeqLen: 2 });
    const { batch: dropped, memo } = augmentation.processBatch(batch, context());
    const gradient = tf.grad((x) => augmentation.processLosses(x as tf.Tensor3D, memo))(
      tf.ones([TRIALS, STEPS, CHANNELS]),
    ) as tf.Tensor3D;
    const shape: [number, number, number] = [TRIALS, ENCOD_STEPS, ENCOD_CHANNELS];
    const early = tf.slice(gradient, [0, 0, 0], [TRIALS, 2, ENCOD_CHANNELS]);
    const masked = (data: tf.Tensor3D) =>
      tf.slice(data, [0, 2, 0], [TRIALS, ENCOD_STEPS - 2, ENCOD_CHANNELS]);
    expectClose(early, tf.onesLike(early).dataSync());
    const input = masked(dropped.encodData);
    expectClose(masked(gradient), tf.cast(tf.equal(input, 0), 'float32').dataSync());
    const elsewhere =
      tf.sum(gradient).dataSync()[0]! - tf.sum(tf.slice(gradient, [0, 0, 0], shape)).dataSync()[0]!;
    expect(elsewhere).toBe(TRIALS * (STEPS * CHANNELS - ENCOD_STEPS * ENCOD_CHANNELS));
  });

  it('draws anew for each session and step', () => {
    const batch = makeBatch(tf.ones([TRIALS, STEPS, CHANNELS]) as tf.Tensor3D);
    const augmentation = new CoordinatedDropout({ cdRate: 0.5 });
    const drawn = (session: number, step: number) =>
      augmentation
        .processBatch(batch, augmentationContext({ session, random: new StepStreams(1, step) }))
        .batch.encodData.dataSync();
    expect(drawn(0, 0)).toEqual(drawn(0, 0));
    expect(drawn(0, 0)).not.toEqual(drawn(1, 0));
    expect(drawn(0, 0)).not.toEqual(drawn(0, 1));
  });
});

describe('augmentations that move data in time', () => {
  it.each(['SpikeJitter', 'TemporalShift'])('%s moves input and target alike', (name) => {
    const interior = tf.pad(counts(), [
      [0, 0],
      [8, 8],
      [0, 0],
    ]) as tf.Tensor3D;
    const shared = tf.slice(interior, [0, 0, 0], [-1, -1, ENCOD_CHANNELS]);
    const { batch } = augmentations[name]!().processBatch!(
      { encodData: shared, reconData: interior },
      augmentationContext(),
    );
    const target = tf.slice(batch.reconData, [0, 0, 0], shared.shape);
    expectClose(batch.encodData, target.dataSync());
    expect(batch.encodData.dataSync()).not.toEqual(shared.dataSync());
  });

  it('SpikeJitter keeps every spike, and leaves silence as it is', () => {
    const data = counts();
    const { batch } = new SpikeJitter({ width: 30 }).processBatch(
      makeBatch(data),
      augmentationContext(),
    );
    expectClose(tf.sum(batch.reconData, 1), tf.sum(data, 1).dataSync());
    const silent = makeBatch(tf.zeros([TRIALS, STEPS, CHANNELS]));
    const processed = new SpikeJitter().processBatch(silent, augmentationContext()).batch;
    expectClose(processed.reconData, silent.reconData.dataSync());
  });
});

describe('SpikeJitter', () => {
  it('refuses data that are no counts', () => {
    const batch = makeBatch(tf.add<tf.Tensor3D>(counts(), 0.5));
    const process = () => new SpikeJitter().processBatch(batch, augmentationContext());
    expect(process).toThrow(/whole spikes, but the data hold \d\.5/);
  });
});

describe('SampleValidation', () => {
  it('says what to do when the data module gives no mask', () => {
    const { encodData, reconData } = makeBatch(counts());
    const batch = { encodData, reconData };
    const augmentation = new SampleValidation({ svRate: 0.2, reconReduceMean: true });
    expect(() => augmentation.processBatch(batch, augmentationContext())).toThrow(/has no mask/);
  });
});

describe.each(['CoordinatedDropout', 'CoordinatedDropoutTF2', 'SampleValidation'])(
  '%s with an input that is not in the target',
  (name) => {
    it.each([
      ['channels', [TRIALS, STEPS, CHANNELS + 1]],
      ['bins', [TRIALS, STEPS + 1, CHANNELS]],
    ] as const)('names the %s that are too many', (_, [trials, steps, channels]) => {
      const reconData = counts();
      const encodData = tf.zeros<tf.Rank.R3>([trials, steps, channels]);
      const svMask = tf.ones<tf.Rank.R3>([trials, steps, channels], 'bool');
      const context = augmentationContext();
      expect(() =>
        augmentations[name]!().processBatch!({ encodData, reconData, svMask }, context),
      ).toThrow(
        new RegExp(
          `${name} takes .* session 0 .* ${steps} bins x ${channels} channels \\(encod_data\\) .* 10 bins x 5 channels`,
        ),
      );
    });
  },
);

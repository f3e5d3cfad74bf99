import {
  type Augmentation,
  type Callback,
  type ComponentDefinition,
  constant,
  type DataModule,
  defineAugmentation,
  defineCallback,
  defineDataModule,
  defineGeneratorCell,
  defineLauncher,
  defineLogger,
  definePlugin,
  definePrior,
  defineReadinReadout,
  defineReconstruction,
  FanInLinear,
  type GeneratorCell,
  type Job,
  type JobResult,
  type Launcher,
  type Logger,
  MultivariateNormal,
  Poisson,
  type Prior,
  type Readin,
  type Readout,
  type Reconstruction,
  VanillaRnnCell,
} from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { conformanceChecks, ConformanceError } from './index.js';
import {
  GoodData,
  goodAugmentation,
  GoodCallback,
  GoodLauncher,
  GoodLogger,
} from './test-support/good-parts.js';

/** A part with some of its methods replaced. */
const changed = <Part extends object>(part: Part, changes: Partial<Part>): Part =>
  Object.defineProperties(part, Object.getOwnPropertyDescriptors(changes)) as Part;

const none = z.object({});
const target = 'broken/Part';
const spec = { target, summary: 'A part.', options: none };

let unseeded = 0;
const count = () => (unseeded += 1);

const prior = (changes: (part: Prior) => Partial<Prior>) =>
  definePrior({
    ...spec,
    create: () => {
      const part: Prior = new MultivariateNormal({ mean: 0.1, variance: 0.3, shape: 2 });
      const own: Prior = {
        shape: 2,
        variational: true,
        sampledKl: false,
        build: (scope) => part.build(scope),
        drawNoise: (...given) => part.drawNoise(...given),
        makePosterior: (...given) => part.makePosterior(...given),
        kl: (...given) => part.kl(...given),
      };
      return changed(own, changes(part));
    },
  });

const reconstruction = (changes: (part: Poisson) => Partial<Reconstruction>) =>
  defineReconstruction({
    ...spec,
    create: () => {
      const part = new Poisson();
      return changed<Reconstruction>(
        {
          nParams: 1,
          support: part.support,
          reshapeOutputParams: (raw) => part.reshapeOutputParams(raw),
          computeLoss: (data, params) => part.computeLoss(data, params),
          computeMeans: (params) => part.computeMeans(params),
        },
        changes(part),
      );
    },
  });

const augmentation = (changes: (part: Augmentation) => Partial<Augmentation>) =>
  defineAugmentation({
    ...spec,
    create: () => {
      const part = goodAugmentation();
      return changed(part, changes({ ...part }));
    },
  });

const readout = (changes: (part: FanInLinear) => Partial<Readin & Readout>) =>
  defineReadinReadout({
    ...spec,
    create: () => {
      const part = new FanInLinear({});
      return changed<Readin & Readout>(
        {
          inFeatures: 'auto',
          outFeatures: 'auto',
          trainable: true,
          build: (scope, sizes) => part.build(scope, sizes),
          apply: (data) => part.apply(data),
        },
        changes(part),
      );
    },
  });

const cell = (changes: (part: VanillaRnnCell) => Partial<GeneratorCell>) =>
  defineGeneratorCell({
    ...spec,
    create: () => {
      const part = new VanillaRnnCell({ nonlinearity: 'tanh', clip: 5 });
      return changed<GeneratorCell>(
        {
          recurrentWeights: ['weight_hh'],
          build: (scope, inputs, units) => part.build(scope, inputs, units),
          step: (input, state) => part.step(input, state),
        },
        changes(part),
      );
    },
  });

const data = (changes: (part: GoodData) => Partial<DataModule>) =>
  defineDataModule({
    ...spec,
    create: () => {
      const part = new GoodData();
      return changed<DataModule>(part, changes(part));
    },
  });

const callback = (changes: (part: GoodCallback) => Partial<Callback> & object) =>
  defineCallback({
    ...spec,
    create: () => {
      const part = new GoodCallback();
      return Object.assign(part, changes(part)) as Callback;
    },
  });

const launcher = (changes: (part: GoodLauncher) => Partial<Launcher>) =>
  defineLauncher({
    ...spec,
    create: () => changed<Launcher>(new GoodLauncher(), changes(new GoodLauncher())),
  });

/** A launcher that gives another result for the jobs of one id. */
const launcherWith = (wrong: string, result: JobResult) =>
  launcher((part) => ({
    launch: async (job: Job, signal: AbortSignal) => {
      const found = await part.launch(job, signal);
      return job.id === wrong ? result : found;
    },
  }));

const logger = (changes: (part: GoodLogger) => Partial<Logger>) =>
  defineLogger({
    ...spec,
    create: () => {
      const part = new GoodLogger();
      return changed<Logger>(part, changes(part));
    },
  });

const wrongGradient = tf.customGrad((x) => ({
  value: (x as tf.Tensor).clone(),
  gradFunc: (dy) => tf.mul(dy as tf.Tensor, 1.1),
}));

const doubled = <T extends tf.Tensor>(x: T): T => tf.concat([x, x], 0) as T;

/** A component of each kind that breaks one rule, and the check that must find it. */
const broken: Record<string, Record<string, () => ComponentDefinition>> = {
  definition: {
    'its summary is one sentence': () =>
      defineCallback({ ...spec, summary: 'No full stop', create: () => ({}) }),
    'every option is described': () =>
      defineCallback({ ...spec, options: z.object({ n: z.int().default(1) }), create: () => ({}) }),
    'its options are plain data': () =>
      defineCallback({
        ...spec,
        options: z.object({ n: z.number().describe('A number.') }),
        example: { n: Infinity },
        create: () => ({}),
      }),
    'it is made from its options': () =>
      defineCallback({
        ...spec,
        options: z.object({ n: z.number().describe('A number.') }),
        example: { n: 'one' },
        create: () => ({}),
      }),
    'its defaults are accepted when they are written out': () =>
      defineCallback({
        ...spec,
        options: z.object({ n: z.number().max(3).default(4).describe('A number.') }),
        create: () => ({}),
      }),
    'it refuses an option that it does not have': () => ({
      ...defineCallback({ ...spec, create: () => ({}) }),
      options: z.object({}),
    }),
    'its options have a JSON schema, for editors': () =>
      defineCallback({
        ...spec,
        options: z.object({
          n: z
            .lazy((): z.ZodType => {
              throw new Error('never known');
            })
            .describe('Nothing.')
            .optional(),
        }),
        create: () => ({}),
      }),
  },
  prior: {
    'all its results are finite': () => prior(() => ({ kl: () => tf.scalar(NaN) })),
    'made again, it starts from the same parameters': () =>
      prior(() => ({
        build: (scope) => void scope.create('mean', [2], constant(count())),
        kl: () => tf.scalar(1),
      })),
    'made again, it gives the same results': () => prior(() => ({ kl: () => tf.scalar(count()) })),
    'it keeps nothing from one step to the next': () =>
      prior((part) => {
        let steps = 0;
        return { kl: (mean, std) => tf.mul(part.kl(mean, std), (steps += 1)) as tf.Scalar };
      }),
    'its options survive JSON and make the same part': () =>
      definePrior({
        ...spec,
        options: z.object({ at: z.unknown().describe('A date.') }),
        example: { at: new Date(0) },
        create: ({ at }) =>
          new MultivariateNormal({ mean: at instanceof Date ? 0 : 1, variance: 1, shape: 2 }),
      }),
    'building leaves only its parameters behind': () =>
      prior((part) => ({
        build(scope) {
          part.build(scope);
          tf.zeros([1]);
        },
      })),
    'a step leaves no tensors behind': () =>
      prior((part) => ({ kl: (mean, std) => tf.keep(part.kl(mean, std)) })),
    'draws noise of the shape that is asked for': () =>
      prior((part) => ({
        drawNoise: (random, stream, shape) =>
          tf.expandDims(part.drawNoise(random, stream, shape), 0),
      })),
    'draws its noise from the stream that it is given': () =>
      prior((part) => ({
        drawNoise: (random, _, shape) => part.drawNoise(random, 'my own', shape),
      })),
    'samples have the shape of the mean': () =>
      prior((part) => ({
        makePosterior: (mean, std) => ({
          sample: (noise) => doubled(part.makePosterior(mean, std).sample(noise)),
        }),
      })),
    'samples are mean + std * noise, unless locationScale is false': () =>
      prior(() => ({ makePosterior: (mean) => ({ sample: (noise) => tf.add(mean, noise) }) })),
    'the KL is one number': () =>
      prior((part) => ({
        kl: (mean, std) => tf.expandDims(part.kl(mean, std)) as unknown as tf.Scalar,
      })),
    'the KL is not negative, on average over samples': () =>
      prior((part) => ({ kl: (mean, std) => tf.neg(part.kl(mean, std)) })),
    'the KL is a mean over trials': () =>
      prior((part) => ({
        kl: (mean, std) => tf.mul(part.kl(mean, std), mean.shape[0]!) as tf.Scalar,
      })),
    "the KL's gradient agrees with differences": () =>
      prior((part) => ({ kl: (mean, std) => wrongGradient(part.kl(mean, std)) as tf.Scalar })),
  },
  reconstruction: {
    'reads P contiguous blocks of N channels from the read-out': () =>
      defineReconstruction({
        ...spec,
        create: (): Reconstruction => ({
          nParams: 2,
          support: {},
          reshapeOutputParams: (raw) => {
            const [b, t, n] = raw.shape;
            return tf.reshape(raw, [b, t, n / 2, 2]);
          },
          computeLoss: (values, params) => tf.sub(values, tf.sum(params, 3)),
          computeMeans: (params) => tf.sum(params, 3),
        }),
      }),
    'gives a loss for every trial, step and channel': () =>
      reconstruction((part) => ({
        computeLoss: (values, params) => tf.sum(part.computeLoss(values, params), 1, true),
      })),
    'gives a mean for every trial, step and channel': () =>
      reconstruction((part) => ({
        computeMeans: (params) => tf.mean(part.computeMeans(params), 1, true),
      })),
    'has means within the limits of its data': () =>
      reconstruction((part) => ({
        computeMeans: (params) => tf.log(part.computeMeans(params)),
      })),
    "loses at an element by that element's parameters alone": () =>
      reconstruction((part) => ({
        computeLoss: (values, params) =>
          tf.add<tf.Tensor3D>(part.computeLoss(values, params), tf.mean(params)),
      })),
    "its loss's gradient agrees with differences": () =>
      reconstruction((part) => ({
        computeLoss: (values, params) =>
          wrongGradient(part.computeLoss(values, params)) as tf.Tensor3D,
      })),
    "its penalty's gradient agrees with differences": () =>
      reconstruction(() => {
        let weight: tf.Variable;
        return {
          build: (scope) => void (weight = scope.create('weight', [2], constant(1))),
          computeL2: () => wrongGradient(tf.sum(tf.square(weight))) as tf.Scalar,
        };
      }),
    'its summed loss is the sum of its loss, with the same gradient': () =>
      reconstruction((part) => ({
        summedLoss: (values, params, scale) => part.summedLoss(values, params, scale),
      })),
    'its log rates are the logarithms of its means': () =>
      reconstruction((part) => ({ logRates: (params) => part.computeMeans(params) })),
    'has a finite loss on all data that it is defined on': () =>
      reconstruction((part) => ({
        computeLoss: (values, params) =>
          tf.sub<tf.Tensor3D>(part.computeLoss(values, params), tf.log(values)),
      })),
    'refuses data outside its support, naming trial and channel': () =>
      reconstruction(() => ({ support: { min: NaN } })),
    'works with @lfads/core/TemporalShift, or refuses its data': () =>
      reconstruction(() => ({ computeLoss: (values) => tf.zerosLike(values) })),
  },
  augmentation: {
    'acts on the batch, on the losses, or on both': () =>
      defineAugmentation({ ...spec, create: () => ({}) }),
    'keeps the sizes of the batch': () =>
      augmentation(() => ({
        processBatch: (batch) => ({
          batch: { ...batch, encodData: tf.slice(batch.encodData, [0, 1, 0]) },
          memo: undefined,
        }),
      })),
    'leaves the batch that it is given as it is': () =>
      augmentation(() => ({
        processBatch(batch) {
          const encodData = tf.clone(batch.encodData);
          batch.encodData.dispose();
          return { batch: { ...batch, encodData }, memo: undefined };
        },
      })),
    'gives a loss for every loss': () =>
      augmentation(() => ({ processLosses: (losses) => tf.sum(losses, 1, true) })),
    'keeps sessions apart': () =>
      augmentation(() => {
        let mask: tf.Tensor;
        return {
          processBatch(batch, { random }) {
            mask = random.bernoulli('mask', batch.reconData.shape, 0.5);
            return { batch, memo: undefined };
          },
          processLosses: (losses) => tf.mul(losses, tf.cast(mask, 'float32')),
        };
      }),
    "the losses' gradient agrees with differences, or is stopped": () =>
      augmentation(() => ({
        processLosses: (losses) => wrongGradient(losses) as tf.Tensor3D,
      })),
    'its gradient mask is all that it does to the losses': () =>
      augmentation(() => ({
        processLosses: (losses) => tf.mul(losses, 2),
        gradientMask: () => undefined,
      })),
    'its hyper-parameters are numbers': () =>
      augmentation(() => ({ hyperparameters: { rate: NaN } })),
    'works with @lfads/core/MSE, or refuses its data': () =>
      augmentation(() => ({ processLosses: (losses) => tf.mul(losses, NaN) })),
  },
  readout: {
    'maps from and to the sizes of its place': () =>
      readout((part) => ({ apply: (x) => tf.slice(part.apply(x), [0, 0, 1]) })),
    'maps every trial by itself': () =>
      readout((part) => ({ apply: (x) => tf.sub(part.apply(x), tf.mean(x)) })),
    'says whether it is trained': () => readout(() => ({ trainable: false })),
    'its gradient agrees with differences': () =>
      readout((part) => ({ apply: (x) => wrongGradient(part.apply(x)) as tf.Tensor3D })),
  },
  generatorCell: {
    'a step keeps the shape of the state': () =>
      cell((part) => ({ step: (input, state) => doubled(part.step(input, state)) })),
    'gives an output of gen_dim': () => cell(() => ({ output: doubled })),
    'runs without inputs': () =>
      cell((part) => ({ step: (input, state) => part.step(tf.clone(input!), state) })),
    'steps every trial by itself': () =>
      cell((part) => ({
        step: (input, state) => tf.mul(part.step(input, state), tf.mean(state)),
      })),
    'stays finite over 100 steps': () =>
      cell((part) => ({
        step: (input, state) => tf.add(part.step(input, state), tf.mul(state, 9)),
      })),
    'its recurrent weights are parameters of its own': () =>
      cell(() => ({ recurrentWeights: ['weight_h'] })),
    "a step's gradient agrees with differences": () =>
      cell((part) => ({
        step: (input, state) => wrongGradient(part.step(input, state)) as tf.Tensor2D,
      })),
    'the fused loop makes the same step': () =>
      cell((part) => ({
        get fused() {
          return { ...part.fused!, cell: 'relu' as const };
        },
      })),
  },
  dataModule: {
    'has sessions, each with trials to train on': () => data(() => ({ sessions: [] })),
    'is set up once, however often it is asked': () =>
      data((part) => ({ setup: () => part.reload() })),
    'gives batches of the sizes that its sessions say': () =>
      data((part) => ({ sessions: part.sessions.map((info) => ({ ...info, encodSteps: 9 })) })),
    'gives sessions in increasing order': () =>
      data((part) => ({
        *trainBatches(seed: number, epoch: number) {
          for (const { batch, extra } of part.batches(seed, epoch)) {
            yield { batch: new Map([...batch].reverse()), extra };
          }
        },
      })),
    'gives as many training batches as it says': () => data(() => ({ trainBatchCount: 5 })),
    'orders training batches by seed and epoch alone': () =>
      data((part) => {
        let asked = 0;
        return { trainBatches: (seed) => part.batches(seed, asked++) };
      }),
    'made again, it gives the same batches': () =>
      data((part) => {
        const seed = count();
        return { trainBatches: (_, epoch) => part.batches(seed, epoch) };
      }),
    'gives every trial once for inference, always in the same order': () =>
      data((part) => ({ predictBatches: (session) => part.split(session, 'train') })),
    'leaves no tensors behind': () =>
      data((part) => ({
        *trainBatches(seed: number, epoch: number) {
          for (const batch of part.batches(seed, epoch)) {
            tf.zeros([1]);
            yield batch;
          }
        },
      })),
  },
  callback: {
    'its hooks are those of the contract': () => callback(() => ({ onEpochEnds() {} })),
    'goes through a training without an error': () =>
      callback(() => ({ onEpochEnd: ({ metrics }) => void metrics['valid/loss']!.toFixed(-1) })),
    'made again, it does the same': () =>
      callback(() => ({ onEpochStart: ({ log }) => log('random', count()) })),
    'its state is plain data': () => callback(() => ({ getState: () => ({ best: new Map() }) })),
    'goes on where it was when a training is resumed': () =>
      callback(() => ({ setState: () => {} })),
    'leaves no tensors behind': () => callback(() => ({ onTrainStart: () => void tf.zeros([1]) })),
  },
  logger: {
    'takes metrics, figures, and what is not a number': () =>
      logger(() => ({
        metrics(metrics) {
          if (Object.values(metrics).some(Number.isNaN)) throw new Error('NaN');
        },
      })),
    'goes on when a run is resumed, and keeps what was written': () =>
      logger((part) => ({
        start(paths) {
          rmSync(join(paths.dir, 'log'), { recursive: true, force: true });
          mkdirSync(join(paths.dir, 'log'));
          part.begin(paths);
        },
        finish: () => {},
        metrics: (_, epoch) => {
          if (epoch < 3) part.write('more\n');
        },
      })),
    'ends a run that failed before its first epoch': () =>
      logger(() => ({
        finish(succeeded) {
          if (!succeeded) throw new Error('no metrics');
        },
      })),
    'keeps runs apart': () =>
      logger(() => ({
        start: (paths) => void (GoodLogger.first ??= paths.dir),
        metrics: () => {
          mkdirSync(GoodLogger.first!, { recursive: true });
          writeFileSync(join(GoodLogger.first!, 'shared'), 'x');
        },
        finish: () => {},
      })),
    'leaves no tensors behind': () => logger(() => ({ metrics: () => void tf.zeros([1]) })),
  },
  launcher: {
    'says how many jobs it takes at a time': () => launcher(() => ({ slots: 0 })),
    'gives the metrics of a job that was done': () =>
      launcherWith('done', { ok: true, metrics: {} }),
    'gives the reason of a job that failed': () =>
      launcherWith('error', { ok: false, reason: 'It failed.' }),
    'gives a reason when a job is killed': () => launcherWith('killed', { ok: true, metrics: {} }),
    'runs as many jobs at a time as it says': () =>
      launcher((part) => ({
        launch: async (job, signal) =>
          part.busy ? { ok: false, reason: 'One is running.' } : part.launch(job, signal),
      })),
    'stops a job when it is told to': () => launcherWith('stopped', { ok: true, metrics: {} }),
    'begins no job that it is told to stop before': () =>
      launcher((part) => ({ launch: (job) => part.launch(job, new AbortController().signal) })),
  },
};

const checksOf = (definition: ComponentDefinition) =>
  conformanceChecks({
    plugin: definePlugin({ name: 'broken', contractVersion: 1, components: [definition] }),
    target,
  });

const good: Record<string, () => ComponentDefinition> = {
  prior: () => prior(() => ({})),
  reconstruction: () => reconstruction(() => ({})),
  augmentation: () => augmentation(() => ({})),
  readout: () => readout(() => ({})),
  generatorCell: () => cell(() => ({})),
  dataModule: () => data(() => ({})),
  callback: () => callback(() => ({})),
  logger: () => logger(() => ({})),
  launcher: () => launcher(() => ({})),
};

describe.each(Object.keys(good))('a %s that keeps to its contract', (kind) => {
  it.each(checksOf(good[kind]!()).map((check) => [check.name, check] as const))(
    '%s',
    async (_, check) => {
      await check.run();
    },
  );
});

/** Where the fault is an error that the component throws, and the check passes on. */
const throwsItself = new Set([
  'it is made from its options',
  'its options have a JSON schema, for editors',
  'runs without inputs',
  'goes through a training without an error',
  'takes metrics, figures, and what is not a number',
  'ends a run that failed before its first epoch',
]);

describe.each(Object.keys(broken))('a broken %s is found out', (kind) => {
  it.each(Object.keys(broken[kind]!))('%s', async (name) => {
    const check = checksOf(broken[kind]![name]!()).find((one) => one.name === name);
    expect(check, 'the check').toBeDefined();
    const fault: unknown = await Promise.resolve()
      .then(() => check!.run())
      .then(
        () => undefined,
        (error: unknown) => error,
      );
    expect(fault).toBeInstanceOf(throwsItself.has(name) ? Error : ConformanceError);
  });
});

/** The names of all checks, in order, pairs aside. */
const allChecks = (): string[] => {
  const names = Object.values(good).flatMap((make) => checksOf(make()).map(({ name }) => name));
  return [...new Set(names)].filter((name) => !/^works with .*, or refuses its data$/.test(name));
};

it('the README lists every check', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const listed = [...readme.matchAll(/^- (.*)$/gm)].map(([, name]) => name!);
  const pairs = listed.filter((name) => name.startsWith('works with every '));
  expect(pairs).toHaveLength(2);
  expect(new Set(listed)).toEqual(new Set([...allChecks(), ...pairs]));
});

it('there is a broken component for every check', () => {
  const tested = new Set(Object.values(broken).flatMap((ones) => Object.keys(ones)));
  expect(allChecks().filter((name) => !tested.has(name))).toEqual([]);
});

import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { AugmentationStack } from '../augmentations/index.js';
import type { DataModule, SessionInfo } from '../contracts/index.js';
import { Lfads } from '../model/index.js';
import { createRegistry, createRunContainer, DATA_MODULE, RUN_PATHS } from '../registry/index.js';
import { expectClose } from '../test-support/functions-fixture.js';
import { corePlugin } from './index.js';

const registry = createRegistry([corePlugin]);

const session = (name: string, channels: number): SessionInfo => ({
  name,
  path: `/data/${name}.h5`,
  encodSteps: 6,
  encodChannels: channels,
  reconSteps: 6,
  reconChannels: channels,
  extInputDim: 0,
  trials: { train: 4 },
});

/** readin_weight W [3,2] and readout_bias [3]. */
const alignment = {
  readin_weight: { shape: [3, 2], data: [1, 0, 0, 2, 0, 0] },
  readout_bias: { shape: [3], data: [0.5, 1, 2] },
};

const dataModule = (
  sessions: readonly SessionInfo[],
  attributes: Record<string, { shape: number[]; data: number[] }> = {},
): DataModule => ({
  setup: async () => {},
  sessions,
  trainBatches: () => [],
  trainBatchCount: 0,
  validBatches: () => [],
  predictBatches: () => [],
  attribute: (_, key) => attributes[key],
});

const runOn = (data?: DataModule) => {
  const run = createRunContainer(registry);
  if (data) run.provide(DATA_MODULE, data);
  return run;
};

const sizes = {
  encod_data_dim: 3,
  encod_seq_len: 6,
  recon_seq_len: 6,
  ic_enc_dim: 4,
  ci_enc_dim: 0,
  con_dim: 0,
  co_dim: 0,
  ic_dim: 2,
  gen_dim: 4,
  fac_dim: 2,
};

const modelOptions = (run: ReturnType<typeof runOn>) => ({
  ...sizes,
  readin: [run.create('@lfads/core/Identity')],
  readout: run.create('@lfads/core/ModuleList', {
    modules: [run.create('@lfads/core/FanInLinear', { in_features: 2, out_features: 3 })],
  }),
  reconstruction: [run.create('@lfads/core/Poisson')],
  ic_prior: run.create('@lfads/core/MultivariateNormal', { mean: 0, variance: 0.1, shape: 2 }),
  co_prior: run.create('@lfads/core/Null'),
});

describe('corePlugin', () => {
  it.each(corePlugin.components.map((component) => [component.target, component] as const))(
    '%s says what it is, and what each option is for',
    (_, { summary, options }) => {
      expect(summary).toMatch(/^[A-Z].*\.$/);
      const shape = (options as z.ZodObject).shape as Record<string, z.ZodType>;
      for (const [name, schema] of Object.entries(shape)) {
        expect(name).toMatch(/^[a-z0-9_]+$/);
        expect(schema.description, name).toBeTruthy();
      }
    },
  );

  it('makes a model from the options of a config', () => {
    const run = runOn();
    const stack = run.create('@lfads/core/AugmentationStack', {
      transforms: [run.create('@lfads/core/CoordinatedDropout', { cd_rate: 0.3 })],
      batch_order: [0],
      loss_order: [0],
    });
    const model = run.create<Lfads>('@lfads/core/Lfads', {
      ...modelOptions(run),
      train_aug_stack: stack,
      kl_ic_scale: 1e-6,
    });
    expect(model).toBeInstanceOf(Lfads);
    expect(model.hparams.klIcScale).toBe(1e-6);
    expect(model.parts.trainAugStack).toBe(stack);
    expect(model.parts.inferAugStack).toBeInstanceOf(AugmentationStack);
    model.build(1);
    expect([...model.parameters.entries.keys()]).toContain('readout.0.weight');
    model.parameters.dispose();
  });

  it('takes another generator cell', () => {
    const run = runOn();
    const cell = run.create('@lfads/core/GruCell', { cell_clip: 2 });
    const model = run.create<Lfads>('@lfads/core/Lfads', {
      ...modelOptions(run),
      generator_cell: cell,
    });
    model.build(1);
    expect(model.parts.generatorCell).toBe(cell);
    const { variable } = model.parameters.entries.get('decoder.rnn.cell.gen_cell.weight_hh')!;
    expect(variable.shape).toEqual([12, 4]);
    model.parameters.dispose();
  });

  it('refuses parts of the wrong kind and options that do not exist', () => {
    const run = runOn();
    const options = modelOptions(run);
    expect(() =>
      run.create('@lfads/core/Lfads', { ...options, readin: options.reconstruction }),
    ).toThrow(
      /readin.0: expected a component of kind "readin", but @lfads\/core\/Poisson is not one/,
    );
    expect(() => run.create('@lfads/core/Lfads', { ...options, gen_dims: 3 })).toThrow(/gen_dims/);
  });

  it('gives every session of the data its own copy of a single part', () => {
    const run = runOn(dataModule([session('a', 3), session('b', 3)]));
    const model = run.create<Lfads>('@lfads/core/Lfads', modelOptions(run));
    const [first, second] = model.parts.readout;
    expect(model.parts.readout).toHaveLength(2);
    expect(first).not.toBe(second);
    model.build(1);
    const names = [...model.parameters.entries.keys()];
    expect(names).toEqual(expect.arrayContaining(['readout.0.weight', 'readout.1.weight']));
    model.parameters.dispose();
  });
});

describe('sizes that are auto', () => {
  const autoOptions = (run: ReturnType<typeof runOn>) => ({
    ...modelOptions(run),
    encod_data_dim: 'auto',
    encod_seq_len: 'auto',
    recon_seq_len: 'auto',
    readout: run.create('@lfads/core/FanInLinear'),
  });
  const wide = { ...session('wide', 3), reconSteps: 9, reconChannels: 5, extInputDim: 2 };

  it('are those of the data, for the read-out too', () => {
    const run = runOn(dataModule([wide]));
    const model = run.create<Lfads>('@lfads/core/Lfads', {
      ...autoOptions(run),
      reconstruction: run.create('@lfads/core/Gaussian'),
    });
    model.build(1, [wide]);
    const { encodDataDim, encodSeqLen, reconSeqLen, extInputDim } = model.hparams;
    expect([encodDataDim, encodSeqLen, reconSeqLen, extInputDim]).toEqual([3, 6, 9, 2]);
    const { variable } = model.parameters.entries.get('readout.0.weight')!;
    expect(variable.shape).toEqual([2 * 5, 2]);
    model.parameters.dispose();
  });

  it.each(['FanInLinear', 'KernelNormalizedLinear', 'Mlp'])('suit %s on both sides', (name) => {
    const run = runOn(dataModule([wide]));
    const model = run.create<Lfads>('@lfads/core/Lfads', {
      ...autoOptions(run),
      encod_data_dim: 4,
      readin: run.create(`@lfads/core/${name}`, { requires_grad: false }),
      readout: run.create(`@lfads/core/${name}`),
    });
    model.build(1);
    const { entries } = model.parameters;
    const of = (side: string) => [...entries].filter(([parameter]) => parameter.startsWith(side));
    expect(of('readin').map(([, { trainable }]) => trainable)).not.toContain(true);
    expect(of('readout').map(([, { trainable }]) => trainable)).not.toContain(false);
    expect(of('readin').at(-1)![1].variable.shape).toEqual([4]);
    expect(of('readout').at(-1)![1].variable.shape).toEqual([5]);
    model.parameters.dispose();
  });

  it('are found when their keys are left out', () => {
    const run = runOn(dataModule([wide]));
    const model = run.create<Lfads>('@lfads/core/Lfads', {
      ...modelOptions(run),
      encod_data_dim: undefined,
      encod_seq_len: undefined,
      recon_seq_len: undefined,
    });
    expect(model.hparams).toMatchObject({ encodDataDim: 3, encodSeqLen: 6, reconSeqLen: 9 });
  });

  it('of the encoders are what an alignment in the files leads to', () => {
    const run = runOn(dataModule([session('a', 3)], alignment));
    const model = run.create<Lfads>('@lfads/core/Lfads', {
      ...autoOptions(run),
      readin: run.create('@lfads/core/MultisessionReadin'),
    });
    expect(model.hparams.encodDataDim).toBe(2);
  });

  it('must be stated where there is nothing to find them by: all of them in one message', () => {
    const run = runOn();
    expect(() => run.create('@lfads/core/Lfads', autoOptions(run))).toThrow(
      /encod_data_dim is auto, but there are no data[\s\S]*encod_seq_len[\s\S]*recon_seq_len/,
    );
    expect(() =>
      run
        .create<Lfads>('@lfads/core/Lfads', {
          ...modelOptions(run),
          readin: run.create('@lfads/core/FanInLinear'),
          readout: run.create('@lfads/core/FanInLinear'),
        })
        .build(1),
    ).toThrow(/readin\.0\.in_features is auto[\s\S]*readout\.0\.out_features is auto/);
  });

  it('must be stated where sessions differ, or where the read-in has no size either', () => {
    const different = [session('a', 3), { ...session('b', 5), encodSteps: 8 }];
    const run = runOn(dataModule(different));
    expect(() => run.create('@lfads/core/Lfads', autoOptions(run))).toThrow(
      /encod_data_dim is auto, but sessions differ: 3 in \/data\/a\.h5, 5 in \/data\/b\.h5[\s\S]*encod_seq_len.*6 in/,
    );
    const readin = run.create('@lfads/core/FanInLinear');
    expect(() => run.create('@lfads/core/Lfads', { ...autoOptions(run), readin })).toThrow(
      /encod_data_dim is auto, but so is out_features of model\.readin/,
    );
  });
});

describe('read-ins and read-outs of several sessions', () => {
  const target = (name: string) => `@lfads/core/Multisession${name}`;

  it('take the channels from the data', () => {
    const run = runOn(dataModule([session('a', 3), session('b', 5)]));
    const model = run.create<Lfads>('@lfads/core/Lfads', {
      ...modelOptions(run),
      encod_data_dim: 2,
      readin: run.create(target('Readin'), { pcr_init: false, out_features: 2 }),
      readout: run.create(target('Readout'), { pcr_init: false, in_features: 2 }),
      reconstruction: run.create(target('Reconstruction'), {
        recon: run.create('@lfads/core/Poisson'),
      }),
    });
    model.build(1);
    const entry = (name: string) => model.parameters.entries.get(name)!;
    expect(entry('readin.1.weight').variable.shape).toEqual([2, 5]);
    expect(entry('readin.1.weight').trainable).toBe(false);
    expect(entry('readout.1.weight').variable.shape).toEqual([5, 2]);
    expect(entry('readout.1.weight').trainable).toBe(true);
    model.parameters.dispose();
  });

  it('start from the alignment in the files', () => {
    const run = runOn(dataModule([session('a', 3)], alignment));
    const model = run.create<Lfads>('@lfads/core/Lfads', {
      ...modelOptions(run),
      encod_data_dim: 2,
      readin: run.create(target('Readin')),
      readout: run.create(target('Readout')),
    });
    model.build(1);
    const values = (name: string) => model.parameters.entries.get(name)!.variable;
    expectClose(values('readin.0.weight'), [1, 0, 0, 0, 2, 0]);
    expectClose(values('readin.0.bias'), [-0.5, -2]);
    expectClose(values('readout.0.weight'), [1, 0, 0, 0.5, 0, 0]);
    expectClose(values('readout.0.bias'), [0.5, 1, 2]);
    model.parameters.dispose();
  });

  it.each([{}, { recon_params: 2 }])(
    'start the first of several parameters from the alignment, the others at zero: %j',
    (options) => {
      const run = runOn(dataModule([session('a', 3)], alignment));
      const model = run.create<Lfads>('@lfads/core/Lfads', {
        ...modelOptions(run),
        encod_data_dim: 2,
        readin: run.create(target('Readin')),
        readout: run.create(target('Readout'), options),
        reconstruction: [run.create('@lfads/core/Gamma')],
      });
      model.build(1);
      const values = (name: string) => model.parameters.entries.get(name)!.variable;
      expectClose(values('readout.0.weight'), [1, 0, 0, 0.5, 0, 0, 0, 0, 0, 0, 0, 0]);
      expectClose(values('readout.0.bias'), [0.5, 1, 2, 0, 0, 0]);
      model.parameters.dispose();
    },
  );

  it('refuse an alignment of other channels than the data have', () => {
    const run = runOn(dataModule([session('a', 4)], alignment));
    const model = run.create<Lfads>('@lfads/core/Lfads', {
      ...modelOptions(run),
      encod_data_dim: 2,
      readin: run.create(target('Readin')),
      readout: run.create(target('Readout')),
      reconstruction: [run.create('@lfads/core/Gamma')],
    });
    expect(() => model.build(1)).toThrow(
      /readout\.0\.out_features is 3, but \/data\/a\.h5, recon_data: axis 2 \(channels\) times 2 is 8/,
    );
  });

  it('say what to do when the files hold no alignment', () => {
    const run = runOn(dataModule([session('a', 3)]));
    expect(() => run.create(target('Readin'))).toThrow(/a\.h5 gives no readin_weight/);
  });

  it.each([
    ['Readin', { out_features: 2 }, /pcr_init: true and out_features: 2/],
    ['Readout', { pcr_init: true, in_features: 4 }, /pcr_init: true and in_features: 4/],
  ])('%s refuses a size that the files give', (name, options, message) => {
    const run = runOn(dataModule([session('a', 3)]));
    expect(() => run.create(target(name), options)).toThrow(message);
  });

  it('take the shared sizes from the model, and P from its reconstructions', () => {
    const run = runOn(dataModule([session('a', 3), session('b', 5)]));
    const model = run.create<Lfads>('@lfads/core/Lfads', {
      ...modelOptions(run),
      encod_data_dim: 7,
      readin: run.create(target('Readin'), { pcr_init: false }),
      readout: run.create(target('Readout'), { pcr_init: false }),
      reconstruction: [run.create('@lfads/core/Gaussian')],
    });
    model.build(1);
    const shape = (name: string) => model.parameters.entries.get(name)!.variable.shape;
    expect(shape('readin.1.weight')).toEqual([7, 5]);
    expect(shape('readout.0.weight')).toEqual([3 * 2, 2]);
    expect(shape('readout.1.bias')).toEqual([5 * 2]);
    model.parameters.dispose();
  });

  it('need the data', () => {
    const run = runOn();
    run.provide(RUN_PATHS, { dir: '/runs/a', checkpoints: '/runs/a/checkpoints' });
    const create = () => run.create(target('Readin'), { pcr_init: false, out_features: 2 });
    expect(create).toThrow(expect.objectContaining({ code: 'LFADS_SERVICE_MISSING' }));
  });
});

import { LfadsError, lfadsScalars } from '@lfads/core';
import { z } from 'zod';

/** A component by the name of its class, and its options. */
const component = z.looseObject({ type: z.string() });

const schema = z
  .strictObject({
    ...Object.fromEntries(Object.keys(lfadsScalars).map((key) => [key, z.unknown().optional()])),
    model: z.record(z.string(), z.unknown()).default({}),
    reconstruction: component.default({ type: 'Poisson' }),
    ic_prior: component.optional(),
    co_prior: component.optional(),
    train_aug: z.array(component).default([]),
    infer_aug: z.array(component).default([]),
    batch_size: z.int().positive().default(64),
    grad_clip_norm: z.number().positive().default(200),
    max_epochs: z.int().positive().default(1000),
    posterior_samples: z.int().positive().default(50),
    seed: z.int().default(0),
    data: z.string().optional(),
    comment: z.string().optional(),
    encod_dims: z.array(z.int()).length(1).optional(),
    recon_dims: z.array(z.int()).length(1).optional(),
  })
  .describe(
    "lfads-torch's scalars, at the top or under `model`, and parts by the names of their classes",
  );

/**
 * An entry config made of a JSON of lfads-torch's scalars. Sizes of the data that it leaves out are
 * those of the data file.
 *
 * @param path of the JSON, for messages
 * @throws LfadsError LFADS_QUALITY_BAD_CONFIG with every key that is wrong
 */
export function entryConfig(json: unknown, path: string, dataFile: string): object {
  const parsed = schema.safeParse(json);
  if (!parsed.success) {
    throw new LfadsError(
      'LFADS_QUALITY_BAD_CONFIG',
      `${path} is wrong:\n${z.prettifyError(parsed.error)}`,
      'Scalars stand at the top or under "model"; parts are {"type": "Poisson", …}.',
    );
  }
  const { model, reconstruction, ic_prior, co_prior, train_aug, infer_aug, ...rest } = parsed.data;
  const scalars = Object.fromEntries(
    Object.entries({ ...rest, ...model }).filter(([key]) => key in lfadsScalars),
  );
  const { ic_dim: icDim, co_dim: coDim } = scalars as { ic_dim?: number; co_dim?: number };
  return {
    defaults: [{ callbacks: 'default' }, { trainer: 'default' }, { logger: 'default' }, '_self_'],
    seed: rest.seed,
    datamodule: {
      _target_: '@lfads/data/BasicDataModule',
      datafile_pattern: dataFile,
      batch_size: rest.batch_size,
    },
    trainer: { max_epochs: rest.max_epochs, gradient_clip_val: rest.grad_clip_norm },
    posterior_sampling: {
      use_best_ckpt: true,
      fn: {
        _target_: '@lfads/train/runPosteriorSampling',
        filename: 'lfads_output.h5',
        num_samples: rest.posterior_samples,
      },
    },
    model: {
      _target_: '@lfads/core/Lfads',
      ...RAMPS,
      ...scalars,
      readin: [{ _target_: '@lfads/core/Identity' }],
      readout: [
        {
          _target_: '@lfads/core/FanInLinear',
          in_features: 'auto',
          out_features: 'auto',
        },
      ],
      train_aug_stack: stack(train_aug),
      infer_aug_stack: stack(infer_aug),
      reconstruction: [part(reconstruction)],
      ic_prior: part(
        ic_prior ?? { type: 'MultivariateNormal', mean: 0, variance: 0.1, shape: icDim },
      ),
      co_prior: part(
        co_prior ??
          (coDim
            ? { type: 'AutoregressiveMultivariateNormal', tau: 10, nvar: 0.1, shape: coDim }
            : { type: 'Null' }),
      ),
    },
  };
}

/** The default callbacks read them. */
const RAMPS = Object.fromEntries(
  (['l2_start_epoch', 'l2_increase_epoch', 'kl_start_epoch', 'kl_increase_epoch'] as const).map(
    (key) => [key, lfadsScalars[key].parse(undefined)],
  ),
);

const part = ({ type, ...options }: z.infer<typeof component>) => ({
  _target_: `@lfads/core/${type}`,
  ...options,
});

const stack = (transforms: readonly z.infer<typeof component>[]) => ({
  _target_: '@lfads/core/AugmentationStack',
  transforms: transforms.map(part),
  batch_order: transforms.map((_, i) => i),
  loss_order: transforms.map((_, i) => i),
});

import { defineOptimizer, defineSchedule } from '@lfads/core';
import { z } from 'zod';
import { adamWFactory } from '../optimizer/adamw-factory.js';
import { reduceOnPlateau } from '../optimizer/reduce-on-plateau.js';

/** The options that were given. */
const given = <Options extends object>(options: Options) =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== null)) as {
    [Key in keyof Options]?: NonNullable<Options[Key]>;
  };

const rate = z.number().gte(0).lt(1).nullable().default(null);

export const adamW = defineOptimizer({
  target: '@lfads/train/AdamW',
  summary: 'Adam with decoupled weight decay, the default.',
  docs: 'Loshchilov & Hutter, Decoupled weight decay regularization, ICLR 2019.',
  options: z.object({
    beta1: rate.describe("decay of the gradients' average; null: the model's lr_adam_beta1"),
    beta2: rate.describe("decay of the squares' average; null: the model's lr_adam_beta2"),
    epsilon: z
      .number()
      .positive()
      .nullable()
      .default(null)
      .describe("added to the root of the squares' average; null: the model's lr_adam_epsilon"),
  }),
  create: (options) => adamWFactory(given(options)),
});

export const reduceLrOnPlateau = defineSchedule({
  target: '@lfads/train/ReduceLROnPlateau',
  summary: 'The learning rate falls when a metric has stopped improving, the default.',
  docs:
    "As PyTorch's ReduceLROnPlateau with threshold 0: after more than `patience` epochs without a new " +
    'best value the rate is multiplied by `factor`, down to `min_lr`. With `model.lr_scheduler: false` it is constant.',
  options: z.object({
    monitor: z.string().default('valid/recon_smth').describe('the metric that must fall'),
    factor: rate.describe("what the rate is multiplied by; null: the model's lr_decay"),
    patience: z
      .int()
      .nonnegative()
      .nullable()
      .default(null)
      .describe("epochs without a new best that are borne; null: the model's lr_patience"),
    min_lr: z
      .number()
      .nonnegative()
      .nullable()
      .default(null)
      .describe("the smallest rate; null: the model's lr_stop"),
  }),
  create({ min_lr, ...options }) {
    return reduceOnPlateau({ ...given(options), ...(min_lr !== null && { minLr: min_lr }) });
  },
});

import { z } from 'zod';
import { AugmentationStack } from '../augmentations/index.js';
import type {
  AugmentationOrder,
  GeneratorCell,
  Prior,
  Readin,
  Readout,
  Reconstruction,
} from '../contracts/index.js';
import { Lfads, lfadsHyperparameters, lfadsScalars } from '../model/index.js';
import { DATA_MODULE, defineModel, partOf } from '../registry/index.js';
import { forSessions, sessionParts } from './session-parts.js';

const stack = () => partOf<AugmentationOrder>('augmentationStack').optional();

/** The whole model from its configuration. Its parameters are created by `build`. */
export const lfads = defineModel({
  target: '@lfads/core/Lfads',
  summary: 'Latent factor analysis via dynamical systems.',
  docs: `A bidirectional encoder infers each trial's initial condition and, with a controller, its inputs; a recurrent
generator unrolls them; factors are read out of it, and rates out of the factors. The loss is the
reconstruction's negative log-likelihood, plus KL divergences from the priors and L2 penalties on recurrent
weights, both ramped up over epochs.

Source: Sussillo et al. 2016, arXiv:1608.06315; Pandarinath et al. 2018, Nature Methods 15. The options are
those of lfads-torch (Sedler & Pandarinath 2023).`,
  options: z.object({
    ...lfadsScalars,
    readin: sessionParts<Readin>('readin').describe('Read-in, by session'),
    readout: sessionParts<Readout>('readout').describe('Read-out, by session'),
    reconstruction: sessionParts<Reconstruction>('reconstruction').describe(
      'Observation model, by session',
    ),
    ic_prior: partOf<Prior>('prior').describe('Prior over the initial condition'),
    co_prior: partOf<Prior>('prior').describe('Prior over the inferred inputs'),
    train_aug_stack: stack().describe('Augmentations in training; absent: none'),
    infer_aug_stack: stack().describe('Augmentations in validation and inference; absent: none'),
    generator_cell: partOf<GeneratorCell>('generatorCell')
      .optional()
      .describe('Recurrent cell of the generator; absent: the clipped GRU'),
  }),
  create: (options, context) => {
    const {
      readin,
      readout,
      reconstruction,
      ic_prior: icPrior,
      co_prior: coPrior,
      train_aug_stack: trainAugStack = new AugmentationStack(),
      infer_aug_stack: inferAugStack = new AugmentationStack(),
      generator_cell: generatorCell,
      ...scalars
    } = options;
    const sessions = context.find(DATA_MODULE)?.sessions;
    const count =
      sessions?.length ?? Math.max(readin.length, readout.length, reconstruction.length);
    const readins = forSessions(readin, count);
    const parts = {
      readin: readins,
      readout: forSessions(readout, count),
      reconstruction: forSessions(reconstruction, count),
      icPrior,
      coPrior,
      trainAugStack,
      inferAugStack,
      generatorCell,
    };
    const hparams = lfadsHyperparameters(scalars, { readin: readins, sessions });
    return new Lfads(hparams, parts, sessions);
  },
});

import {
  AugmentationStack,
  AutoregressiveMultivariateNormal,
  CoordinatedDropout,
  FanInLinear,
  Identity,
  Lfads,
  lfadsHyperparameters,
  MultivariateNormal,
  Null,
  Poisson,
} from '@lfads/core';
import { CHANNELS, HELD_IN, RECON_STEPS, STEPS } from './small-data.js';

type Scalars = Partial<Parameters<typeof lfadsHyperparameters>[0]>;

/** A model with all its parts (controller, coordinated dropout, forward prediction), but few units. */
export function smallModel(scalars: Scalars = {}, sessions = 1): Lfads {
  const hparams = lfadsHyperparameters({
    encod_data_dim: HELD_IN,
    encod_seq_len: STEPS,
    recon_seq_len: RECON_STEPS,
    ic_enc_dim: 5,
    ci_enc_dim: 4,
    con_dim: 4,
    co_dim: 2,
    ic_dim: 4,
    gen_dim: 8,
    fac_dim: 4,
    dropout_rate: 0.1,
    loss_scale: 100,
    lr_scheduler: true,
    lr_init: 0.01,
    lr_patience: 1,
    weight_decay: 0.01,
    l2_gen_scale: 1,
    l2_increase_epoch: 3,
    kl_increase_epoch: 3,
    kl_ic_scale: 1e-3,
    kl_co_scale: 1e-3,
    ...scalars,
  });
  const each = <T>(make: () => T) => Array.from({ length: sessions }, make);
  const { variational } = hparams;
  const model = new Lfads(hparams, {
    readin: each(() => new Identity()),
    readout: each(() => new FanInLinear({ inFeatures: hparams.facDim, outFeatures: CHANNELS })),
    reconstruction: each(() => new Poisson()),
    icPrior: variational
      ? new MultivariateNormal({ mean: 0, variance: 0.1, shape: hparams.icDim })
      : new Null(),
    coPrior: variational
      ? new AutoregressiveMultivariateNormal({ tau: 10, nvar: 0.1, shape: hparams.coDim })
      : new Null(),
    trainAugStack: new AugmentationStack({
      transforms: [new CoordinatedDropout({ cdRate: 0.3, cdPassRate: 0, icEncSeqLen: 0 })],
    }),
    inferAugStack: new AugmentationStack(),
  });
  model.build(1);
  return model;
}

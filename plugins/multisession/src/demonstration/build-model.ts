import {
  AugmentationStack,
  corePlugin,
  createRegistry,
  createRunContainer,
  DATA_MODULE,
  type DataModule,
  FanInLinear,
  Identity,
  Lfads,
  lfadsHyperparameters,
  MultivariateNormal,
  Null,
  Poisson,
  type Readin,
  type Readout,
  type SessionInfo,
} from '@lfads/core';

const SIZES = { ic_enc_dim: 24, ic_dim: 24, gen_dim: 32, fac_dim: 3 };

/**
 * What reads in and out: `stitched`, maps from the alignment in the data's files, the read-ins frozen; `added`,
 * the same with read-ins that are trained; `plain`, one session's channels as they are and a random read-out.
 */
export type Maps = 'stitched' | 'added' | 'plain';

/** A small model without inferred inputs, its parameters drawn from seed 0. */
export function buildModel(data: DataModule, epochs: number, maps: Maps): Lfads {
  const [{ encodSteps, reconSteps, encodChannels }] = data.sessions as [SessionInfo];
  const hparams = lfadsHyperparameters({
    ...SIZES,
    encod_data_dim: maps === 'plain' ? encodChannels : SIZES.fac_dim,
    encod_seq_len: encodSteps,
    recon_seq_len: reconSteps,
    ext_input_dim: 0,
    ci_enc_dim: 0,
    con_dim: 0,
    co_dim: 0,
    dropout_rate: 0.05,
    lr_init: 1e-2,
    kl_increase_epoch: Math.ceil(epochs / 4),
    l2_increase_epoch: Math.ceil(epochs / 4),
    kl_ic_scale: 1e-5,
    l2_gen_scale: 1e-5,
  });
  const model = new Lfads(hparams, {
    ...(maps === 'plain' ? plainMaps() : alignedMaps(data, maps === 'added')),
    reconstruction: data.sessions.map(() => new Poisson()),
    icPrior: new MultivariateNormal({ mean: 0, variance: 0.1, shape: hparams.icDim }),
    coPrior: new Null(),
    trainAugStack: new AugmentationStack(),
    inferAugStack: new AugmentationStack(),
  });
  model.build(0, data.sessions);
  return model;
}

const plainMaps = () => ({ readin: [new Identity()], readout: [new FanInLinear()] });

function alignedMaps(data: DataModule, trainReadins: boolean) {
  const run = createRunContainer(createRegistry([corePlugin]));
  run.provide(DATA_MODULE, data);
  const { modules: readin } = run.create<{ modules: Readin[] }>('@lfads/core/MultisessionReadin', {
    requires_grad: trainReadins,
  });
  const { modules: readout } = run.create<{ modules: Readout[] }>(
    '@lfads/core/MultisessionReadout',
  );
  return { readin, readout };
}

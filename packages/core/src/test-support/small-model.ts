import * as tf from '@tensorflow/tfjs-core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { AugmentationStack, CoordinatedDropout } from '../augmentations/index.js';
import type { SessionBatch } from '../contracts/index.js';
import { Lfads, lfadsHyperparameters, type LfadsParts } from '../model/index.js';
import { AutoregressiveMultivariateNormal, MultivariateNormal } from '../priors/index.js';
import { StepStreams } from '../random/index.js';
import { FanInLinear, Identity } from '../readins/index.js';
import { Poisson } from '../reconstructions/index.js';

type Scalars = Parameters<typeof lfadsHyperparameters>[0];

const scalars: Scalars = {
  encod_data_dim: 4,
  encod_seq_len: 6,
  recon_seq_len: 6,
  ic_enc_dim: 5,
  ci_enc_dim: 3,
  con_dim: 4,
  co_dim: 2,
  ic_dim: 3,
  gen_dim: 7,
  fac_dim: 3,
};

export interface SmallModel {
  scalars?: Partial<Scalars>;
  parts?: Partial<LfadsParts>;
  /** Target's channels, by session. */
  reconChannels?: number[];
  cdRate?: number;
}

/** A model of a few units, built from seed 1: one session of four channels if nothing else is said. */
export function smallModel({
  parts,
  reconChannels = [4],
  cdRate,
  ...given
}: SmallModel = {}): Lfads {
  const hparams = lfadsHyperparameters({ ...scalars, ...given.scalars });
  const transforms =
    cdRate === undefined
      ? []
      : [new CoordinatedDropout({ cdRate, icEncSeqLen: hparams.icEncSeqLen })];
  const model = new Lfads(hparams, {
    readin: reconChannels.map(() => new Identity()),
    readout: reconChannels.map(
      (outFeatures) => new FanInLinear({ inFeatures: hparams.facDim, outFeatures }),
    ),
    reconstruction: reconChannels.map(() => new Poisson()),
    icPrior: new MultivariateNormal({ mean: 0, variance: 0.1, shape: hparams.icDim }),
    coPrior: new AutoregressiveMultivariateNormal({ tau: 10, nvar: 0.1, shape: hparams.coDim }),
    trainAugStack: new AugmentationStack({ transforms }),
    inferAugStack: new AugmentationStack(),
    ...parts,
  });
  model.build(1);
  return model;
}

/** Counts from 0 to 2 that depend on `seed`; steps and channels as the small model has them. */
export function smallSession(
  seed: number,
  {
    trials = 3,
    encod = [6, 4],
    recon = encod,
  }: { trials?: number; encod?: number[]; recon?: number[] } = {},
): SessionBatch {
  const random = new StepStreams(seed, 0);
  const counts = (stream: string, shape: number[]) =>
    tf.tidy(() => tf.floor(tf.mul(random.uniform(stream, [trials, ...shape]), 3))) as Tensor3D;
  return { encodData: counts('encod', encod), reconData: counts('recon', recon) };
}

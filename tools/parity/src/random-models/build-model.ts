import {
  type AugmentationStack,
  type Batch,
  type GeneratorCell,
  Lfads,
  lfadsHyperparameters,
  type Prior,
  type Readin,
  type Readout,
  type Reconstruction,
  type SessionBatch,
  StepStreams,
} from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { createNamed as part } from '../components.js';
import type { RandomModel } from './random-model.js';

const PRIOR_OPTIONS = {
  MultivariateNormal: { mean: 0.1, variance: 0.2 },
  AutoregressiveMultivariateNormal: { tau: 3, nvar: 0.2 },
  MultivariateStudentT: { loc: 0.1, scale: 0.3, df: 5 },
  Laplace: { loc: 0.1, scale: 0.3 },
  Null: undefined,
} as const;
const prior = (name: keyof typeof PRIOR_OPTIONS, shape: number): Prior => {
  const options = PRIOR_OPTIONS[name];
  return part(name, options && { ...options, shape });
};

const cellOf = ({ cell, cellClip: cell_clip }: RandomModel): GeneratorCell | undefined => {
  switch (cell) {
    case 'none':
      return undefined;
    case 'tanh':
    case 'relu':
      return part('VanillaRnnCell', { nonlinearity: cell, cell_clip });
    case 'LinearCell':
      return part('LinearCell');
    case 'GruCell':
    case 'LstmCell':
      return part(cell, { cell_clip });
  }
};

const reconstructionOf = ({ reconstruction }: RandomModel): Reconstruction =>
  part(
    reconstruction,
    reconstruction === 'ZeroInflatedGamma'
      ? { gamma_loc: 0.1, scale_init: 1.5, scale_prior: 1, scale_penalty: 0.02 }
      : {},
  );

const generatorCell = (model: RandomModel) => {
  const cell = cellOf(model);
  return cell && { generatorCell: cell };
};

/** The model with parameters drawn from its seed. */
export function buildModel(model: RandomModel): Lfads {
  const { controller, sessions, encodDataDim, l2Scale, klScale } = model;
  const hparams = lfadsHyperparameters({
    encod_data_dim: encodDataDim,
    encod_seq_len: model.encodSeqLen,
    recon_seq_len: model.encodSeqLen + model.forwardSteps,
    ext_input_dim: model.extInputDim,
    ic_enc_seq_len: model.icEncSeqLen,
    ic_enc_dim: model.icEncDim,
    ci_enc_dim: controller?.ciEncDim ?? 0,
    ci_lag: controller?.ciLag ?? 0,
    ci_enc_causal: controller?.causal ?? false,
    con_dim: controller?.conDim ?? 0,
    co_dim: controller?.coDim ?? 0,
    ic_dim: model.icDim,
    gen_dim: model.genDim,
    fac_dim: model.facDim,
    dropout_rate: model.dropoutRate,
    cell_clip: model.cellClip,
    gradient_checkpointing: model.checkpointing,
    variational: model.variational,
    recon_reduce_mean: model.reduceMean,
    loss_scale: 100,
    l2_ic_enc_scale: l2Scale,
    l2_ci_enc_scale: l2Scale,
    l2_gen_scale: l2Scale,
    l2_con_scale: l2Scale,
    kl_ic_scale: klScale,
    kl_co_scale: klScale,
  });
  const coordinatedDropout = {
    cd_rate: model.cdRate,
    cd_pass_rate: model.cdPassRate,
    ic_enc_seq_len: model.icEncSeqLen,
  };
  const built = new Lfads(hparams, {
    readin: sessions.map(({ encodChannels }) =>
      part<Readin>('FanInLinear', { in_features: encodChannels, out_features: encodDataDim }),
    ),
    readout: sessions.map(({ encodChannels, heldOut }) => {
      const { nParams } = reconstructionOf(model);
      const out_features = (encodChannels + heldOut) * nParams;
      return part<Readout>('FanInLinear', { in_features: model.facDim, out_features });
    }),
    reconstruction: sessions.map(() => reconstructionOf(model)),
    icPrior: prior(model.icPrior, model.icDim),
    coPrior: prior(model.coPrior, controller?.coDim ?? 0),
    ...generatorCell(model),
    trainAugStack: part<AugmentationStack>('AugmentationStack', {
      transforms: model.cdRate > 0 ? [part('CoordinatedDropout', coordinatedDropout)] : [],
    }),
    inferAugStack: part<AugmentationStack>('AugmentationStack'),
  });
  built.build(model.seed);
  return built;
}

/** Data in the support of the model's likelihood. */
export function randomBatch(model: RandomModel): Batch {
  const random = new StepStreams(model.seed, 1);
  const sessions = model.sessions.map(({ trials, encodChannels, heldOut }, s) => {
    const draw = (name: string, steps: number, channels: number) =>
      tf.tidy(() =>
        valuesFor(model.reconstruction, random.uniform(`${name}/${s}`, [trials, steps, channels])),
      ) as Tensor3D;
    const steps = model.encodSeqLen + model.forwardSteps;
    const reconData = draw('recon', steps, encodChannels + heldOut);
    const encodData = draw('encod', model.encodSeqLen, encodChannels);
    const ext = [trials, model.encodSeqLen - model.icEncSeqLen, model.extInputDim];
    const extInput = model.extInputDim > 0 && {
      extInput: random.normal(`ext/${s}`, ext) as Tensor3D,
    };
    return [s, { encodData, reconData, ...extInput } as SessionBatch] as const;
  });
  return new Map(sessions);
}

function valuesFor(reconstruction: RandomModel['reconstruction'], uniform: tf.Tensor): tf.Tensor {
  switch (reconstruction) {
    case 'Bernoulli':
      return tf.floor(tf.mul(uniform, 2));
    case 'MSE':
    case 'Gaussian':
      return tf.sub(uniform, 0.5);
    case 'Gamma':
      return tf.add(uniform, 0.1);
    case 'ZeroInflatedGamma':
      return tf.mul(tf.add(uniform, 0.2), tf.cast(tf.greater(uniform, 0.5), 'float32'));
    case 'Poisson':
    case 'PoissonBPS':
    case 'NegativeBinomial':
      return tf.floor(tf.mul(uniform, 4));
  }
}

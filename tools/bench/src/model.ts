import {
  Affine,
  AugmentationStack,
  AutoregressiveMultivariateNormal,
  type Batch,
  CoordinatedDropout,
  FanInLinear,
  Identity,
  Lfads,
  lfadsHyperparameters,
  MultivariateNormal,
  Poisson,
  varianceScaling,
  zeros,
} from '@lfads/core';
import { philox } from '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';
import type { Workload } from './workloads.js';

/** The model of a workload: Poisson, controller on, coordinated dropout 0.3, small L2 and KL terms. */
export function workloadModel(w: Workload, gradientCheckpointing = false): Lfads {
  const hparams = lfadsHyperparameters({
    gradient_checkpointing: gradientCheckpointing,
    encod_data_dim: w.readinDim ?? w.encodChannels[0]!,
    encod_seq_len: w.encodSeqLen,
    recon_seq_len: w.reconSeqLen,
    ic_enc_dim: w.icEncDim,
    ci_enc_dim: w.ciEncDim,
    con_dim: w.conDim,
    co_dim: w.coDim,
    ic_dim: w.icDim,
    gen_dim: w.genDim,
    fac_dim: w.facDim,
    dropout_rate: w.dropoutRate,
    l2_ic_enc_scale: 1e-3,
    l2_ci_enc_scale: 1e-3,
    l2_gen_scale: 1e-3,
    l2_con_scale: 1e-3,
  });
  const model = new Lfads(hparams, {
    readin: w.encodChannels.map((inFeatures) =>
      w.readinDim
        ? new Affine({
            inFeatures,
            outFeatures: w.readinDim,
            initialWeight: varianceScaling,
            initialBias: () => zeros,
            trainable: false,
          })
        : new Identity(),
    ),
    readout: w.reconChannels.map(
      (outFeatures) => new FanInLinear({ inFeatures: w.facDim, outFeatures }),
    ),
    reconstruction: w.reconChannels.map(() => new Poisson()),
    icPrior: new MultivariateNormal({ mean: 0, variance: 0.1, shape: w.icDim }),
    coPrior: new AutoregressiveMultivariateNormal({ tau: 10, nvar: 0.1, shape: w.coDim }),
    trainAugStack: new AugmentationStack({ transforms: [new CoordinatedDropout({ cdRate: 0.3 })] }),
    inferAugStack: new AugmentationStack(),
  });
  model.build(0);
  return model;
}

/** Sparse counts of about 0.1 a bin; the encoder sees the first steps and channels of the target. */
export function workloadBatch(w: Workload): Batch {
  return new Map(
    w.batch.map((trials, session) => {
      const shape = [trials, w.reconSeqLen, w.reconChannels[session]!];
      const spikes = philox({
        kind: 'bernoulli',
        shape,
        p: 0.1,
        seed: 0,
        stream: session,
        step: 0,
        draw: 0,
      });
      const reconData = tf.cast(spikes, 'float32') as tf.Tensor3D;
      const size = [trials, w.encodSeqLen, w.encodChannels[session]!];
      const encodData = tf.slice(reconData, [0, 0, 0], size) as tf.Tensor3D;
      return [session, { encodData, reconData }];
    }),
  );
}

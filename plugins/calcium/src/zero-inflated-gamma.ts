import {
  blockParams,
  constant,
  type DataSupport,
  defineReconstruction,
  eachParam,
  gammaNll,
  type ParameterScope,
  type Reconstruction,
} from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';

export interface ZeroInflatedGammaOptions {
  /** Smallest event: nonzero data lie above it. */
  gammaLoc: number;
  /** Initial factor of every channel's shape and rate; trained. */
  scaleInit: number;
  /** Where the penalty pulls the factors. */
  scalePrior: number;
  scalePenalty: number;
}

/** Keeps shape, rate and event probability from zero. */
const FLOOR = 1e-5;

/**
 * Zero-inflated gamma likelihood of deconvolved calcium events (Zhu et al. 2022): with probability q an
 * event of size gammaLoc + Gamma(shape, rate), else 0. Three raw parameters per channel; their sigmoids are
 * shape / scale[0], rate / scale[1] and q. Parameter: `scale` `[2,N]`.
 */
export class ZeroInflatedGamma implements Reconstruction {
  readonly nParams = 3;
  readonly support: DataSupport;
  private scale?: tf.Variable;

  constructor(private readonly options: ZeroInflatedGammaOptions) {
    this.support = { above: options.gammaLoc, orZero: true };
  }

  build(scope: ParameterScope, channels: number): void {
    this.scale = scope.create('scale', [2, channels], constant(this.options.scaleInit));
  }

  reshapeOutputParams(raw: tf.Tensor3D): tf.Tensor4D {
    return blockParams(raw, 3);
  }

  computeLoss(data: tf.Tensor3D, params: tf.Tensor4D): tf.Tensor3D {
    return tf.tidy(() => {
      const silent = tf.equal(data, 0);
      const size = tf.where(silent, tf.onesLike(data), tf.sub(data, this.options.gammaLoc));
      const { shape, rate, probability } = this.distribution(params);
      const eventLoss = tf.sub(gammaNll(size, shape, rate, tf.log(rate)), tf.log(probability));
      const silentLoss = tf.softplus(eachParam(params)[2]!);
      return tf.where(silent, silentLoss, eventLoss) as tf.Tensor3D;
    });
  }

  computeMeans(params: tf.Tensor4D): tf.Tensor3D {
    return tf.tidy(() => {
      const { shape, rate, probability } = this.distribution(params);
      return tf.mul(probability, tf.add(tf.div(shape, rate), this.options.gammaLoc));
    });
  }

  /** scalePenalty / 2 * sum (scale - scalePrior)² */
  computeL2(): tf.Scalar {
    const { scalePrior, scalePenalty } = this.options;
    return tf.tidy(() =>
      tf.mul(scalePenalty / 2, tf.sum(tf.square(tf.sub(this.scale!, scalePrior)))),
    );
  }

  private distribution(params: tf.Tensor4D) {
    const [shape, rate, probability] = eachParam(params).map((raw) =>
      tf.maximum(tf.sigmoid(raw), FLOOR),
    ) as tf.Tensor3D[];
    const [shapeScale, rateScale] = tf.unstack(this.scale!);
    return {
      shape: tf.mul<tf.Tensor3D>(shape!, shapeScale!),
      rate: tf.mul<tf.Tensor3D>(rate!, rateScale!),
      probability: probability!,
    };
  }
}

export const zeroInflatedGamma = defineReconstruction({
  target: '@lfads/plugin-calcium/ZeroInflatedGamma',
  summary: 'Zero-inflated gamma likelihood of deconvolved calcium events.',
  docs: `With probability q an event of size gamma_loc + Gamma(shape, rate), else 0. Three raw parameters per channel and
step; their sigmoids are shape / scale[0], rate / scale[1] and q, with a trained \`scale\` of two numbers per
channel. The loss at zeros stays finite however certain an event is, which lfads-torch's does not.

Source: Zhu et al. 2022, Nature Neuroscience 25.`,
  example: { gamma_loc: 0.1, scale_init: 1, scale_prior: 1, scale_penalty: 0.1 },
  options: z.object({
    recon_dim: z.int().positive().optional().describe('Not needed: the data gives it'),
    gamma_loc: z.number().nonnegative().describe('Smallest event; nonzero data lie above it'),
    scale_init: z.number().positive().describe('Initial factor of shape and rate'),
    scale_prior: z.number().describe('Value that the penalty pulls the factors to'),
    scale_penalty: z.number().nonnegative().describe('Strength of that penalty'),
  }),
  create: ({ gamma_loc, scale_init, scale_prior, scale_penalty }) =>
    new ZeroInflatedGamma({
      gammaLoc: gamma_loc,
      scaleInit: scale_init,
      scalePrior: scale_prior,
      scalePenalty: scale_penalty,
    }),
});

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type {
  FeatureSize,
  ParameterScope,
  PlaceSizes,
  Readin,
  Readout,
} from '../contracts/index.js';
import { varianceScaling, zeros } from '../parameters/index.js';
import { defineReadinReadout } from '../registry/index.js';
import { Affine } from './affine.js';
import { featureSize } from './feature-size.js';

const ACTIVATIONS = { relu: tf.relu, tanh: tf.tanh, elu: tf.elu };

export interface MlpOptions {
  /** Default: `auto`. */
  inFeatures?: FeatureSize;
  /** Default: `auto`. */
  outFeatures?: FeatureSize;
  /** Units of each hidden layer, first one first. */
  hiddenSizes: readonly number[];
  activation: keyof typeof ACTIVATIONS;
  /** Default: true. */
  trainable?: boolean;
}

/**
 * Affine maps with a nonlinearity between them, at each step alone. Parameters have the names of a
 * `torch.nn.Sequential` of them: `0.weight`, `0.bias`, `2.weight`, ….
 */
export class Mlp implements Readin, Readout {
  readonly inFeatures: FeatureSize;
  readonly outFeatures: FeatureSize;
  readonly trainable: boolean;
  private readonly layers: readonly Affine[];

  constructor(private readonly options: MlpOptions) {
    const { inFeatures = 'auto', outFeatures = 'auto', trainable = true, hiddenSizes } = options;
    this.inFeatures = inFeatures;
    this.outFeatures = outFeatures;
    this.trainable = trainable;
    const sizes = [inFeatures, ...hiddenSizes, outFeatures];
    this.layers = sizes.slice(1).map(
      (out, i) =>
        new Affine({
          inFeatures: sizes[i]!,
          outFeatures: out,
          initialWeight: varianceScaling,
          initialBias: () => zeros,
          trainable,
        }),
    );
  }

  build(scope: ParameterScope, sizes: PlaceSizes): void {
    this.layers.forEach((layer, i) => layer.build(scope.child(String(2 * i)), sizes));
  }

  /** @param data `[B,T,in]` */
  apply(data: Tensor3D): Tensor3D {
    const activation = ACTIVATIONS[this.options.activation];
    return this.layers.reduce((x, layer, i) => layer.apply(i === 0 ? x : activation(x)), data);
  }
}

export const mlp = defineReadinReadout({
  target: '@lfads/core/Mlp',
  summary:
    'Layers with a nonlinearity between them, for read-ins and read-outs that are not linear.',
  options: z.object({
    in_features: featureSize('Size of its input'),
    out_features: featureSize('Size of its output'),
    hidden_sizes: z
      .array(z.int().positive())
      .min(1)
      .default([64])
      .describe('Units of each hidden layer, first one first'),
    activation: z
      .enum(Object.keys(ACTIVATIONS) as (keyof typeof ACTIVATIONS)[])
      .default('relu')
      .describe('Nonlinearity after each hidden layer'),
    requires_grad: z.boolean().default(true).describe('Train it; false: it stays as it starts'),
  }),
  create: (options) =>
    new Mlp({
      inFeatures: options.in_features,
      outFeatures: options.out_features,
      hiddenSizes: options.hidden_sizes,
      activation: options.activation,
      trainable: options.requires_grad,
    }),
});

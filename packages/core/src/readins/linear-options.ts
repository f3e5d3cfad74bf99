import { z } from 'zod';
import type { FeatureSize } from '../contracts/index.js';
import { featureSize } from './feature-size.js';

/** Sizes are `auto` by default, `bias` and `trainable` true. */
export interface LinearOptions {
  inFeatures?: FeatureSize;
  outFeatures?: FeatureSize;
  bias?: boolean;
  trainable?: boolean;
}

/** Options of the affine maps, as configs have them. */
export const linearOptions = z.object({
  in_features: featureSize('Size of its input'),
  out_features: featureSize('Size of its output'),
  bias: z.boolean().default(true).describe('Add a bias'),
  requires_grad: z.boolean().default(true).describe('Train it; false: it stays as it starts'),
});

export const fromConfig = (options: z.output<typeof linearOptions>): LinearOptions => ({
  inFeatures: options.in_features,
  outFeatures: options.out_features,
  bias: options.bias,
  trainable: options.requires_grad,
});

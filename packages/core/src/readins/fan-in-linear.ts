import { z } from 'zod';
import type { FeatureSize } from '../contracts/index.js';
import { varianceScaling, zeros } from '../parameters/index.js';
import { defineReadinReadout } from '../registry/index.js';
import { Affine } from './affine.js';
import { featureSize } from './feature-size.js';

export interface FanInLinearOptions {
  /** Default: `auto`. */
  inFeatures?: FeatureSize;
  /** Default: `auto`. */
  outFeatures?: FeatureSize;
}

/** An affine map that starts with weights of standard deviation 1/sqrt(in) and no bias. */
export class FanInLinear extends Affine {
  constructor(sizes: FanInLinearOptions = {}) {
    super({ ...sizes, initialWeight: varianceScaling, initialBias: () => zeros });
  }
}

export const fanInLinear = defineReadinReadout({
  target: '@lfads/core/FanInLinear',
  summary: 'Trained affine map, started in proportion to its fan-in.',
  options: z.object({
    in_features: featureSize('Size of its input'),
    out_features: featureSize('Size of its output'),
  }),
  create: ({ in_features, out_features }) =>
    new FanInLinear({ inFeatures: in_features, outFeatures: out_features }),
});

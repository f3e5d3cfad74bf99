import { z } from 'zod';
import { varianceScaling, zeros } from '../parameters/index.js';
import { defineReadinReadout } from '../registry/index.js';
import { Affine } from './affine.js';

export interface FanInLinearOptions {
  inFeatures: number;
  outFeatures: number;
}

/** An affine map that starts with weights of standard deviation 1/sqrt(in) and no bias. */
export class FanInLinear extends Affine {
  constructor({ inFeatures, outFeatures }: FanInLinearOptions) {
    super({
      inFeatures,
      outFeatures,
      initialWeight: varianceScaling(inFeatures),
      initialBias: zeros,
    });
  }
}

export const fanInLinear = defineReadinReadout({
  target: '@lfads/core/FanInLinear',
  summary: 'Trained affine map, started in proportion to its fan-in.',
  options: z.object({
    in_features: z.int().positive().describe('Size of its input'),
    out_features: z.int().positive().describe('Size of its output'),
  }),
  create: ({ in_features, out_features }) =>
    new FanInLinear({ inFeatures: in_features, outFeatures: out_features }),
});

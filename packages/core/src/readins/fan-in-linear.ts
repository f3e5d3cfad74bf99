import { varianceScaling, zeros } from '../parameters/index.js';
import { defineReadinReadout } from '../registry/index.js';
import { Affine } from './affine.js';
import { fromConfig, type LinearOptions, linearOptions } from './linear-options.js';

/** An affine map that starts with weights of standard deviation 1/sqrt(in) and no bias. */
export class FanInLinear extends Affine {
  constructor(options: LinearOptions = {}) {
    super({ ...options, initialWeight: varianceScaling, initialBias: () => zeros });
  }
}

export const fanInLinear = defineReadinReadout({
  target: '@lfads/core/FanInLinear',
  summary: 'Affine map, started in proportion to its fan-in.',
  options: linearOptions,
  create: (options) => new FanInLinear(fromConfig(options)),
});

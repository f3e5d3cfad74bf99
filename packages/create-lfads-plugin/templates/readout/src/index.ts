import { defineReadout, definePlugin, varianceScaling, zeros } from '@lfads/core';
import type { ParameterScope, PlaceSizes, Readout } from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';

/** limit * tanh((W f + b) / limit) at each step: log rates that stay within a bound. */
class BoundedReadout implements Readout {
  readonly inFeatures = 'auto';
  readonly outFeatures = 'auto';
  private weight!: tf.Variable<tf.Rank.R2>;
  private bias!: tf.Variable<tf.Rank.R1>;

  constructor(private readonly limit: number) {}

  build(scope: ParameterScope, { inFeatures, outFeatures }: PlaceSizes): void {
    this.weight = scope.create('weight', [outFeatures, inFeatures], varianceScaling(inFeatures));
    this.bias = scope.create('bias', [outFeatures], zeros);
  }

  /** @param factors [trials, time, fac_dim] to [trials, time, channels * P] */
  apply(factors: tf.Tensor3D): tf.Tensor3D {
    const [trials, steps, size] = factors.shape;
    const rows = tf.reshape(factors, [trials * steps, size]);
    const mapped = tf.add(tf.matMul(rows, this.weight, false, true), this.bias);
    const bounded = tf.mul(tf.tanh(tf.div(mapped, this.limit)), this.limit);
    return tf.reshape(bounded, [trials, steps, this.bias.size]);
  }
}

const templatePart = defineReadout({
  target: 'lfads-plugin-template/TemplatePart',
  summary: 'Affine map whose outputs are bounded, for a read-out.',
  options: z.object({
    limit: z.number().positive().default(8).describe('Bound of the outputs'),
  }),
  create: ({ limit }) => new BoundedReadout(limit),
});

export default definePlugin({
  name: 'lfads-plugin-template',
  contractVersion: 1,
  components: [templatePart],
});

import { defineReadin, definePlugin, varianceScaling, zeros } from '@lfads/core';
import type { ParameterScope, PlaceSizes, Readin } from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';

/** tanh(W log(1 + x) + b) at each step: large counts count for less. */
class CompressedReadin implements Readin {
  readonly inFeatures = 'auto';
  readonly outFeatures = 'auto';
  readonly trainable = true;
  private weight!: tf.Variable<tf.Rank.R2>;
  private bias!: tf.Variable<tf.Rank.R1>;

  build(scope: ParameterScope, { inFeatures, outFeatures }: PlaceSizes): void {
    this.weight = scope.create('weight', [outFeatures, inFeatures], varianceScaling(inFeatures));
    this.bias = scope.create('bias', [outFeatures], zeros);
  }

  /** @param data [trials, time, channels] to [trials, time, encod_data_dim] */
  apply(data: tf.Tensor3D): tf.Tensor3D {
    const [trials, steps, channels] = data.shape;
    const rows = tf.reshape(tf.log1p(tf.relu(data)), [trials * steps, channels]);
    const mapped = tf.add(tf.matMul(rows, this.weight, false, true), this.bias);
    return tf.reshape(tf.tanh(mapped), [trials, steps, this.bias.size]);
  }
}

const templatePart = defineReadin({
  target: 'lfads-plugin-template/TemplatePart',
  summary: 'Affine map of compressed counts, for a read-in.',
  options: z.object({}),
  create: () => new CompressedReadin(),
});

export default definePlugin({
  name: 'lfads-plugin-template',
  contractVersion: 1,
  components: [templatePart],
});

import { definePlugin, defineReconstruction, onlyParam, singleParam } from '@lfads/core';
import type { DataSupport, Reconstruction } from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';

/** Squared error near the mean, absolute error far from it: continuous data with outliers (Huber 1964). */
class HuberLoss implements Reconstruction {
  readonly nParams = 1;
  readonly support: DataSupport = {};

  constructor(private readonly delta: number) {}

  reshapeOutputParams(raw: tf.Tensor3D): tf.Tensor4D {
    return singleParam(raw);
  }

  /** @param data [trials, time, channels]; params [trials, time, channels, 1] */
  computeLoss(data: tf.Tensor3D, params: tf.Tensor4D): tf.Tensor3D {
    const distance = tf.abs(tf.sub(data, onlyParam(params)));
    const near = tf.minimum(distance, this.delta);
    const beyond = tf.sub(distance, near);
    return tf.add(tf.mul(0.5, tf.square(near)), tf.mul(this.delta, beyond));
  }

  computeMeans(params: tf.Tensor4D): tf.Tensor3D {
    return onlyParam(params);
  }
}

const huberLoss = defineReconstruction({
  target: 'lfads-plugin-huber-loss/HuberLoss',
  summary: 'Huber loss of continuous data with outliers.',
  options: z.object({
    delta: z.number().positive().default(1).describe('Distance from which the loss is linear'),
  }),
  create: ({ delta }) => new HuberLoss(delta),
});

export default definePlugin({
  name: 'lfads-plugin-huber-loss',
  contractVersion: 1,
  components: [huberLoss],
});

import { definePlugin, defineReconstruction, onlyParam, singleParam } from '@lfads/core';
import type { DataSupport, Reconstruction } from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';

/** log p(x) = -|x - mean| / scale - log(2 scale): continuous data with outliers. */
class LaplaceLikelihood implements Reconstruction {
  readonly nParams = 1; // the mean
  readonly support: DataSupport = {}; // any number

  constructor(private readonly scale: number) {}

  reshapeOutputParams(raw: tf.Tensor3D): tf.Tensor4D {
    return singleParam(raw);
  }

  /**
   * Negative log-likelihood, nats.
   *
   * @param data [trials, time, channels]
   * @param params [trials, time, channels, 1]
   */
  computeLoss(data: tf.Tensor3D, params: tf.Tensor4D): tf.Tensor3D {
    const distance = tf.div<tf.Tensor3D>(tf.abs(tf.sub(data, onlyParam(params))), this.scale);
    return tf.add(distance, Math.log(2 * this.scale));
  }

  computeMeans(params: tf.Tensor4D): tf.Tensor3D {
    return onlyParam(params);
  }
}

const templatePart = defineReconstruction({
  target: 'lfads-plugin-template/TemplatePart',
  summary: 'Laplace likelihood of continuous data with outliers.',
  options: z.object({
    scale: z.number().positive().default(1).describe('Scale of the noise, in units of the data'),
  }),
  create: ({ scale }) => new LaplaceLikelihood(scale),
});

export default definePlugin({
  name: 'lfads-plugin-template',
  contractVersion: 1,
  components: [templatePart],
});

import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { Batch } from '../contracts/index.js';
import type { Lfads, LossOptions } from './lfads.js';

export interface LossAndGradients {
  loss: number;
  /** As `BatchLoss.metrics`. */
  metrics: Map<string, number>;
  batchSize: number;
  /** By parameter name; parameters that the loss does not depend on are missing. The caller owns them. */
  gradients: Map<string, Tensor>;
}

/** Idle without a controller; lfads-torch gives it a gradient of zeros then. */
const CONTROLLER_START = 'decoder.con_h0';

/** The loss of one batch and its gradient with respect to all trainable parameters. */
export function lossAndGradients(
  model: Lfads,
  batch: Batch,
  options: LossOptions,
): LossAndGradients {
  const parameters = model.parameters.trainable();
  const names = new Map([...parameters].map(([name, variable]) => [variable.name, name]));
  const read = { loss: NaN, metrics: new Map<string, number>(), batchSize: 0 };
  const { value, grads } = tf.variableGrads(() => {
    const { loss, metrics, batchSize } = model.loss(batch, options);
    Object.assign(read, { metrics: readScalars(metrics), batchSize });
    return loss;
  }, [...parameters.values()]);
  read.loss = readScalar(value);
  value.dispose();
  const gradients = new Map<string, Tensor>();
  for (const [variable, gradient] of Object.entries(grads)) {
    const name = names.get(variable);
    if (name !== undefined) gradients.set(name, gradient);
    else gradient.dispose();
  }
  const idle = parameters.get(CONTROLLER_START);
  if (idle && model.hparams.compat && !gradients.has(CONTROLLER_START)) {
    gradients.set(CONTROLLER_START, tf.zerosLike(idle));
  }
  return { ...read, gradients };
}

/** A loss's metrics as numbers. */
export const readScalars = (metrics: ReadonlyMap<string, Scalar | number>): Map<string, number> =>
  new Map([...metrics].map(([name, value]) => [name, readScalar(value)]));

const readScalar = (value: Scalar | number): number =>
  typeof value === 'number' ? value : value.dataSync()[0]!;

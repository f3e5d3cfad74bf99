import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';

/** [B,T,N] as T tensors [B,N]. (The gradient of `tf.unstack` fails for a single step.) */
export function unstackSteps(tensor: Tensor3D): Tensor2D[] {
  const [batch, steps, channels] = tensor.shape;
  if (steps === 1) return [tf.reshape(tensor, [batch, channels])];
  return tf.unstack(tensor, 1) as Tensor2D[];
}

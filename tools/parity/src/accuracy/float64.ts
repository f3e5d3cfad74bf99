import { withCompositeOps } from '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Runs `compute` in float64: with the composite operations on tfjs's plain cpu backend, whose `float32`
 * tensors are held in Float64Arrays meanwhile (tfjs finds the array type by its global name, and its kernels
 * compute in JavaScript's numbers). Tensors made inside must not leave, and none from outside may enter:
 * what goes in and out are arrays.
 */
export function inFloat64<T>(compute: () => T): T {
  const { Float32Array: float32 } = globalThis;
  const { platform } = tf.env();
  const isTypedArray = platform.isTypedArray;
  tf.backend(); // chooses one if none is in use yet
  const backend = tf.getBackend();
  void tf.setBackend('cpu'); // at once, like every backend that does not load anything
  globalThis.Float32Array = Float64Array as unknown as Float32ArrayConstructor;
  platform.isTypedArray = (values): values is Float32Array =>
    values instanceof Float64Array || isTypedArray.call(platform, values);
  try {
    return withCompositeOps(compute);
  } finally {
    globalThis.Float32Array = float32;
    platform.isTypedArray = isTypedArray;
    void tf.setBackend(backend);
  }
}

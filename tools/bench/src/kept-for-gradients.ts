import * as tf from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';

interface KeepingBackend {
  keep(output: TensorInfo, activations: Float32Array): void;
}

/** Bytes that the kernels of `lfads-cpu` keep for their gradients beside their outputs while `run` goes on. */
export function keptForGradients(run: () => void): number {
  const backend = tf.backend() as unknown as KeepingBackend;
  const { keep } = backend;
  let bytes = 0;
  backend.keep = (output, activations) => {
    bytes += activations.byteLength;
    keep.call(backend, output, activations);
  };
  try {
    run();
  } finally {
    backend.keep = keep;
  }
  return bytes;
}

import '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';

// The plain cpu backend advertises tfjs-node on its first use in Node, unless told that it is not the first.
if (!('cpu' in tf.engine().registry)) {
  const createCpuBackend = tf.findBackendFactory('cpu');
  tf.removeBackend('cpu');
  tf.registerBackend('cpu', () => Object.assign(createCpuBackend(), { firstUse: false }), 1);
}

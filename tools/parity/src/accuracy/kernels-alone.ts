import { controllerInput, philox } from '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import type { Computed } from './computed.js';

const DRAWS = 100_000;
/** Trials, steps, units. */
const SHAPE = [7, 40, 33];
const PADDING = { lag: 2, before: 3, after: 4 };

/** Kernels that the fixtures do not hold, or only behind others' rounding errors. */
export function computeKernelsAlone(): Computed {
  return tf.tidy(() => {
    const [forward, backward] = [uniform(1, SHAPE), uniform(2, SHAPE)];
    const shift = (x: Tensor, y: Tensor) => controllerInput(x as Tensor3D, y as Tensor3D, PADDING);
    const shifted = shift(forward, backward);
    const gradients = tf.grads(shift)([forward, backward], uniform(3, shifted.shape));
    const tensors = {
      'philox/normal': philox({ kind: 'normal', shape: [DRAWS], ...stream(4) }),
      'controller_input/result': shifted,
      'controller_input/grad_forward': gradients[0]!,
      'controller_input/grad_backward': gradients[1]!,
    };
    return new Map(
      Object.entries(tensors).map(([path, tensor]) => [path, Float64Array.from(tensor.dataSync())]),
    ) as never;
  }) as Computed;
}

const stream = (draw: number) => ({ seed: 1, stream: 2, step: 3, draw });

/** Numbers that float32 holds exactly. */
const uniform = (draw: number, shape: readonly number[]) =>
  philox({ kind: 'uniform', shape, ...stream(draw) });

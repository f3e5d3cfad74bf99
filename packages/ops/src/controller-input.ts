import * as tf from '@tensorflow/tfjs-core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { OpError } from './errors.js';
import { hasFused, nameOutputs, registerFusedGradient, runFused, runKernel } from './fused.js';
import { CONTROLLER_INPUT, CONTROLLER_INPUT_GRAD } from './kernels.js';
import { checkShapes } from './shapes.js';

export interface ControllerInputOptions {
  /** Steps by which the forward half is delayed and the backward half advanced (zeros enter). */
  lag: number;
  /** Steps of zeros in front. */
  before: number;
  /** Steps of zeros behind. */
  after: number;
}

/**
 * The controller's input from the directions of its encoder.
 *
 * @param forward [B,S,H]
 * @param backward [B,S,H]; undefined: the encoder looks only backwards in time
 * @returns [B, before + S + after, 2H], forward half first; without a backward half [.., H]
 * @throws OpError (LFADS_OPS_SHAPE) if the shapes differ, (LFADS_OPS_OPTION) if a count of steps is negative
 */
export function controllerInput(
  forward: Tensor3D,
  backward: Tensor3D | undefined,
  options: ControllerInputOptions,
): Tensor3D {
  checkShapes('controllerInput', [
    ['forward', forward, 'B S H'],
    ...(backward ? [['backward', backward, 'B S H'] as const] : []),
  ]);
  const { lag, before, after } = options;
  for (const [name, steps] of Object.entries({ lag, before, after })) {
    if (Number.isInteger(steps) && steps >= 0) continue;
    const message = `${name} must be a number of steps >= 0, got ${steps}`;
    throw new OpError('LFADS_OPS_OPTION', 'controllerInput', message);
  }
  if (backward && hasFused(CONTROLLER_INPUT, CONTROLLER_INPUT_GRAD)) {
    const attrs = { lag, before, after };
    return runFused(CONTROLLER_INPUT, { forward, backward }, attrs)[0] as Tensor3D;
  }
  return tf.tidy(() => {
    const steps = forward.shape[1];
    const shift = Math.min(lag, steps);
    const kept: [number, number, number] = [-1, steps - shift, -1];
    const delayed = padSteps(tf.slice(forward, [0, 0, 0], kept), before + shift, after);
    if (!backward) return delayed;
    const advanced = padSteps(tf.slice(backward, [0, shift, 0], kept), before, shift + after);
    return tf.concat([delayed, advanced], 2);
  });
}

function padSteps(x: Tensor3D, before: number, after: number): Tensor3D {
  return tf.pad(x, [
    [0, 0],
    [before, after],
    [0, 0],
  ]);
}

registerFusedGradient(CONTROLLER_INPUT, ({ dys: [dy], attrs }) =>
  nameOutputs(['forward', 'backward'], runKernel(CONTROLLER_INPUT_GRAD, { dy }, attrs)),
);

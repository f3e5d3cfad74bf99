import * as tf from '@tensorflow/tfjs-core';
import type { NamedAttrMap, NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';

type Inputs = Readonly<Record<string, Tensor | undefined>>;
type Attrs = Readonly<Record<string, unknown>>;

let compositeForced = false;

/** Makes every operation use its composite version, whatever the backend has registered. */
export function setCompositeOps(composite: boolean): void {
  compositeForced = composite;
}

/** Runs `fn` with every operation in its composite version. */
export function withCompositeOps<T>(fn: () => T): T {
  const before = compositeForced;
  compositeForced = true;
  try {
    return fn();
  } finally {
    compositeForced = before;
  }
}

/** Whether a gradient tape is recording, so that a kernel should keep what its gradient needs. */
export function recording(): boolean {
  return tf.engine().state.gradientDepth > 0;
}

/** Whether to run a fused kernel: registered for the current backend and, under a tape, its gradient too. */
export function hasFused(kernel: string, gradient?: string): boolean {
  if (compositeForced) return false;
  tf.backend(); // chooses a backend if none is in use yet
  const registered = (name: string) => tf.getKernel(name, tf.getBackend()) != null;
  return registered(kernel) && (gradient === undefined || !recording() || registered(gradient));
}

/** Runs a kernel outside the tape's reach (gradient kernels, and those without gradient). */
export function runKernel(name: string, inputs: Inputs, attrs: object): Tensor[] {
  const out = tf
    .engine()
    .runKernel<Tensor | Tensor[]>(name, present(inputs), attrs as NamedAttrMap);
  return Array.isArray(out) ? out : [out];
}

/**
 * Runs a kernel that has a gradient from `registerFusedGradient`.
 *
 * The engine saves all inputs of a kernel for its gradient only when they come as an array, and then
 * by position. So the inputs are an array that also answers to their names (what kernels read), and
 * the names travel in the attribute `inputNames`.
 */
export function runFused(name: string, inputs: Inputs, attrs: object): Tensor[] {
  const named = present(inputs);
  const inputNames = Object.keys(named);
  const list = Object.values(named);
  for (const key of inputNames) {
    Object.defineProperty(list, key, { value: named[key], enumerable: false });
  }
  return runKernel(name, list as unknown as Inputs, { ...attrs, inputNames });
}

/** What a gradient is computed from: inputs and saved outputs by name, and one cotangent an output. */
export interface Backward {
  inputs: NamedTensorMap;
  outputs: Tensor[];
  dys: Tensor[];
  attrs: Attrs;
}

/**
 * Registers the gradient of a fused kernel for all backends. `backward` gives the gradients by input
 * name, all at once: closures that ran a kernel each would compute everything several times.
 */
export function registerFusedGradient(
  kernelName: string,
  outputsToSave: boolean[],
  backward: (values: Backward) => Record<string, Tensor>,
): void {
  tf.registerGradient({
    kernelName,
    saveAllInputs: true,
    outputsToSave,
    gradFunc: (dy, saved, attrs) => {
      const { inputNames, ...rest } = attrs as Attrs & { inputNames: string[] };
      const gradients = backward({
        inputs: Object.fromEntries(inputNames.map((name, i) => [name, saved[i]!])),
        outputs: saved.slice(inputNames.length),
        dys: Array.isArray(dy) ? dy : [dy],
        attrs: rest,
      });
      return Object.fromEntries(
        inputNames.flatMap((name, i) => {
          const gradient = gradients[name];
          return gradient === undefined ? [] : [[i, () => gradient]];
        }),
      );
    },
  });
}

/** Names a gradient kernel's outputs, leaving out the names that are not wanted. */
export function nameOutputs(
  names: readonly (string | false)[],
  tensors: readonly Tensor[],
): Record<string, Tensor> {
  return Object.fromEntries(
    names.filter((name) => name !== false).map((name, i) => [name, tensors[i]!]),
  );
}

function present(inputs: Inputs): NamedTensorMap {
  if (Array.isArray(inputs)) return inputs as unknown as NamedTensorMap;
  return Object.fromEntries(
    Object.entries(inputs).filter((entry): entry is [string, Tensor] => entry[1] !== undefined),
  );
}

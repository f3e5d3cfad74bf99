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

/**
 * Runs a kernel outside the tape's reach (gradient kernels, and those without gradient). tfjs's own way, through
 * scopes and closures, takes longer than most of these kernels; it is left to its profiler.
 */
export function runKernel(name: string, inputs: Inputs, attrs: object): Tensor[] {
  const engine = tf.engine();
  const named = present(inputs);
  const kernel = tf.getKernel(name, engine.backendName);
  if (kernel == null || engine.state.profiling) {
    const out = engine.runKernel<Tensor | Tensor[]>(name, named, attrs as NamedAttrMap);
    return Array.isArray(out) ? out : [out];
  }
  const { backend } = engine;
  const call = { inputs: named, attrs: attrs as NamedAttrMap, backend };
  const infos = offTape(() => kernel.kernelFunc(call));
  return (Array.isArray(infos) ? infos : [infos]).map((info) =>
    info instanceof tf.Tensor ? info : engine.makeTensorFromTensorInfo(info, backend),
  );
}

/** What a gradient is computed from: inputs and outputs by name and place, and a cotangent for each output that has one. */
export interface Backward {
  inputs: NamedTensorMap;
  outputs: Tensor[];
  dys: (Tensor | undefined)[];
  attrs: Attrs;
}

type BackwardFunction = (values: Backward) => Record<string, Tensor>;

const gradientsOf = new Map<string, BackwardFunction>();

/**
 * Registers the gradient of a fused kernel for all backends. `backward` gives the gradients by input
 * name, all at once: closures that ran a kernel each would compute everything several times.
 */
export function registerFusedGradient(kernelName: string, backward: BackwardFunction): void {
  gradientsOf.set(kernelName, backward);
}

/**
 * Runs a kernel that has a gradient from `registerFusedGradient`, and notes it on the tape if one is
 * recording. tfjs's own way of noting a kernel costs more than most of ours take: it clones each input and
 * output by a kernel, and makes zeros of the size of every output that the loss does not depend on.
 *
 * @param constants names of inputs that no gradient flows to
 */
export function runFused(
  name: string,
  inputs: Inputs,
  attrs: object,
  constants: readonly string[] = [],
): Tensor[] {
  const named = present(inputs);
  if (!onTape()) return runKernel(name, named, attrs);
  const outputs = offTape(() => runKernel(name, named, attrs));
  const backward = gradientsOf.get(name)!;
  const heldInputs: NamedTensorMap = {};
  const differentiable: NamedTensorMap = {};
  for (const key in named) {
    const tensor = named[key]!;
    heldInputs[key] = held(tensor);
    if (tensor.dtype !== 'bool' && !constants.includes(key)) differentiable[key] = tensor;
  }
  const heldOutputs = outputs.map(held);
  const { state } = tf.engine();
  state.activeTape!.push({
    id: state.nextTapeNodeId++,
    kernelName: name,
    inputs: differentiable,
    outputs,
    saved: [...Object.values(heldInputs), ...heldOutputs],
    gradient: (dys: (Tensor | null)[]) => {
      const gradients = backward({
        inputs: heldInputs,
        outputs: heldOutputs,
        dys: dys.map((dy) => dy ?? undefined),
        attrs: attrs as Attrs,
      });
      const thunks: Record<string, () => Tensor> = {};
      for (const key in gradients) thunks[key] = () => gradients[key]!;
      return thunks;
    },
  });
  return outputs;
}

const onTape = () => recording() && tf.engine().state.kernelDepth === 0;

/** Computes without a trace on the tape: to it, the result is a constant. */
export function offTape<T>(compute: () => T): T {
  const { state } = tf.engine();
  state.kernelDepth++;
  try {
    return compute();
  } finally {
    state.kernelDepth--;
  }
}

/** The same data under a tensor of its own, which lives until the tape ends. */
function held(tensor: Tensor): Tensor {
  const engine = tf.engine();
  const { backend } = engine.state.tensorInfo.get(tensor.dataId)!;
  backend.incRef(tensor.dataId);
  return engine.keep(engine.makeTensorFromTensorInfo(tensor, backend));
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
  const given: NamedTensorMap = {};
  for (const name in inputs) {
    const tensor = inputs[name];
    if (tensor !== undefined) given[name] = tensor;
  }
  return given;
}

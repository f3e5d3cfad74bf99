import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { setCompositeOps } from '../fused.js';
import { drawInput, type ConformanceCase } from './case.js';

type Values = Map<string, ArrayLike<number>>;

const references = new WeakMap<ConformanceCase, Promise<Values>>();

/**
 * Runs a case with the current backend's fused kernels, forward and gradient, and compares all outputs
 * and gradients with those of the composite version on tfjs's plain cpu backend.
 *
 * @returns one line for each fault; none means that the kernel conforms
 */
export async function checkConformance(testCase: ConformanceCase): Promise<string[]> {
  const backend = tf.getBackend();
  const missing = [testCase.kernel, testCase.gradient]
    .filter((name) => name !== undefined)
    .filter((name) => tf.getKernel(name, backend) == null);
  if (missing.length > 0) return [`backend ${backend} has no kernel ${missing.join(', ')}`];
  return checkAgainstReference(testCase);
}

/**
 * The same for a backend without fused kernels: runs a case in its composite version on the current backend,
 * and compares with plain cpu.
 *
 * @returns one line for each fault
 */
export async function checkComposite(testCase: ConformanceCase): Promise<string[]> {
  const expected = await referenceOf(testCase, tf.getBackend());
  setCompositeOps(true);
  try {
    return compare(expected, await evaluate(testCase), testCase.tolerance);
  } finally {
    setCompositeOps(false);
  }
}

async function checkAgainstReference(testCase: ConformanceCase): Promise<string[]> {
  const backend = tf.getBackend();
  const expected = await referenceOf(testCase, backend);
  const before = tf.memory();
  const restore = testCase.recompute ? dropActivations(testCase.kernel, backend) : undefined;
  try {
    const actual = await evaluate(testCase);
    const after = tf.memory();
    const leaks = (['numTensors', 'numDataBuffers'] as const)
      .filter((count) => after[count] !== before[count])
      .map((count) => `leak: ${count} was ${before[count]} before and is ${after[count]} after`);
    return [...compare(expected, actual, testCase.tolerance), ...leaks];
  } finally {
    restore?.();
  }
}

function referenceOf(testCase: ConformanceCase, backend: string): Promise<Values> {
  const known = references.get(testCase);
  if (known !== undefined) return known;
  const reference = computeReference(testCase, backend);
  references.set(testCase, reference);
  return reference;
}

async function computeReference(testCase: ConformanceCase, backend: string): Promise<Values> {
  await tf.setBackend('cpu');
  setCompositeOps(true);
  try {
    return await evaluate(testCase);
  } finally {
    setCompositeOps(false);
    await tf.setBackend(backend);
  }
}

/** Outputs, and gradients of the sum of all outputs times random cotangents, by name. */
async function evaluate(testCase: ConformanceCase): Promise<Values> {
  const results = tf.tidy(() => {
    const entries = Object.entries(testCase.inputs);
    const inputs = Object.fromEntries(
      entries.map(([name, spec], i) => [name, drawInput(spec, i)] as const),
    );
    const outputs = testCase.run(inputs);
    const wanted = entries.filter(([, spec]) => !spec.fixed && spec.kind !== 'mask');
    if (testCase.gradient === undefined || wanted.length === 0) return outputs;
    const names = wanted.map(([name]) => name);
    const gradients = tf.grads((...args: Tensor[]) => {
      const given = Object.fromEntries(names.map((name, i) => [name, args[i]!]));
      return tf.add(weightedSum(testCase.run({ ...inputs, ...given })), nothingOf(args));
    })(names.map((name) => inputs[name]!));
    const named = Object.fromEntries(
      names.map((name, i) => [`gradient of ${name}`, gradients[i]!]),
    );
    return { ...outputs, ...named };
  });
  const values: Values = new Map();
  for (const [name, tensor] of Object.entries(results)) {
    values.set(name, await tensor.data());
    tensor.dispose();
  }
  return values;
}

function weightedSum(outputs: Record<string, Tensor>): Tensor {
  const terms = Object.values(outputs).map((output, i) =>
    tf.sum(tf.mul(output, drawInput({ shape: output.shape }, 1000 + i))),
  );
  return tf.addN(terms);
}

/** Zero, as a function of all inputs: an input that the outputs do not depend on has gradient 0, too. */
function nothingOf(inputs: Tensor[]): Tensor {
  return tf.addN(inputs.map((input) => tf.mul(tf.sum(input), 0)));
}

function compare(
  expected: Values,
  actual: Values,
  tolerance: ConformanceCase['tolerance'],
): string[] {
  const faults: string[] = [];
  for (const [name, reference] of expected) {
    const values = actual.get(name);
    if (values?.length !== reference.length) {
      faults.push(`${name}: expected ${reference.length} values, got ${values?.length ?? 'none'}`);
      continue;
    }
    const fault = worst(reference, values, tolerance);
    if (fault !== undefined) faults.push(`${name}${fault}`);
  }
  return faults;
}

function worst(
  reference: ArrayLike<number>,
  values: ArrayLike<number>,
  tolerance: ConformanceCase['tolerance'],
): string | undefined {
  let largest = 0;
  for (let i = 0; i < reference.length; i++) largest = Math.max(largest, Math.abs(reference[i]!));
  let count = 0;
  let at = 0;
  let greatest = -1;
  for (let i = 0; i < reference.length; i++) {
    const error = Math.abs(values[i]! - reference[i]!);
    const bound = tolerance.value * Math.abs(reference[i]!) + tolerance.largest * largest;
    if (error <= bound) continue;
    count++;
    if (error > greatest || Number.isNaN(error)) [greatest, at] = [error, i];
  }
  if (count === 0) return undefined;
  const example = `[${at}] is ${values[at]}, should be ${reference[at]}`;
  return `${example} (${count} of ${reference.length} values differ; largest value ${largest})`;
}

/** Replaces a kernel by itself run without `keepActivations`; returns what undoes it. */
function dropActivations(kernelName: string, backendName: string): () => void {
  const kernel = tf.getKernel(kernelName, backendName);
  tf.unregisterKernel(kernelName, backendName);
  tf.registerKernel({
    ...kernel,
    kernelFunc: ({ inputs, attrs, backend }) =>
      kernel.kernelFunc({ inputs, attrs: { ...attrs, keepActivations: false }, backend }),
  });
  return () => {
    tf.unregisterKernel(kernelName, backendName);
    tf.registerKernel(kernel);
  };
}

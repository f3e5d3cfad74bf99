import * as tf from '@tensorflow/tfjs-core';
import { ensure } from './check.js';
import { type Named, scoped, uniforms } from './numbers.js';

/** Half of the distance over which differences are taken; that which fits the gradient best counts. */
const STEPS = [0.1, 0.03, 0.01, 0.003, 0.001];
/** Largest error relative to the largest slope, and absolute: what float32 leaves of a difference. */
const TOLERANCE = { relative: 1e-2, absolute: 2e-4 };
const ELEMENTS = 6;

export interface GradientCheck {
  /** A function of the inputs, in tfjs operations; it may read the variables. */
  run(inputs: Named): tf.Tensor;
  inputs: Named;
  variables?: ReadonlyMap<string, tf.Variable>;
  /** The gradient may be exactly 0 where it is not by differences: it is stopped there on purpose. */
  mayStop?: boolean;
}

/**
 * Compares the gradient of a weighted sum of what `run` gives with central differences, at a few elements
 * of every input and variable.
 *
 * @throws ConformanceError naming the input, the element and both slopes
 */
export function ensureGradients({ run, inputs, variables, mayStop = false }: GradientCheck): void {
  const weights = tf.tidy(() => uniforms(run(inputs).size, 7).map((value) => value + 0.5));
  const gradients = gradientsOf(run, inputs, variables ?? new Map(), weights);
  for (const [name, gradient] of gradients) {
    const variable = variables?.get(name);
    const start = variable ?? inputs[name]!;
    ensure(
      gradient.length === start.size,
      `The gradient of ${name} has ${gradient.length} values, not ${start.size}.`,
    );
    const values = Float32Array.from(start.dataSync());
    const outputs = (element: number, value: number): Float32Array =>
      tf.tidy(() => {
        const moved = tf.tensor(
          values.map((old, i) => (i === element ? value : old)),
          start.shape,
        );
        if (variable) variable.assign(moved);
        const given = variable ? inputs : { ...inputs, [name]: moved };
        return Float32Array.from(run(given).dataSync());
      });
    const largest = gradient.reduce((max, slope) => Math.max(max, Math.abs(slope)), 0);
    try {
      for (const element of elementsOf(values.length)) {
        const slope = gradient[element]!;
        if (mayStop && slope === 0) continue;
        compare(name, element, slope, largest, (step) => {
          const value = values[element]!;
          const [above, below] = [outputs(element, value + step), outputs(element, value - step)];
          const distance = Math.fround(value + step) - Math.fround(value - step);
          return weights.reduce((sum, w, i) => sum + w * (above[i]! - below[i]!), 0) / distance;
        });
      }
    } finally {
      if (variable) tf.tidy(() => variable.assign(tf.tensor(values, start.shape)));
    }
  }
}

const elementsOf = (size: number): Set<number> =>
  new Set(
    Array.from({ length: Math.min(ELEMENTS, size) }, (_, i) =>
      Math.floor(((i + 0.5) * size) / Math.min(ELEMENTS, size)),
    ),
  );

function compare(
  name: string,
  element: number,
  slope: number,
  largest: number,
  difference: (step: number) => number,
): void {
  const differences = STEPS.map(difference);
  const errors = differences.map((found) => Math.abs(found - slope));
  const best = errors.indexOf(Math.min(...errors));
  const scale = Math.max(largest, Math.abs(differences[best]!));
  ensure(
    errors[best]! <= TOLERANCE.absolute + TOLERANCE.relative * scale,
    `The gradient of ${name}[${element}] is ${slope}, but differences give ${differences[best]}.`,
  );
}

function gradientsOf(
  run: GradientCheck['run'],
  inputs: Named,
  variables: ReadonlyMap<string, tf.Variable>,
  weights: Float32Array,
): Map<string, Float32Array> {
  const names = [...Object.keys(inputs), ...variables.keys()];
  return scoped(() => {
    const sources = [...Object.values(inputs), ...variables.values()];
    const gradients = tf.grads((...given: tf.Tensor[]) => {
      const named = Object.fromEntries(Object.keys(inputs).map((name, i) => [name, given[i]!]));
      const output = run(named);
      const loss = tf.sum(tf.mul(output, tf.tensor(weights, output.shape)));
      return tf.add(loss, nothingOf(given));
    })(sources);
    return new Map(
      gradients.map((gradient, i) => [names[i]!, Float32Array.from(gradient.dataSync())]),
    );
  });
}

/** Zero, as a function of all inputs: one that the output does not depend on has the gradient 0. */
const nothingOf = (inputs: readonly tf.Tensor[]): tf.Tensor =>
  tf.addN(inputs.map((input) => tf.mul(tf.sum(input), 0)));

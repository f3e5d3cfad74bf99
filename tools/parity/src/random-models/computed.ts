import { lossAndGradients, OUTPUT_NAMES, StepStreams } from '@lfads/core';
import { setCompositeOps } from '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';
import { buildModel, randomBatch } from './build-model.js';
import type { RandomModel } from './random-model.js';

/** Everything that a model computes of its batch, by name. */
export interface Computed {
  values: ReadonlyMap<string, Float32Array>;
  gradients: ReadonlyMap<string, Float32Array>;
}

/** Outputs with sampled posteriors, loss and metrics of a training step, and all gradients. */
export function compute(config: RandomModel, composite: boolean): Computed {
  setCompositeOps(composite);
  const values = new Map<string, Float32Array>();
  const gradients = new Map<string, Float32Array>();
  tf.engine().startScope();
  try {
    const model = buildModel(config);
    const batch = randomBatch(config);
    const random = () => new StepStreams(config.seed, 2);
    for (const [session, outputs] of model.predict(batch, { sample: true, random: random() })) {
      for (const [name, key] of OUTPUT_NAMES) {
        values.set(`session ${session}: ${name}`, outputs[key].dataSync<'float32'>().slice());
      }
    }
    const options = { split: 'train', epoch: config.epoch, random: random() } as const;
    const step = lossAndGradients(model, batch, options);
    values.set('loss', Float32Array.of(step.loss));
    for (const [name, value] of step.metrics) values.set(name, Float32Array.of(value));
    for (const [name, gradient] of step.gradients) {
      gradients.set(name, gradient.dataSync<'float32'>().slice());
    }
    model.dispose();
    return { values, gradients };
  } finally {
    tf.engine().endScope();
    setCompositeOps(false);
  }
}

/** Elementwise, as the fixtures are held to it. */
const RTOL = 1e-4;
const ATOL = 1e-5;
/** Of a gradient's largest magnitude, */
const GRADIENT = 1e-3;
/** which counts as at least this share of the largest of all gradients: smaller ones are rounding. */
const SMALLEST = 1e-4;

const largest = (values: ArrayLike<number>) =>
  Array.from(values).reduce((max, value) => Math.max(max, Math.abs(value)), 0);

const off = (a: ArrayLike<number>, b: ArrayLike<number>, bound: (b: number) => number): boolean =>
  a.length !== b.length ||
  Array.from(a).some((value, i) => {
    if (Number.isNaN(value) && Number.isNaN(b[i]!)) return false;
    return !(Math.abs(value - b[i]!) <= bound(b[i]!));
  });

/** Names of what differs. */
export function differences(found: Computed, expected: Computed): string[] {
  const names = (computed: Computed) => [
    ...computed.values.keys(),
    ...[...computed.gradients.keys()].map((name) => `gradient of ${name}`),
  ];
  const surplus = names(found).filter((name) => !names(expected).includes(name));
  const values = [...expected.values].filter(([name, value]) =>
    off(found.values.get(name) ?? [], value, (b) => ATOL + RTOL * Math.abs(b)),
  );
  const all = Math.max(0, ...[...expected.gradients.values()].map(largest));
  const gradients = [...expected.gradients].filter(([name, value]) => {
    const bound = GRADIENT * Math.max(largest(value), SMALLEST * all);
    return off(found.gradients.get(name) ?? [], value, () => bound);
  });
  return [
    ...surplus,
    ...values.map(([name]) => name),
    ...gradients.map(([name]) => `gradient of ${name}`),
  ];
}

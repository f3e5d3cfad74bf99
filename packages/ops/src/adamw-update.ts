import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import { adamwStep, type AdamWOptions } from './adamw-step.js';
import { hasFused, runKernel } from './fused.js';
import { ADAMW_UPDATE } from './kernels.js';
import { checkSameShape } from './shapes.js';

/** One parameter with its moments and its gradient, all of one shape. */
export interface AdamWUpdate {
  p: Variable;
  m: Variable;
  v: Variable;
  g: Tensor;
  weightDecay: number;
  /** From 1; each parameter counts its own. */
  step: number;
}

/**
 * One step of AdamW (see `adamwStep`) of many parameters, which take their new values: no tensor is made.
 *
 * @throws OpError (LFADS_OPS_SHAPE) if a parameter's shapes differ
 */
export function adamwUpdate(
  updates: readonly AdamWUpdate[],
  options: Omit<AdamWOptions, 'weightDecay' | 'step'>,
): void {
  for (const update of updates) {
    for (const name of ['m', 'v', 'g'] as const) {
      checkSameShape('adamwUpdate', ['p', update.p], [name, update[name]]);
    }
  }
  const fused = hasFused(ADAMW_UPDATE);
  const [inPlace, others] = partition(updates, (update) => fused && ownsItsData(update));
  if (inPlace.length > 0) runKernel(ADAMW_UPDATE, {}, { ...options, updates: inPlace });
  for (const update of others) {
    tf.tidy(() => assign(update, options));
  }
}

function assign(
  { p, m, v, g, weightDecay, step }: AdamWUpdate,
  options: Omit<AdamWOptions, 'weightDecay' | 'step'>,
): void {
  const next = adamwStep<Tensor>({ p, m, v, g }, { ...options, weightDecay, step });
  p.assign(next.p);
  m.assign(next.m);
  v.assign(next.v);
}

function partition<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  const [passed, failed]: [T[], T[]] = [[], []];
  for (const item of items) (test(item) ? passed : failed).push(item);
  return [passed, failed];
}

/** Whether no other tensor shares the data that would be overwritten. */
function ownsItsData({ p, m, v }: AdamWUpdate): boolean {
  const backend = tf.backend();
  const { tensorInfo } = tf.engine().state;
  return [p, m, v].every(
    ({ dataId }) => tensorInfo.get(dataId)?.backend === backend && backend.refCount(dataId) === 1,
  );
}

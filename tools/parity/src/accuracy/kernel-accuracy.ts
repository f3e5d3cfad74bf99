import type { DatasetErrors } from './dataset-errors.js';
import type { Errors } from './errors.js';

/** The most that our error may be, in errors of the reference. */
export const LARGEST_RATIO = 2;
/** A number rounded to the nearest is off by up to half an ulp: no error of the reference counts less. */
export const ROUNDING = 0.5;

/** Errors in ulps. */
export interface Spread {
  largest: number;
  rms: number;
}

/** Errors of all datasets that exercise a kernel, taken together. */
export interface KernelAccuracy {
  /** Registered names; several when they share their arithmetic. */
  kernels: readonly string[];
  datasets: number;
  values: number;
  reference: Spread;
  ours: ReadonlyMap<string, Spread>;
}

export function kernelAccuracy(
  kernels: readonly string[],
  datasets: readonly DatasetErrors[],
): KernelAccuracy {
  const values = datasets.reduce((sum, { count }) => sum + count, 0);
  const spread = (errors: readonly Errors[]): Spread => ({
    largest: Math.max(...errors.map(({ largest }) => largest)),
    rms: Math.sqrt(errors.reduce((sum, { sumOfSquares }) => sum + sumOfSquares, 0) / values),
  });
  const engines = [...(datasets[0]?.ours.keys() ?? [])];
  return {
    kernels,
    datasets: datasets.length,
    values,
    reference: spread(datasets.map(({ reference }) => reference)),
    ours: new Map(
      engines.map((engine) => [engine, spread(datasets.map(({ ours }) => ours.get(engine)!))]),
    ),
  };
}

/** Our error in errors of the reference: the worse of the largest and the root mean square. */
export function ratioOf(reference: Spread, ours: Spread): number {
  const largest = ours.largest / Math.max(reference.largest, ROUNDING);
  const rms = ours.rms === 0 ? 0 : ours.rms / reference.rms;
  return Math.max(largest, rms);
}

/** The worst engine's ratio. */
export const worstRatio = ({ reference, ours }: KernelAccuracy): number =>
  Math.max(...[...ours.values()].map((errors) => ratioOf(reference, errors)));

/** Whether every engine keeps the bound; a kernel that nothing exercises does not. */
export const keepsBound = (accuracy: KernelAccuracy): boolean =>
  accuracy.values > 0 && worstRatio(accuracy) <= LARGEST_RATIO;

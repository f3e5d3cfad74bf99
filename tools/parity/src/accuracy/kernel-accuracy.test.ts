import { expect, it } from 'vitest';
import type { DatasetErrors } from './dataset-errors.js';
import { kernelAccuracy, keepsBound, worstRatio } from './kernel-accuracy.js';

/** A dataset of four values, each with these errors. */
const dataset = (reference: number, ours: Record<string, number>): DatasetErrors => {
  const everywhere = (error: number) => ({ largest: error, sumOfSquares: 4 * error ** 2 });
  return {
    path: 'any',
    count: 4,
    reference: everywhere(reference),
    ours: new Map(Object.entries(ours).map(([engine, error]) => [engine, everywhere(error)])),
  };
};

it('takes all datasets of a kernel together', () => {
  const { ours, reference, values } = kernelAccuracy(
    ['K'],
    [dataset(1, { one: 3, two: 0 }), dataset(7, { one: 4, two: 0 })],
  );
  expect(values).toBe(8);
  expect(reference).toEqual({ largest: 7, rms: 5 });
  expect(ours.get('one')!.largest).toBe(4);
  expect(ours.get('one')!.rms).toBeCloseTo(Math.sqrt(12.5));
  expect(ours.get('two')).toEqual({ largest: 0, rms: 0 });
});

it('judges the worst engine, by its largest error or its root mean square', () => {
  const all = (...datasets: DatasetErrors[]) => worstRatio(kernelAccuracy(['K'], datasets));
  expect(all(dataset(1, { one: 1, two: 1.5 }))).toBe(1.5);
  expect(all(dataset(1, { one: 0 }), dataset(1, { one: 3 }))).toBe(3);
  expect(all(dataset(1, { one: 4 }), dataset(5, { one: 4 }))).toBeCloseTo(Math.sqrt(16 / 13));
});

it.each([
  ['as large as the reference', [dataset(1, { one: 1 })], true],
  ['twice as large', [dataset(1, { one: 2 })], true],
  ['larger than that', [dataset(1, { one: 2.01 })], false],
  ['infinite', [dataset(1, { one: Infinity })], false],
  ['infinite for both', [dataset(Infinity, { one: Infinity })], false],
  ['none for both', [dataset(0, { one: 0 })], true],
  ['ours alone', [dataset(0, { one: 0.4 })], false],
  ['never measured', [], false],
])('errors that are %s', (_what, datasets, kept) => {
  expect(keepsBound(kernelAccuracy(['K'], datasets))).toBe(kept);
});

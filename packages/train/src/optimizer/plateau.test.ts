import { describe, expect, it } from 'vitest';
import { plateauStep, startPlateau } from './plateau.js';

const options = { factor: 0.5, patience: 2, minLr: 0.3 };
const run = (metrics: number[]) => {
  let state = startPlateau(1);
  return metrics.map((metric) => (state = plateauStep(state, metric, options)).learningRate);
};

describe('the learning rate', () => {
  it('stays while the metric improves', () => {
    expect(run([5, 4, 3, 2])).toEqual([1, 1, 1, 1]);
  });

  it('falls by the factor after more than `patience` epochs without a new best', () => {
    expect(run([5, 5, 5, 5])).toEqual([1, 1, 1, 0.5]);
  });

  it('never falls below its minimum', () => {
    expect(run([5, 5, 5, 5, 5, 5, 5, 5, 5, 5]).at(-1)).toBe(0.3);
  });

  it('takes NaN for no improvement', () => {
    expect(run([5, NaN, NaN, NaN])).toEqual([1, 1, 1, 0.5]);
  });
});

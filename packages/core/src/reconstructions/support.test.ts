import { describe, expect, it } from 'vitest';
import { describeSupport, describeUnsupported, findUnsupported } from './support.js';

describe('findUnsupported', () => {
  it('finds the first value outside the limits', () => {
    expect(findUnsupported([0, 3, -1, -2], { min: 0 })).toBe(2);
    expect(findUnsupported([0.2, 0], { above: 0 })).toBe(1);
    expect(findUnsupported([1, 5], { max: 4 })).toBe(1);
    expect(findUnsupported([1, 2, 0.5], { integer: true })).toBe(2);
  });

  it('allows zero beside the limits when told so', () => {
    expect(findUnsupported([0, 0.3, 0.05], { above: 0.1, orZero: true })).toBe(2);
  });

  it('takes limits as the float32 numbers that tensors hold', () => {
    expect(findUnsupported(Float32Array.of(0.1), { above: 0.1 })).toBe(0);
    expect(findUnsupported(Float32Array.of(0.7), { min: 0.7 })).toBe(-1);
  });

  it('passes missing values', () => {
    expect(findUnsupported([NaN, 1], { min: 0, integer: true })).toBe(-1);
  });
});

describe('describeUnsupported', () => {
  const values = [0, 1, 2, -3, 4, 5, 6, 7];

  it('names value, trial, step and channel, and what there should be', () => {
    expect(describeUnsupported(values, [2, 2, 2], { min: 0 }, 10)).toBe(
      '-3 at trial 10, time step 1, channel 1 (counted from 0), but model.reconstruction is defined on numbers of at least 0',
    );
  });

  it('has nothing to say of data within the support', () => {
    expect(describeUnsupported(values, [2, 2, 2], { min: -3 })).toBeUndefined();
  });
});

describe('describeSupport', () => {
  it('says in words what is expected', () => {
    expect(describeSupport({ min: 0, integer: true })).toBe('whole numbers of at least 0');
    expect(describeSupport({ above: 0.1, orZero: true })).toBe('numbers above 0.1 or 0');
    expect(describeSupport({})).toBe('numbers');
  });
});

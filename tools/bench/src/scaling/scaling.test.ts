import { expect, it } from 'vitest';
import { gemmFlops } from '../flops.js';
import { cliffs } from './cliffs.js';
import { AXES, BASE, sizedWorkload, type Axis } from './sizes.js';

it('a cliff is a size whose unit of work costs more by a quarter than that of the size before', () => {
  const costs = [9, 3, 2, 2.4, 3.1, 3].map((unit, size) => ({ size, unit }));
  expect(cliffs(costs)).toEqual([false, false, false, false, true, false]);
});

it('axes meet at the base model', () => {
  const base = Object.keys(AXES).map((axis) => {
    const { name, ...sizes } = sizedWorkload(axis as Axis, BASE[axis as Axis]);
    expect(name).toBe(`${axis} ${BASE[axis as Axis]}`);
    return sizes;
  });
  expect(base[1]).toEqual(base[0]);
  expect(base[2]).toEqual(base[0]);
});

it('the work grows with batch and time', () => {
  const work = (axis: Axis, size: number) => gemmFlops(sizedWorkload(axis, size), 'train');
  expect(work('batch', 1024) / work('batch', 1)).toBe(1024);
  expect(work('time', 2000) / work('time', 1000)).toBeCloseTo(2, 2);
});

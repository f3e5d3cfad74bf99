import { describe, expect, it } from 'vitest';
import { gemmFlops } from './flops.js';
import { findWorkload } from './workloads.js';

describe('the count of floating-point operations', () => {
  it.each([
    ['lorenz', 2.24],
    ['mc_maze', 21.1],
    ['mc_maze_large', 68],
  ])('counts %s as an independent count did: %f GFLOP a step', (name, gflop) => {
    const counted = gemmFlops(findWorkload(name), 'train') / 1e9;
    expect(Math.abs(counted / gflop - 1)).toBeLessThan(0.005);
  });

  it('counts inference as the forward products only', () => {
    const workload = findWorkload('lorenz');
    const ratio = gemmFlops(workload, 'infer') / gemmFlops(workload, 'train');
    expect(ratio).toBeGreaterThan(1 / 3);
    expect(ratio).toBeLessThan(1 / 2);
  });
});

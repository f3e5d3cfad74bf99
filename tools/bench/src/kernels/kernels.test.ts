import { initCpuBackend } from '@lfads/backend-cpu';
import { describe, expect, it } from 'vitest';
import { TINY } from '../workloads.js';
import { kernelTimes } from './kernel-times.js';
import { memoryBandwidth } from './memory-bandwidth.js';
import { otherCases } from './other-cases.js';
import { recurrentCases } from './recurrent-cases.js';

describe('microbenchmarks', () => {
  it("time every kernel that a case names, and know the products' operations", async () => {
    await initCpuBackend({ engine: 'native' });
    for (const { name, kernels, run } of [...recurrentCases(TINY), ...otherCases(TINY)]) {
      const times = kernelTimes(run, kernels, 0);
      expect(
        times.map(({ kernel }) => kernel),
        name,
      ).toEqual(kernels);
      for (const { kernel, ms, flops, bytes } of times) {
        expect(ms).toBeGreaterThan(0);
        expect(bytes).toBeGreaterThan(0);
        expect(flops > 0, kernel).toBe(/^(gru|decoder|linear)/.test(kernel));
      }
    }
  });

  it('measure a memory bandwidth', async () => {
    await initCpuBackend({ engine: 'native' });
    expect(memoryBandwidth(0, 1000)).toBeGreaterThan(0);
  });
});

import { initCpuBackend } from '@lfads/backend-cpu';
import { describe, expect, it } from 'vitest';
import { perStep, profileSteps, REST } from './profile-steps.js';
import { profileTable } from './profile-table.js';
import { workloadStep } from './workload-step.js';
import { TINY } from './workloads.js';

const profile = perStep(
  {
    totalMs: 20,
    kernels: [
      { name: 'linear', calls: 4, ms: 10, flops: 5e7, bytes: 1 },
      { name: 'philox', calls: 2, ms: 4, flops: 0, bytes: 1 },
    ],
    javascript: [{ name: 'LfadsLinear', calls: 4, ms: 1 }],
    restMs: 5,
    allocatedBytes: 4096,
  },
  2,
);

describe("a step's profile", () => {
  it('holds what one step took, and its speed in products', () => {
    expect(profile).toMatchObject({ total_ms: 10, allocated_kb: 2, random_share: 0.2 });
    expect(profile.kernels[0]).toEqual({
      name: 'linear',
      calls: 2,
      ms: 5,
      share: 0.5,
      gflops: 5,
    });
    expect(profile.kernels[1]!.gflops).toBeNull();
    expect(profile.outside).toMatchObject([
      { name: 'LfadsLinear', ms: 0.5 },
      { name: REST, ms: 2.5 },
    ]);
  });

  it('prints kernels, what is outside, and sums', () => {
    const table = profileTable(profile);
    expect(table).toMatch(/linear .* 2\.0 .* 5\.000 .* 50\.0 % .* 5 /);
    expect(table).toMatch(/in kernels .* 7\.000 .* 70\.0 %/);
    expect(table).toMatch(/outside kernels .* 3\.000 .* 30\.0 %/);
  });

  it.each(['native', 'wasm', 'js'] as const)('accounts for every moment on %s', async (engine) => {
    await initCpuBackend({ engine });
    const { kernels, outside, total_ms, kernels_share, outside_share } = profileSteps(
      workloadStep(TINY, 'train'),
      0,
    );
    const sum = [...kernels, ...outside].reduce((total, { ms }) => total + ms, 0);
    expect(sum).toBeCloseTo(total_ms, 6);
    expect(kernels_share + outside_share).toBeCloseTo(1, 6);
    expect(kernels.some(({ name }) => name === 'decoderSequenceGrad')).toBe(engine !== 'js');
  });
});

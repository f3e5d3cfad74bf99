import * as ops from '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { currentBackend } from '../init.js';
import { KERNEL } from '../kernel-numbers.js';
import { randomTensor } from '../testing/against-composite.js';
import { enginesUnderTest } from '../testing/engines.js';
import { ExclusiveTimes } from './exclusive-times.js';
import { kernelBytes, kernelFlops } from './kernel-work.js';
import { profileKernels } from './profile-kernels.js';

test('time inside nested work counts for the innermost work alone', () => {
  let now = 0;
  const times = new ExclusiveTimes(() => now);
  times.within('outer', () => {
    now += 2;
    times.within('inner', () => (now += 5));
    times.within('inner', () => (now += 1));
    now += 4;
  });
  expect(times.entries()).toEqual([
    ['inner', { calls: 2, ms: 6 }],
    ['outer', { calls: 1, ms: 6 }],
  ]);
});

describe('the work of a kernel', () => {
  const [x, y] = [new Float32Array(6), new Float32Array(4)];

  test('is 2mnk a product, and again for each gradient taken', () => {
    expect(kernelFlops(KERNEL.linear, [], [], [3, 4, 5])).toBe(120);
    expect(kernelFlops(KERNEL.linearGrad, [], [x, null, null], [3, 4, 5])).toBe(120);
    expect(kernelFlops(KERNEL.linearGrad, [], [x, null, y], [3, 4, 5])).toBe(240);
    expect(kernelFlops(KERNEL.gruSequence, [], [], [2, 3, 5, 7])).toBe(2 * 2 * 3 * 21 * 12);
    expect(kernelFlops(KERNEL.sum, [], [], [6, 0])).toBe(0);
  });

  test('moves each array once', () => {
    expect(kernelBytes(KERNEL.binary, [x, x, null], [y], [])).toBe(40);
  });
});

/** The pool outlives an engine: each gets a size that no test had before. */
let unusedSize = 1_000_000;

describe.each(enginesUnderTest)('a profile on $name', ({ start }) => {
  beforeAll(start);

  const weighted = () =>
    tf.tidy(() => void ops.linear(randomTensor([3, 4], 1), randomTensor([5, 4], 2)));

  test('shares the total out to kernels, JavaScript and the rest', () => {
    const profile = profileKernels(() => {
      weighted();
      weighted();
    });
    expect(profile.kernels.find(({ name }) => name === 'linear')).toMatchObject({
      calls: 2,
      flops: 2 * 120,
      bytes: 2 * 4 * (12 + 20 + 15),
    });
    expect(profile.javascript.map(({ name }) => name)).toContain(ops.LINEAR);
    const shares = [...profile.kernels, ...profile.javascript].map(({ ms }) => ms);
    expect(shares.every((ms) => ms >= 0)).toBe(true);
    expect(profile.restMs).toBeGreaterThanOrEqual(0);
    const sum = shares.reduce((total, ms) => total + ms, profile.restMs);
    expect(sum).toBeCloseTo(profile.totalMs, 6);
  });

  test('leaves nothing behind, also when the work throws', () => {
    const backend = currentBackend('test');
    const before = [backend.engine, tf.getKernel(ops.LINEAR, 'lfads-cpu')];
    const fail = () => {
      throw new Error('in the middle');
    };
    expect(() => profileKernels(fail)).toThrow('in the middle');
    expect([backend.engine, tf.getKernel(ops.LINEAR, 'lfads-cpu')]).toEqual(before);
  });

  test("counts what the tensors' memory grew by, and nothing once there is enough", () => {
    const size = (unusedSize += 500_000);
    const large = () => tf.tidy(() => void tf.fill([size], 1));
    large();
    expect(profileKernels(large).allocatedBytes).toBe(0);
    const kept: tf.Tensor[] = [];
    const twice = () => void kept.push(tf.fill([size], 1), tf.fill([size], 1));
    expect(profileKernels(twice).allocatedBytes).toBeGreaterThanOrEqual(4 * size);
    tf.dispose(kept);
  });
});

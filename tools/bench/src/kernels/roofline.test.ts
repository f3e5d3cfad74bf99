import { expect, it } from 'vitest';
import { roofline } from './roofline.js';

const ceilings = { sgemm_gflops: 200, memory_gbs: 20 };

it('work with many operations a byte is bound by products', () => {
  expect(roofline({ ms: 2, flops: 2e8, bytes: 4e6 }, ceilings)).toEqual({
    gflops: 100,
    gbs: 2,
    bound: 'sgemm',
    share: 0.5,
  });
});

it('work with few is bound by memory', () => {
  expect(roofline({ ms: 2, flops: 0, bytes: 1e7 }, ceilings)).toEqual({
    gflops: 0,
    gbs: 5,
    bound: 'memory',
    share: 0.25,
  });
});

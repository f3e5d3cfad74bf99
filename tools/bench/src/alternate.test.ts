import { expect, it } from 'vitest';
import { alternate, ratioOf } from './alternate.js';

it('takes turns', async () => {
  const order: string[] = [];
  const timing = (name: string) => () => Promise.resolve(order.push(name));
  const timings = await alternate(2, [timing('ours'), timing('peer'), timing('other')]);
  expect(order).toEqual(['ours', 'peer', 'other', 'ours', 'peer', 'other']);
  expect(timings).toEqual([
    [1, 4],
    [2, 5],
    [3, 6],
  ]);
});

it("gives the median and range of the rounds' ratios", () => {
  const times = (...ms: number[]) => ms.map((median_ms) => ({ median_ms }));
  expect(ratioOf(times(10, 20, 10), times(50, 60, 40))).toEqual({
    ratio_median: 4,
    ratio_min: 3,
    ratio_max: 5,
  });
});

import { expect, test } from 'vitest';
import { createRandomStreams } from './random-streams.js';

test('streams of a seed depend on their names, and on nothing else', () => {
  const draws = (seed: number, name: string) => createRandomStreams(seed).named(name).normal(4);
  expect(draws(1, 'a')).toEqual(draws(1, 'a'));
  expect(draws(1, 'a')).not.toEqual(draws(1, 'b'));
  expect(draws(1, 'a')).not.toEqual(draws(2, 'a'));
});

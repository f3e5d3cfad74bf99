import { describe, expect, it } from 'vitest';
import { expandSweep } from './sweep.js';

const overridesOf = (...given: string[]) =>
  expandSweep(given).jobs.map(({ overrides }) => overrides);

describe('expandSweep', () => {
  it('combines all values, the last key fastest, and keeps the order of the overrides', () => {
    expect(expandSweep(['model=a,b', 'x=1', 'seed=1, 2'])).toEqual({
      keys: ['model', 'seed'],
      jobs: [
        { values: ['a', '1'], overrides: ['model=a', 'x=1', 'seed=1'] },
        { values: ['a', '2'], overrides: ['model=a', 'x=1', 'seed=2'] },
        { values: ['b', '1'], overrides: ['model=b', 'x=1', 'seed=1'] },
        { values: ['b', '2'], overrides: ['model=b', 'x=1', 'seed=2'] },
      ],
    });
  });

  it('is one job when nothing has several values', () => {
    expect(expandSweep(['a=[1,2]', "b='1,2'", '~c'])).toEqual({
      keys: [],
      jobs: [{ values: [], overrides: ['a=[1,2]', "b='1,2'", '~c'] }],
    });
  });

  it('leaves lists, dicts, quotes, casts and signs as they were written', () => {
    expect(overridesOf("+a=[1,2],{b: 3},'x, y',str(4)")).toEqual([
      ['+a=[1,2]'],
      ['+a={b: 3}'],
      ["+a='x, y'"],
      ['+a=str(4)'],
    ]);
  });

  it('reads choice() and range()', () => {
    expect(overridesOf('a=choice(1, b)')).toEqual([['a=1'], ['a=b']]);
    expect(overridesOf('a=range(3)')).toEqual([['a=0'], ['a=1'], ['a=2']]);
    expect(overridesOf('++a.b=range(2, 8, 3)')).toEqual([['++a.b=2'], ['++a.b=5']]);
    expect(overridesOf('a=range(3, 1, -1)')).toEqual([['a=3'], ['a=2']]);
  });

  it.each([
    ['a=range()', /is not understood/],
    ['a=range(x)', /is not understood/],
    ['a=range(1,2,0)', /is not understood/],
    ['a=range(0)', /holds no number/],
    ['a=range(3,1)', /holds no number/],
    ['a=interval(0,1)', /stands for several values/],
  ])('refuses %s', (text, message) => {
    expect(() => expandSweep([text])).toThrow(message);
  });
});

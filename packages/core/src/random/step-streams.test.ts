import { describe, expect, it } from 'vitest';
import { initialDraws } from './initial-draws.js';
import { StepStreams } from './step-streams.js';

const draw = (seed: number, step: number, stream: string) => [
  ...new StepStreams(seed, step).normal(stream, [8]).dataSync(),
];

describe('the random streams of a step', () => {
  it('give the same draws for the same seed, step and name', () => {
    expect(draw(1, 2, 'a')).toEqual(draw(1, 2, 'a'));
  });

  it('give other draws for another seed, step or name', () => {
    const others = [draw(2, 2, 'a'), draw(1, 3, 'a'), draw(1, 2, 'b')];
    for (const other of others) expect(other).not.toEqual(draw(1, 2, 'a'));
  });

  it('give new draws each time a stream is asked', () => {
    const random = new StepStreams(1, 2);
    const [first, second] = [random.normal('a', [8]), random.normal('a', [8])];
    expect([...first.dataSync()]).not.toEqual([...second.dataSync()]);
  });

  it('do not depend on what other streams have given', () => {
    const random = new StepStreams(1, 2);
    random.uniform('other', [100]);
    expect([...random.normal('a', [8]).dataSync()]).toEqual(draw(1, 2, 'a'));
  });

  it('keep the share of a mask that was asked for', () => {
    const mask = new StepStreams(5, 0).bernoulli('dropout/data', [100, 100], 0.7);
    expect(mask.dtype).toBe('bool');
    const kept = mask.dataSync<'bool'>().reduce((sum, bit) => sum + bit, 0);
    expect(kept / mask.size).toBeCloseTo(0.7, 1);
  });
});

describe('initial draws', () => {
  it('are standard normal, also for odd sizes', () => {
    const values = initialDraws(0, 'x').normal(10_001);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + value * value, 0) / values.length;
    expect(values).toHaveLength(10_001);
    expect(Math.abs(mean)).toBeLessThan(0.05);
    expect(Math.abs(variance - 1)).toBeLessThan(0.05);
  });

  it('are uniform in [0, 1)', () => {
    const values = initialDraws(0, 'x').uniform(1000);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
  });
});

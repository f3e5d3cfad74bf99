import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { hashStream, philox, philox4x32, philoxWords, type PhiloxOptions } from './index.js';
import { expectClose } from './testing/numbers.js';

type Words4 = [number, number, number, number];

function draw(options: Partial<PhiloxOptions>): tf.Tensor {
  const all = { kind: 'uniform', shape: [10], seed: 1, stream: 2, step: 3, draw: 4 } as const;
  return philox({ ...all, ...options });
}

describe('philox4x32', () => {
  it.each<[Words4, [number, number], Words4]>([
    [
      [0, 0, 0, 0],
      [0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ])('gives Random123’s known answer for counter %j and key %j', (counter, key, answer) => {
    const words = new Uint32Array(4);
    philox4x32(counter, key, words, 0);
    expect(Array.from(words)).toEqual(answer);
  });
});

describe('philoxWords', () => {
  it('are the blocks of counters (block, 0, step, draw) under the key (seed, stream)', () => {
    const words = philoxWords(5, 6, 7, 8, 3);
    const block = new Uint32Array(4);
    philox4x32([2, 0, 7, 8], [5, 6], block, 0);
    expect(words).toHaveLength(12);
    expect(words.slice(8)).toEqual(block);
  });
});

describe('philox', () => {
  it('repeats itself, and differs when any of its four numbers does', () => {
    const values = Array.from(draw({}).dataSync());
    expect(Array.from(draw({}).dataSync())).toEqual(values);
    for (const other of [{ seed: 9 }, { stream: 9 }, { step: 9 }, { draw: 9 }]) {
      expect(Array.from(draw(other).dataSync())).not.toEqual(values);
    }
  });

  it('gives the same first values whatever the size', () => {
    for (const kind of ['uniform', 'normal'] as const) {
      const long = draw({ kind, shape: [4, 5] }).dataSync();
      expect(draw({ kind, shape: [7] }).dataSync()).toEqual(long.slice(0, 7));
    }
  });

  it('makes uniform numbers of the words’ upper 24 bits', () => {
    const words = philoxWords(1, 2, 3, 4, 3);
    const expected = Array.from(words.subarray(0, 10), (word) => (word >>> 8) / 2 ** 24);
    expectClose(draw({}), expected, { rtol: 0, atol: 0 });
  });

  it('makes bool masks of the words below p', () => {
    const mask = draw({ kind: 'bernoulli', p: 0.3, shape: [20000] });
    expect(mask.dtype).toBe('bool');
    const words = philoxWords(1, 2, 3, 4, 5000);
    const expected = Array.from(words, (word) => Number(word < Math.round(0.3 * 2 ** 32)));
    expectClose(mask, expected, { rtol: 0, atol: 0 });
    expectClose(tf.mean(tf.cast(mask, 'float32')), 0.3, { atol: 0.015 });
    expectClose(draw({ kind: 'bernoulli', p: 1 }), new Array<number>(10).fill(1));
    expectClose(draw({ kind: 'bernoulli', p: 0 }), new Array<number>(10).fill(0));
  });

  it('makes normal numbers: mean 0, variance 1, no skew, kurtosis 3, uncorrelated pairs', () => {
    const x = draw({ kind: 'normal', shape: [100_000] });
    const moment = (k: number) => tf.mean(tf.pow(x, k));
    expectClose(moment(1), 0, { atol: 0.015 });
    expectClose(moment(2), 1, { atol: 0.02 });
    expectClose(moment(3), 0, { atol: 0.05 });
    expectClose(moment(4), 3, { atol: 0.12 });
    const [even, odd] = tf.unstack(tf.reshape(x, [50_000, 2]), 1);
    expectClose(tf.mean(tf.mul(even!, odd!)), 0, { atol: 0.02 });
  });

  it('rejects numbers that are no uint32 and probabilities outside [0, 1]', () => {
    expect(() => draw({ seed: -1 })).toThrow(
      'philox: seed must be an integer in [0, 2^32), got -1',
    );
    expect(() => draw({ step: 0.5 })).toThrow('philox: step must be an integer in [0, 2^32)');
    expect(() => draw({ kind: 'bernoulli', p: 1.1 })).toThrow(
      'philox: p must be in [0, 1], got 1.1',
    );
    expect(() => draw({ kind: 'bernoulli' })).toThrow('philox: p must be in [0, 1], got undefined');
  });
});

describe('hashStream', () => {
  it('is FNV-1a, 32 bit', () => {
    expect(hashStream('')).toBe(0x811c9dc5);
    expect(hashStream('a')).toBe(0xe40c292c);
    expect(hashStream('foobar')).toBe(0xbf9cf968);
  });
});

import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { OpError } from './index.js';
import { checkShapes } from './shapes.js';

const zeros = (...shape: number[]) => tf.zeros(shape);

describe('checkShapes', () => {
  it('gives each letter the size of the first dimension it stands for, and checks forms of them', () => {
    const sizes = checkShapes('op', [
      ['x', zeros(2, 3), 'B I'],
      ['h', zeros(1, 4), '1|B H'],
      ['w', zeros(12, 7), '3H I+H'],
      ['absent', undefined, 'B Q'],
      ['scalar', tf.scalar(1), ''],
    ]);
    expect(sizes).toEqual({ B: 2, I: 3, H: 4 });
  });

  it('says what was expected in letters and in numbers', () => {
    const check = (shape: number[]) => () =>
      checkShapes('op', [
        ['h', zeros(2, 4), 'B H'],
        ['w', zeros(...shape), '3H 1|B'],
      ]);
    expect(check([12, 1])).not.toThrow();
    expect(check([12, 2])).not.toThrow();
    expect(check([12, 3])).toThrow('op: w must have shape [3H = 12, 1|B = 1|2], got [12, 3]');
    expect(check([12])).toThrow('op: w must have shape [3H = 12, 1|B = 1|2], got [12]');
  });

  it('throws an error with a code', () => {
    const thrownBy = (fn: () => void) => {
      try {
        fn();
      } catch (error) {
        return error;
      }
      return undefined;
    };
    const shape = thrownBy(() => checkShapes('op', [['x', zeros(2), 'A B']]));
    expect(shape).toBeInstanceOf(OpError);
    expect(shape).toMatchObject({ code: 'LFADS_OPS_SHAPE', name: 'OpError' });
    const dtype = thrownBy(() => checkShapes('op', [['mask', zeros(2), 'A', 'bool']]));
    expect(dtype).toMatchObject({ code: 'LFADS_OPS_DTYPE' });
  });
});

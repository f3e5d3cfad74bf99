import { describe, expect, it } from 'vitest';
import { windowsOf } from './windows.js';

describe('windows', () => {
  it('share no frame between splits, and lie inside their blocks', () => {
    const windows = windowsOf(1000, { length: 60, overlap: 12, block: 200, validEvery: 3 });
    const frames = (split: 'train' | 'valid') =>
      new Set(windows[split].flatMap((first) => Array.from({ length: 60 }, (_, i) => first + i)));
    const both = [...frames('train')].filter((frame) => frames('valid').has(frame));
    expect(both).toEqual([]);
    expect(windows.valid).toEqual([400, 448, 496]);
    expect(windows.train.at(-1)).toBe(896);
  });
});

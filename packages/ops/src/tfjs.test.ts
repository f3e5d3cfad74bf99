import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it, vi } from 'vitest';
import './tfjs.js';

describe('the plain cpu backend', () => {
  it('is there, with gradients, and prints nothing on its first use', () => {
    const warn = vi.spyOn(console, 'warn');
    const gradient = tf.grad(tf.square)(tf.scalar(3));
    expect(tf.getBackend()).toBe('cpu');
    expect(gradient.dataSync()[0]).toBe(6);
    expect(warn).not.toHaveBeenCalled();
  });
});

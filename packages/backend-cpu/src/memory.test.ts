import * as ops from '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { BACKEND_NAME, type LfadsCpuBackend } from './backend.js';
import { blockSize, BufferPool } from './buffer-pool.js';
import { randomTensor } from './testing/against-composite.js';
import { enginesUnderTest } from './testing/engines.js';

const LARGE = 100_000;

describe('the buffer pool', () => {
  const newPool = () => new BufferPool((bytes) => ({ bytes: new Uint8Array(bytes) }));

  test('hands out released memory again', () => {
    const pool = newPool();
    const first = pool.float32(LARGE);
    pool.retain(first);
    pool.release(first);
    expect(pool.float32(LARGE).buffer).toBe(first.buffer);
  });

  test('keeps memory that a view of it still uses', () => {
    const pool = newPool();
    const first = pool.float32(LARGE);
    const part = first.subarray(10, 20);
    pool.retain(first);
    pool.retain(part);
    pool.release(first);
    expect(pool.float32(LARGE).buffer).not.toBe(first.buffer);
    pool.release(part);
    expect(pool.float32(LARGE).buffer).toBe(first.buffer);
  });

  test('keeps no more idle memory than was ever in use', () => {
    const pool = newPool();
    for (let length = LARGE; length < 5 * LARGE; length += LARGE / 2) {
      const values = pool.float32(length);
      pool.retain(values);
      pool.release(values);
    }
    expect(pool.usage().idle).toBeLessThanOrEqual(blockSize(5 * LARGE * 4));
  });

  test('wastes at most an eighth', () => {
    for (const bytes of [16384, 70001, 1e6, 33e6]) {
      expect(blockSize(bytes)).toBeGreaterThanOrEqual(bytes);
      expect(blockSize(bytes)).toBeLessThanOrEqual(Math.max(bytes * 1.126, bytes + 4096));
    }
  });
});

const backend = () => tf.backend() as LfadsCpuBackend;

describe.each(enginesUnderTest.filter(({ name }, i) => i === 0 || /wasm.*2 threads/.test(name)))(
  'tensors on $name',
  ({ start }) => {
    test('give away copies, which later tensors do not change', async () => {
      await start();
      const x = tf.add(tf.fill([LARGE], 1), 1);
      const values = x.dataSync();
      x.dispose();
      tf.add(tf.fill([LARGE], 5), 5).dispose();
      expect(values[17]).toBe(2);
    });

    test('share memory with slices of them safely', async () => {
      await start();
      const x = tf.add(tf.fill([LARGE], 1), 1);
      const tail = tf.slice(x, [LARGE / 2], [LARGE / 2]);
      x.dispose();
      const other = tf.add(tf.fill([LARGE], 5), 5);
      expect(tail.dataSync()[3]).toBe(2);
      tf.dispose([tail, other]);
    });

    test('move to another backend and back', async () => {
      await start();
      const x = tf.add(tf.fill([LARGE], 1), 1);
      await tf.setBackend('cpu');
      const y = tf.add(x, 1);
      await tf.setBackend(BACKEND_NAME);
      expect(tf.add(y, 1).dataSync()[5]).toBe(4);
    });

    test('survive a change of the engine', async () => {
      await start();
      const x = tf.add(tf.fill([LARGE], 1), 1);
      for (const { start: next } of enginesUnderTest) await next();
      expect(tf.sum(x).dataSync()[0]).toBe(2 * LARGE);
    });

    test('leave no memory behind over 200 training steps', async () => {
      await start();
      const [B, T, I, H] = [32, 12, 20, 40];
      const x = randomTensor([B, T, I], 1) as tf.Tensor3D;
      const parameters = [
        randomTensor([1, H], 2),
        randomTensor([3 * H, I], 3),
        randomTensor([3 * H, H], 4),
        randomTensor([3 * H], 5),
      ];
      const loss = (...[h0, weightIh, weightHh, bias]: tf.Tensor[]) =>
        tf.sum(ops.gruSequence({ x, h0, weightIh, weightHh, bias } as ops.GruSequenceTensors));
      const step = () => tf.tidy(() => void tf.grads(loss)(parameters));
      const state = () => ({ ...tf.memory(), ...backend().pool.usage() });
      for (let i = 0; i < 20; ++i) step();
      const [before, rss] = [state(), process.memoryUsage().rss];
      for (let i = 0; i < 200; ++i) step();
      const { numTensors, numDataBuffers, used, idle } = state();
      expect({ numTensors, numDataBuffers, used, idle }).toEqual({
        numTensors: before.numTensors,
        numDataBuffers: before.numDataBuffers,
        used: before.used,
        idle: before.idle,
      });
      expect(process.memoryUsage().rss - rss).toBeLessThan(64e6);
    });
  },
);

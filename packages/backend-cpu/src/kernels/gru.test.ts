import * as ops from '@lfads/ops';
import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectSameAsComposite, randomMask, randomTensor } from '../testing/against-composite.js';
import { enginesUnderTest } from '../testing/engines.js';

const gruTensors = (B: number, T: number, I: number, H: number, h0Rows: number, scale = 0.5) => ({
  x: randomTensor([B, T, I], 1),
  h0: randomTensor([h0Rows, H], 2),
  weightIh: randomTensor([3 * H, I], 3, scale),
  weightHh: randomTensor([3 * H, H], 4, scale),
  bias: randomTensor([3 * H], 5, scale),
});
const run = (tensors: Record<string, Tensor>, options: ops.GruSequenceOptions, mask?: Tensor) => ({
  h: ops.gruSequence({ ...tensors, mask } as unknown as ops.GruSequenceTensors, options),
});

describe.each(enginesUnderTest)('gru sequence on $name', ({ start }) => {
  beforeAll(start);

  test.each([
    ['one trial', 1, 2, 3, 5, 1],
    ['sizes of whole vectors', 16, 4, 16, 32, 16],
    ['odd sizes', 13, 7, 5, 19, 1],
    ['more rows than an operand block', 150, 3, 33, 21, 150],
    ['many steps to an operand block', 3, 60, 17, 9, 1],
  ])('equals the composite with %s', (_, B, T, I, H, h0Rows) => {
    expectSameAsComposite(gruTensors(B, T, I, H, h0Rows), (tensors) => run(tensors, {}));
  });

  test('takes a single step', () => {
    const { x, ...weights } = gruTensors(2, 1, 3, 5, 1);
    expectSameAsComposite(weights, (tensors) => run({ x, ...tensors }, {}));
  });

  test('runs backwards in time', () => {
    expectSameAsComposite(gruTensors(5, 6, 7, 18, 1), (tensors) => run(tensors, { reverse: true }));
  });

  test.each([false, true])('gives the last state (reverse: %s)', (reverse) => {
    expectSameAsComposite(gruTensors(9, 6, 7, 18, 1), (tensors) =>
      run(tensors, { reverse, output: 'last' }),
    );
  });

  test('clips states and stops their gradient', () => {
    expectSameAsComposite(gruTensors(9, 6, 7, 18, 9), (tensors) => run(tensors, { clip: 0.4 }));
  });

  test('drops masked inputs and scales the others', () => {
    const mask = randomMask([9, 6, 21], 3);
    expectSameAsComposite(gruTensors(9, 6, 21, 18, 1), (tensors) =>
      run(tensors, { maskScale: 1.5 }, mask),
    );
  });

  test('recomputes what an inference pass did not keep', () => {
    const { x, h0, weightIh, weightHh, bias } = gruTensors(5, 6, 7, 18, 1) as Record<
      string,
      Tensor
    >;
    const inputs = { x: x!, h0: h0!, weightIh: weightIh!, weightHh: weightHh!, bias: bias! };
    const attrs = {
      reverse: true,
      clip: 0.5,
      maskScale: 1,
      output: 'sequence',
      inputGradient: true,
    };
    const gradients = (keepActivations: boolean) => {
      const h = tf
        .engine()
        .runKernel(ops.GRU_SEQUENCE, inputs, { ...attrs, keepActivations }) as unknown as Tensor[];
      const more = { ...inputs, h: h[0]!, dy: tf.onesLike(h[0]!) };
      const out = tf.engine().runKernel(ops.GRU_SEQUENCE_GRAD, more, {
        ...attrs,
        keepActivations,
      }) as unknown as Tensor[];
      return out.map((gradient) => Array.from(gradient.dataSync()));
    };
    expect(gradients(false)).toEqual(gradients(true));
  });

  test('leaves out the gradient of the input when nobody wants it', () => {
    const { x, ...weights } = gruTensors(5, 6, 7, 18, 1);
    expectSameAsComposite(weights, (tensors) => run({ x, ...tensors }, { inputGradient: false }));
  });

  test('keeps gradients finite and zero where they decay below the smallest floats', () => {
    const tensors = gruTensors(4, 400, 6, 16, 1, 0.02);
    const [dX] = tf.tidy(() => [
      tf.grad((x: Tensor) => tf.mean(run({ ...tensors, x }, { output: 'last' }).h))(tensors.x),
    ]);
    const first = Array.from((dX!.dataSync() as Float32Array).subarray(0, 6));
    expect(first).toEqual([0, 0, 0, 0, 0, 0]);
    expect((dX!.dataSync() as Float32Array).every(Number.isFinite)).toBe(true);
  });
});

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gruCell, gruSequence, type GruSequenceTensors } from './index.js';
import { drawn, expectClose, expectGradients, normal } from './testing/numbers.js';
import { hasParity, parityTensors } from './testing/parity.js';

function tensors(B: number, T: number, I: number, H: number): GruSequenceTensors {
  return {
    x: normal([B, T, I], 1),
    h0: normal([1, H], 2, 0.5),
    weightIh: normal([3 * H, I], 3, I ** -0.5),
    weightHh: normal([3 * H, H], 4, H ** -0.5),
    bias: normal([3 * H], 5, 0.3),
  };
}

describe('gruSequence', () => {
  it.skipIf(!hasParity)('gives the reference implementation’s bidirectional states', async () => {
    const fixture = await parityTensors('bidirectional_gru');
    const direction = (name: 'fwd' | 'bwd', index: number) => {
      const part = (key: string) => fixture[`params/${name}_gru.cell.${key}`]!;
      return {
        x: fixture.input as Tensor3D,
        h0: tf.gather(fixture.h0!, index) as Tensor2D,
        weightIh: part('weight_ih') as Tensor2D,
        weightHh: part('weight_hh') as Tensor2D,
        bias: tf.add<Tensor1D>(part('bias_ih'), part('bias_hh')),
      };
    };
    const [forward, backward] = [direction('fwd', 0), direction('bwd', 1)];
    const options = { clip: 5 };
    const reversed = { ...options, reverse: true };
    const output = tf.concat([gruSequence(forward, options), gruSequence(backward, reversed)], 2);
    const last = tf.stack([
      gruSequence(forward, { ...options, output: 'last' }),
      gruSequence(backward, { ...reversed, output: 'last' }),
    ]);
    const tight = { rtol: 1e-5, atol: 1e-6 };
    expectClose(output, fixture.result_output!, tight);
    expectClose(last, fixture.result_h_n!, tight);
  });

  it('is a loop of gruCell over masked inputs, in either direction, for all shapes', () => {
    const size = fc.integer({ min: 1, max: 4 });
    fc.assert(
      fc.property(
        size,
        size,
        size,
        size,
        fc.boolean(),
        fc.boolean(),
        (B, T, I, H, reverse, masked) => {
          tf.tidy(() => {
            const inputs = tensors(B, T, I, H);
            const mask = drawn<Tensor3D>({ shape: [B, T, I], kind: 'mask' }, 6);
            const scale = 1.5;
            const kept = masked
              ? tf.mul<Tensor3D>(tf.mul(inputs.x, tf.cast(mask, 'float32')), scale)
              : inputs.x;
            let h = tf.tile(inputs.h0, [B, 1]);
            const states: Tensor[] = [];
            for (let i = 0; i < T; i++) {
              const t = reverse ? T - 1 - i : i;
              const x = tf.reshape(tf.slice(kept, [0, t, 0], [B, 1, I]), [B, I]) as Tensor2D;
              h = gruCell({ ...inputs, x, h, biasIh: inputs.bias }, 0.8);
              states[t] = h;
            }
            const options = { reverse, clip: 0.8, maskScale: scale };
            const given = masked ? { ...inputs, mask } : inputs;
            expectClose(gruSequence(given, options), tf.stack(states, 1));
            expectClose(gruSequence(given, { ...options, output: 'last' }), h);
          });
        },
      ),
      { numRuns: 40 },
    );
  });

  it.each([
    ['sequence', false],
    ['last', true],
  ] as const)('has the gradient of its values (%s, reverse: %s)', (output, reverse) => {
    const { x, h0, weightIh, weightHh, bias } = tensors(3, 4, 5, 6);
    const mask = drawn<Tensor3D>({ shape: [3, 4, 5], kind: 'mask' }, 6);
    const cotangent = normal(output === 'last' ? [3, 6] : [3, 4, 6], 7);
    expectGradients(
      (...args) => {
        const [x, h0, weightIh, weightHh, bias] = args;
        const given = { x, h0, weightIh, weightHh, bias, mask } as GruSequenceTensors;
        const h = gruSequence(given, { output, reverse, maskScale: 1.4, clip: 5 });
        return tf.sum(tf.mul(h as Tensor, cotangent));
      },
      [x, h0, weightIh, weightHh, bias],
    );
  });

  it('stops the gradient of an input declared as data', () => {
    const inputs = tensors(2, 3, 4, 5);
    const x = tf.variable(inputs.x);
    const bias = tf.variable(inputs.bias);
    const loss = () => tf.sum(gruSequence({ ...inputs, x, bias }, { inputGradient: false }));
    const { grads } = tf.variableGrads(loss as () => tf.Scalar);
    expect(Object.keys(grads)).toEqual([bias.name]);
    tf.dispose([x, bias]);
  });

  it('names the argument that does not fit, with its shapes', () => {
    const inputs = tensors(2, 3, 4, 5);
    expect(() => gruSequence({ ...inputs, h0: tf.zeros([3, 5]) })).toThrow(
      'gruSequence: h0 must have shape [1|B = 1|2, H], got [3, 5]',
    );
    expect(() => gruSequence({ ...inputs, weightHh: tf.zeros([15, 4]) })).toThrow(
      'gruSequence: weightHh must have shape [3H = 15, H = 5], got [15, 4]',
    );
    expect(() => gruSequence({ ...inputs, mask: tf.ones([2, 3, 4]) })).toThrow(
      'gruSequence: mask must be bool, got float32',
    );
  });
});

import * as ops from '@lfads/ops';
import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  expectSameAsComposite,
  expectSameWhereFinite,
  randomTensor,
} from '../testing/against-composite.js';
import { enginesUnderTest } from '../testing/engines.js';
import {
  CELLS,
  decoderTensors,
  gruTensors,
  runDecoder,
  runGru,
} from '../testing/recurrent-tensors.js';

/** A copy with one trial's first number replaced. */
function withValue(tensor: Tensor, trial: number, value: number): Tensor {
  const values = Float32Array.from(tensor.dataSync());
  values[(trial * values.length) / tensor.shape[0]!] = value;
  return tf.tensor(values, tensor.shape);
}
/** Every second number far below the smallest normal float32. */
function withDenormals(tensor: Tensor): Tensor {
  const values = Float32Array.from(tensor.dataSync(), (value, i) =>
    i % 2 ? value : value * 1e-41,
  );
  return tf.tensor(values, tensor.shape);
}
const finiteTrials = (tensor: Float32Array, trials: number) =>
  Array.from({ length: trials }, (_, b) => {
    const size = tensor.length / trials;
    return tensor.subarray(b * size, (b + 1) * size).every(Number.isFinite);
  });

const GRU = { B: 5, T: 3, I: 7, H: 19 };
const DECODER = { B: 5, T: 3, G: 19, F: 6, I: 9, C: 13, K: 3 };
const BAD = 2;
const others = [true, true, false, true, true];

describe.each(enginesUnderTest)('extreme values on $name', ({ start }) => {
  beforeAll(start);

  test('denormal inputs and weights make a GRU no different', () => {
    const tensors = gruTensors(GRU);
    for (const name of Object.keys(tensors)) tensors[name] = withDenormals(tensors[name]!);
    expectSameAsComposite(tensors, runGru());
  });

  test.each(CELLS)('denormal inputs and weights make a decoder no different: %s', (cell) => {
    const tensors = decoderTensors(DECODER, cell);
    for (const name of Object.keys(tensors)) tensors[name] = withDenormals(tensors[name]!);
    expectSameAsComposite(tensors, runDecoder(DECODER, 5, cell));
  });

  test.each([NaN, Infinity, -Infinity])('%s in a trial stays in that trial of a GRU', (value) => {
    const tensors = gruTensors(GRU);
    const fused = expectSameWhereFinite(
      { ...tensors, x: withValue(tensors['x']!, BAD, value) },
      runGru({ clip: 0.6 }),
    );
    if (Number.isNaN(value)) expect(finiteTrials(fused['h']!, GRU.B)).toEqual(others);
    expect(finiteTrials(fused['gradient of x']!, GRU.B).filter(Boolean).length).toBeGreaterThan(3);
  });

  const badValues = [
    ['g0', NaN],
    ['g0', -Infinity],
    ['ci', NaN],
    ['ci', Infinity],
  ] as const;
  const inCells = CELLS.flatMap((cell) => badValues.map((bad) => [...bad, cell] as const));
  test.each(inCells)(
    'in %s, %s in a trial stays in that trial of a decoder: %s',
    (name, value, cell) => {
      const tensors = decoderTensors(DECODER, cell);
      const fused = expectSameWhereFinite(
        { ...tensors, [name]: withValue(tensors[name]!, BAD, value) },
        runDecoder(DECODER, 5, cell),
      );
      if (Number.isNaN(value)) expect(finiteTrials(fused['factors']!, DECODER.B)).toEqual(others);
      const kept = finiteTrials(fused['gradient of g0']!, DECODER.B).filter(Boolean);
      expect(kept.length).toBeGreaterThan(3);
    },
  );

  test.each([NaN, Infinity, -Infinity])('%s stays in its row of a linear map', (value) => {
    const x = withValue(randomTensor([5, 21], 1), BAD, value);
    const tensors = { x, weight: randomTensor([19, 21], 2), bias: randomTensor([19], 3) };
    const fused = expectSameWhereFinite(tensors, (t) => ({
      y: ops.linear(t['x'] as Tensor2D, t['weight'] as Tensor2D, t['bias'] as tf.Tensor1D),
    }));
    expect(finiteTrials(fused['y']!, 5)).toEqual(others);
  });

  test.each([NaN, Infinity, -Infinity, 1e3, -1e3, 1e-41])(
    'a log rate of %s costs what it costs in the composite, and no other pays',
    (value) => {
      const logRates = withValue(randomTensor([5, 1, 19], 1), BAD, value);
      const counts = tf.round(tf.abs(randomTensor<Tensor3D>([5, 1, 19], 2, 4)));
      expectSameWhereFinite({ logRates }, (t) => ({
        loss: ops.poissonNll(t['logRates']!, counts),
      }));
      expectSameWhereFinite({ logRates }, (t) => ({
        sum: ops.poissonNllSum(t['logRates'] as Tensor3D, counts, { scale: 0.5 }),
      }));
    },
  );

  test('a count of NaN makes its own cost NaN', () => {
    const counts = withValue(randomTensor([5, 1, 19], 2), BAD, NaN);
    const { loss } = expectSameWhereFinite({ logRates: randomTensor([5, 1, 19], 1) }, (t) => ({
      loss: ops.poissonNll(t['logRates']!, counts),
    }));
    expect(finiteTrials(loss!, 5)).toEqual(others);
  });

  test.each(['mean', 'std'])('NaN in a %s makes the divergences NaN', (name) => {
    const tensors: Record<string, Tensor> = {
      mean: randomTensor([5, 3, 7], 1),
      std: tf.add(tf.abs(randomTensor([5, 3, 7], 2)), 0.1),
    };
    tensors[name] = withValue(tensors[name]!, BAD, NaN);
    const [priorMean, noise] = [tf.zeros([7]) as tf.Tensor1D, randomTensor<Tensor3D>([5, 3, 7], 3)];
    const { kl } = expectSameWhereFinite(tensors, ({ mean, std }) => ({
      kl: ops.normalKl(mean!, std!, priorMean, priorMean, 0.3),
    }));
    expect(kl![0]).toBeNaN();
    const ar = expectSameWhereFinite(tensors, ({ mean, std }) => ({
      kl: ops.arNormalKl(mean as Tensor3D, std as Tensor3D, noise, tf.ones([7]), priorMean, 0.3),
    }));
    expect(ar['kl']![0]).toBeNaN();
  });
});

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { drawInput, type ConformanceCase } from './conformance/case.js';
import { conformanceCases } from './conformance/index.js';
import { LINEAR, linear, setCompositeOps, withCompositeOps } from './index.js';
import { STAND_IN, useStandInBackend } from './testing/stand-in-backend.js';
import { expectClose } from './testing/numbers.js';

const testCases = conformanceCases.filter(({ name }) => !name.includes('only='));
const oneForEachKernel = new Map(testCases.map((testCase) => [testCase.kernel, testCase]));

function inputsOf({ inputs }: ConformanceCase): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, spec], i) => [name, drawInput(spec, i)]),
  );
}

/** The kernels that run under `fn`, by name. */
async function kernelsOf(fn: () => Tensor[]): Promise<string[]> {
  const { kernelNames } = await tf.profile(() => tf.tidy(() => fn()[0]!));
  return kernelNames;
}

describe('an operation', () => {
  beforeAll(useStandInBackend);
  afterEach(() => setCompositeOps(false));
  afterAll(() => tf.setBackend('cpu'));

  const byName = [...oneForEachKernel];

  it.each(byName)('runs the kernel %s where it is registered', async (kernel, testCase) => {
    expect(await kernelsOf(() => Object.values(testCase.run(inputsOf(testCase))))).toContain(
      kernel,
    );
  });

  it.each(byName)('does without the kernel %s if told so', async (kernel, testCase) => {
    const run = () => Object.values(testCase.run(inputsOf(testCase)));
    expect(await kernelsOf(() => withCompositeOps(run))).not.toContain(kernel);
  });

  describe.each([false, true])('(composite: %s)', (composite) => {
    it.each(byName)('leaves no tensor behind but its outputs: %s', (_, testCase) => {
      setCompositeOps(composite);
      const inputs = inputsOf(testCase);
      const before = tf.memory();
      const outputs = Object.values(testCase.run(inputs));
      const during = tf.memory();
      expect(during.numTensors - before.numTensors).toBe(outputs.length);
      tf.dispose(outputs);
      expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers);
      tf.dispose(inputs);
    });

    it.each(byName)('leaves no tensor behind under a tape: %s', (_, testCase) => {
      setCompositeOps(composite);
      const inputs = inputsOf(testCase);
      const scale = tf.variable(tf.scalar(0.5));
      const before = tf.memory();
      tf.tidy(() => {
        tf.variableGrads(() => {
          const scaled = Object.fromEntries(
            Object.entries(inputs).map(([name, x]) => [
              name,
              x.dtype === 'float32' ? tf.mul(x, scale) : x,
            ]),
          );
          const outputs = Object.values(testCase.run(testCase.gradient ? scaled : inputs));
          const sums = outputs.map((y) => tf.sum(tf.cast(y, 'float32')));
          return tf.addN([...sums, scale]) as tf.Scalar;
        });
      });
      const after = tf.memory();
      expect(after.numTensors).toBe(before.numTensors);
      expect(after.numDataBuffers).toBe(before.numDataBuffers);
      tf.dispose([inputs, scale]);
    });
  });

  it('runs its composite version under a tape on a backend without the gradient kernel', () => {
    const gradient = 'LfadsLinearGrad';
    const kernel = tf.getKernel(gradient, STAND_IN);
    tf.unregisterKernel(gradient, STAND_IN);
    const dx = tf.grad((x) => linear(x, tf.tensor2d([[2, 3]])))(tf.zeros([1, 2]));
    tf.registerKernel(kernel);
    expectClose(dx, [2, 3]);
  });

  it('computes all gradients by one run of the gradient kernel', () => {
    const kernel = tf.getKernel('LfadsLinearGrad', STAND_IN);
    const kernelFunc = vi.fn(kernel.kernelFunc);
    tf.unregisterKernel(kernel.kernelName, STAND_IN);
    tf.registerKernel({ ...kernel, kernelFunc });
    tf.grads((x: Tensor, w: Tensor) => linear(x, w as tf.Tensor2D))([
      tf.ones([3, 2]),
      tf.ones([4, 2]),
    ]);
    tf.unregisterKernel(kernel.kernelName, STAND_IN);
    tf.registerKernel(kernel);
    expect(kernelFunc).toHaveBeenCalledTimes(1);
  });

  it('runs its kernel again after an error in withCompositeOps', async () => {
    const fail = () => {
      throw new Error('from within');
    };
    expect(() => withCompositeOps(fail)).toThrow('from within');
    const run = () => [linear(tf.ones([1, 2]), tf.ones([1, 2]))];
    expect(await kernelsOf(run)).toContain(LINEAR);
  });
});

import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STAND_IN, useStandInBackend } from '../testing/stand-in-backend.js';
import { POISSON_NLL, POISSON_NLL_GRAD } from '../kernels.js';
import { checkConformance, conformanceCases } from './index.js';

describe('the conformance cases', () => {
  beforeAll(useStandInBackend);
  afterAll(() => tf.setBackend('cpu'));

  it.each(conformanceCases.map((testCase) => [testCase.name, testCase] as const))(
    'hold for kernels computed by the composite operations: %s',
    async (_, testCase) => {
      expect(await checkConformance(testCase)).toEqual([]);
    },
  );

  const poisson = conformanceCases.find(({ kernel }) => kernel === POISSON_NLL)!;

  it('report wrong values and wrong gradients', async () => {
    const restore = [POISSON_NLL, POISSON_NLL_GRAD].map((name) =>
      replaceKernel(name, (values) => values.map((value) => value * 1.01)),
    );
    const faults = await checkConformance(poisson);
    restore.forEach((undo) => undo());
    expect(faults).toEqual([
      expect.stringMatching(/^loss\[0\] is .* should be .*1 of 1 values differ/),
      expect.stringMatching(/^gradient of logRates\[0\] is/),
    ]);
  });

  it('report NaN', async () => {
    const undo = replaceKernel(POISSON_NLL, (values) => values.map(() => NaN));
    const faults = await checkConformance(poisson);
    undo();
    expect(faults).toEqual([expect.stringContaining('is NaN')]);
  });

  it('report a kernel that the backend lacks', async () => {
    await tf.setBackend('cpu');
    const faults = await checkConformance(poisson);
    await useStandInBackend();
    expect(faults).toEqual([`backend cpu has no kernel ${POISSON_NLL}, ${POISSON_NLL_GRAD}`]);
  });
});

/** Makes a kernel's output wrong; returns what undoes it. */
function replaceKernel(name: string, change: (values: Float32Array) => Float32Array): () => void {
  const kernel = tf.getKernel(name, STAND_IN);
  tf.unregisterKernel(name, STAND_IN);
  tf.registerKernel({
    ...kernel,
    kernelFunc: (params) => {
      const right = (kernel.kernelFunc(params) as tf.Tensor[])[0]!;
      const wrong = tf.tensor(change(right.dataSync() as Float32Array), right.shape);
      right.dispose();
      return [wrong];
    },
  });
  return () => {
    tf.unregisterKernel(name, STAND_IN);
    tf.registerKernel(kernel);
  };
}

import { checkComposite, conformanceCases } from '@lfads/ops/conformance';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { TfjsNode, usesGpu } from './index.js';

const folder = process.env['LFADS_TFJS_NODE'];

describe.skipIf(!folder)('on TensorFlow, of the build that LFADS_TFJS_NODE names', () => {
  beforeAll(async () => {
    const backend = TfjsNode.create({ package: null, require_gpu: false }, {} as never);
    await tf.setBackend('cpu');
    await backend.probe!();
    expect(tf.getBackend()).toBe('cpu');
    const { name, gpu } = await backend.start();
    expect([name, tf.getBackend(), gpu]).toEqual(['tensorflow', 'tensorflow', usesGpu()]);
  });

  it('computes every operation of the contract, in its composite version, as plain cpu does', async () => {
    const faults: string[] = [];
    for (const testCase of conformanceCases) {
      for (const fault of await checkComposite(testCase)) faults.push(`${testCase.name}: ${fault}`);
    }
    expect(faults).toEqual([]);
  });

  it('refuses to compute on the CPU when a GPU is required', async () => {
    if (usesGpu()) return;
    const strict = TfjsNode.create({ package: null, require_gpu: true }, {} as never);
    await expect(strict.start()).rejects.toMatchObject({ code: 'LFADS_TFJS_NODE_NO_GPU' });
  });
});

import { initCpuBackend } from '@lfads/backend-cpu';
import { StepStreams } from '@lfads/core';
import { AdamW, trainStep } from '@lfads/train';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { workloadBatch, workloadModel } from './model.js';
import { findWorkload } from './workloads.js';

const STEPS = 200;
const MEGABYTE = 1024 * 1024;

describe.each(['native', 'wasm'] as const)('200 training steps on %s', (engine) => {
  it('hold no more tensors at their end than at their start, and no more memory', async ({
    skip,
  }) => {
    try {
      await initCpuBackend({ engine });
    } catch {
      skip(`the ${engine} kernels are not built here`);
    }
    const workload = { ...findWorkload('lorenz'), batch: [16] };
    const model = workloadModel(workload);
    const batch = workloadBatch(workload);
    const optimizer = new AdamW(model.parameters.trainable(), {
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
    });
    let step = 0;
    const run = (steps: number) => {
      for (let i = 0; i < steps; i++) {
        const random = new StepStreams(0, step++);
        trainStep(model, optimizer, batch, { epoch: 0, random, clipNorm: 200 });
      }
    };
    run(50);
    const before = { ...tf.memory(), rss: process.memoryUsage().rss };
    run(STEPS);
    expect(tf.memory().numTensors).toBe(before.numTensors);
    expect(tf.memory().numBytes).toBe(before.numBytes);
    expect((process.memoryUsage().rss - before.rss) / MEGABYTE).toBeLessThan(32);
    model.dispose();
    optimizer.dispose();
    tf.dispose([...batch.values()].map(({ encodData, reconData }) => [encodData, reconData]));
  });
});

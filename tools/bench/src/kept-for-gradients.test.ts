import { initCpuBackend } from '@lfads/backend-cpu';
import { lossAndGradients, StepStreams } from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { keptForGradients } from './kept-for-gradients.js';
import { workloadBatch, workloadModel } from './model.js';
import { findWorkload } from './workloads.js';

/** Bytes that a training step over trials of `steps` bins keeps for its gradient. */
function keptBytes(steps: number, gradientCheckpointing: boolean): number {
  const workload = {
    ...findWorkload('lorenz'),
    batch: [2],
    encodSeqLen: steps,
    reconSeqLen: steps,
  };
  return tf.tidy(() => {
    const model = workloadModel(workload, gradientCheckpointing);
    const options = { split: 'train', epoch: 0, random: new StepStreams(0, 0) } as const;
    const kept = keptForGradients(
      () => void lossAndGradients(model, workloadBatch(workload), options),
    );
    model.dispose();
    return kept as never;
  });
}

it('a step keeps memory that grows with the steps, with gradient checkpointing with their root', async () => {
  await initCpuBackend();
  const [short, long] = [100, 1600];
  expect(keptBytes(long, false) / keptBytes(short, false)).toBe(16);
  expect(keptBytes(long, true) / keptBytes(short, true)).toBe(4);
  expect(keptBytes(short, true)).toBeLessThan(0.02 * keptBytes(short, false));
});

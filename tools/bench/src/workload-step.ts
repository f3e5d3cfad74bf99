import { StepStreams } from '@lfads/core';
import { AdamW, trainStep } from '@lfads/train';
import * as tf from '@tensorflow/tfjs-core';
import type { Mode } from './flops.js';
import { workloadBatch, workloadModel } from './model.js';
import type { Workload } from './workloads.js';

/** One training step, or inference with the posterior's means, that may be taken again and again. */
export function workloadStep(
  workload: Workload,
  mode: Mode,
  gradientCheckpointing = false,
): () => void {
  const model = workloadModel(workload, gradientCheckpointing);
  const batch = workloadBatch(workload);
  let steps = 0;
  const nextRandom = () => new StepStreams(0, steps++);
  if (mode === 'infer') {
    return () => tf.tidy(() => void model.predict(batch, { sample: false, random: nextRandom() }));
  }
  const { lrAdamBeta1: beta1, lrAdamBeta2: beta2, lrAdamEpsilon: epsilon } = model.hparams;
  const optimizer = new AdamW(model.parameters.trainable(), { beta1, beta2, epsilon });
  return () =>
    void trainStep(model, optimizer, batch, { epoch: 0, random: nextRandom(), clipNorm: 200 });
}

import { describeCpuBackend, initCpuBackend, selfTest } from '@lfads/backend-cpu';
import { StepStreams } from '@lfads/core';
import { AdamW, trainStep } from '@lfads/train';
import * as tf from '@tensorflow/tfjs-core';
import { gemmFlops } from './flops.js';
import { workloadBatch, workloadModel } from './model.js';
import { median } from './statistics.js';
import { findWorkload } from './workloads.js';

const WARM_UP_STEPS = 3;
const MINIMUM_RUNS = 5;

const [name, mode, seconds] = process.argv.slice(2);
if (mode !== 'train' && mode !== 'infer')
  throw new Error('usage: measure.js WORKLOAD train|infer SECONDS');
const workload = findWorkload(name ?? '');
await initCpuBackend();
const model = workloadModel(workload);
const batch = workloadBatch(workload);
const { lrAdamBeta1: beta1, lrAdamBeta2: beta2, lrAdamEpsilon: epsilon } = model.hparams;
const optimizer = new AdamW(model.parameters.trainable(), { beta1, beta2, epsilon });

let step = 0;
function run(): void {
  const random = new StepStreams(0, step++);
  if (mode === 'train') {
    trainStep(model, optimizer, batch, { epoch: 0, random, clipNorm: 200 });
  } else {
    tf.tidy(() => void model.predict(batch, { sample: false, random }));
  }
}

for (let i = 0; i < WARM_UP_STEPS; i++) run();
const times: number[] = [];
const end = performance.now() + 1000 * Number(seconds);
while (times.length < MINIMUM_RUNS || performance.now() < end) {
  const start = performance.now();
  run();
  times.push(performance.now() - start);
}
const peakRss = process.resourceUsage().maxRSS / 1024;
const medianMs = median(times);
const gflops = gemmFlops(workload, mode) / medianMs / 1e6;
const { engine, instructionSet, threads } = describeCpuBackend();
console.log(
  JSON.stringify({
    workload: workload.name,
    mode,
    engine,
    instruction_set: instructionSet,
    threads,
    median_ms: medianMs,
    min_ms: Math.min(...times),
    runs: times.length,
    gflops,
    peak_share: gflops / selfTest(1).gflops,
    peak_rss_mb: peakRss,
  }),
);

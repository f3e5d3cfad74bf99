import { availableParallelism } from 'node:os';
import { describeCpuBackend, initCpuBackend } from '@lfads/backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { Command, Option } from 'commander';
import { count, orAll, positive, workloadNames } from '../arguments.js';
import { BACKENDS, backendEnvironment, type BackendName } from '../backends.js';
import { kernelTimes, type KernelTime } from '../kernels/kernel-times.js';
import { memoryBandwidth } from '../kernels/memory-bandwidth.js';
import { otherCases } from '../kernels/other-cases.js';
import { recurrentCases } from '../kernels/recurrent-cases.js';
import { roofline, type Ceilings, type Roofline } from '../kernels/roofline.js';
import { sgemmPeak } from '../sgemm-peak.js';
import { percent, textTable } from '../text-table.js';
import { findWorkload } from '../workloads.js';

interface KernelsOptions {
  backend: BackendName;
  threads: number;
  seconds: number;
  only: string;
  json?: boolean;
}

interface KernelResult extends KernelTime, Roofline {
  workload: string;
  case: string;
  shape: string;
}

type Timed = Omit<KernelResult, keyof Roofline>;

const DEFAULT = ['lorenz', 'mc_maze', 'mc_maze_large'];

export const kernelsCommand = new Command('kernels')
  .description("times the fused kernels at the workloads' shapes, against measured ceilings")
  .argument('[workloads...]', `default: ${DEFAULT.join(', ')}`, workloadNames)
  .addOption(
    new Option('--backend <name>', 'who computes')
      .choices(BACKENDS.filter((name) => name !== 'js'))
      .default('native'),
  )
  .option('--threads <n>', 'of every back end but wasm-1', count, availableParallelism())
  .option('--seconds <s>', 'of each case', positive, 0.5)
  .option('--only <text>', "cases and kernels with this in their names, for example 'Grad'", '')
  .option('--json', 'end with one JSON line')
  .action(async (workloads: string[], options) => {
    const { backend, threads, seconds, only, json } = options as KernelsOptions;
    Object.assign(process.env, backendEnvironment(backend, threads));
    await initCpuBackend();
    const before = ceilings(seconds);
    const timed = orAll(workloads, DEFAULT).flatMap((name) => timeCases(name, only, seconds));
    const best = higher(before, ceilings(seconds));
    const results = timed.map((time) => ({ ...time, ...roofline(time, best) }));
    const { engine, instructionSet, threads: used } = describeCpuBackend();
    console.log(
      `${engine}, ${instructionSet}, threads: ${used}; sgemm at best ${best.sgemm_gflops.toFixed(0)} GFLOP/s, ` +
        `memory ${best.memory_gbs.toFixed(1)} GB/s`,
    );
    console.log(kernelsTable(results));
    if (json) console.log(JSON.stringify({ backend, threads: used, ceilings: best, results }));
  });

const ceilings = (seconds: number): Ceilings => ({
  sgemm_gflops: sgemmPeak(seconds).gflops,
  memory_gbs: memoryBandwidth(2 * seconds),
});

const higher = (a: Ceilings, b: Ceilings): Ceilings => ({
  sgemm_gflops: Math.max(a.sgemm_gflops, b.sgemm_gflops),
  memory_gbs: Math.max(a.memory_gbs, b.memory_gbs),
});

function timeCases(workload: string, only: string, seconds: number): Timed[] {
  return [recurrentCases, otherCases].flatMap((cases) => {
    tf.engine().startScope();
    const timed = cases(findWorkload(workload)).flatMap(({ name, shape, kernels, run }) => {
      const wanted = name.includes(only) ? kernels : kernels.filter((k) => k.includes(only));
      if (wanted.length === 0) return [];
      return kernelTimes(run, wanted, seconds).map((time) => ({
        workload,
        case: name,
        shape,
        ...time,
      }));
    });
    tf.engine().endScope();
    return timed;
  });
}

const kernelsTable = (results: readonly KernelResult[]) =>
  textTable(
    ['workload', 'case', 'shape', 'kernel', 'ms', 'GFLOP/s', 'GB/s', 'bound', 'of ceiling'],
    results.map((r) => [
      r.workload,
      r.case,
      r.shape,
      r.kernel,
      r.ms.toFixed(3),
      r.flops > 0 ? r.gflops.toFixed(0) : '',
      r.gbs.toFixed(1),
      r.bound,
      percent(r.share),
    ]),
  );

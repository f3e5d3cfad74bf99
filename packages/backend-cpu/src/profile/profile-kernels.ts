import * as tf from '@tensorflow/tfjs-core';
import { BACKEND_NAME } from '../backend.js';
import type { Engine } from '../engine.js';
import { currentBackend } from '../init.js';
import { KERNEL } from '../kernel-numbers.js';
import { ExclusiveTimes, type Share } from './exclusive-times.js';
import { kernelBytes, kernelFlops } from './kernel-work.js';

export interface KernelProfile extends Share {
  name: string;
  /** Operations in matrix products. */
  flops: number;
  /** Bytes of what the calls read and wrote. */
  bytes: number;
}

export interface Profile {
  totalMs: number;
  /** C++ kernels, the longest first. */
  kernels: KernelProfile[];
  /** Kernels in JavaScript: tfjs's own, and what the C++ ones need around them; the longest first. */
  javascript: (Share & { name: string })[];
  /** What is in no kernel: tape, model, optimiser, data, garbage collection. */
  restMs: number;
  /** Bytes that the pool of tensors' memory had to allocate, none of its own being free. */
  allocatedBytes: number;
}

const NAMES = new Map<number, string>(Object.entries(KERNEL).map(([name, id]) => [id, name]));

interface Work {
  flops: number;
  bytes: number;
}

/** Runs `work` and says where its time went: `totalMs` is the sum of all kernels, all JavaScript and the rest. */
export function profileKernels(work: () => void): Profile {
  const backend = currentBackend('profileKernels');
  const { engine, pool } = backend;
  const times = new ExclusiveTimes(() => performance.now());
  const done = new Map<string, Work>();
  const allocatedBefore = pool.usage().allocated;
  if (engine !== null) backend.engine = timedEngine(engine, times, done);
  const restore = timeRegisteredKernels(times);
  let totalMs: number;
  try {
    const start = performance.now();
    work();
    totalMs = performance.now() - start;
  } finally {
    restore();
    backend.engine = engine;
  }
  const entries = times
    .entries()
    .map(([name, share]) => ({ name, ...share }))
    .sort((a, b) => b.ms - a.ms);
  return {
    totalMs,
    kernels: entries.flatMap((entry) => {
      const work = done.get(entry.name);
      return work ? [{ ...entry, ...work }] : [];
    }),
    javascript: entries.filter(({ name }) => !done.has(name)),
    restMs: totalMs - entries.reduce((sum, { ms }) => sum + ms, 0),
    allocatedBytes: pool.usage().allocated - allocatedBefore,
  };
}

function timedEngine(engine: Engine, times: ExclusiveTimes, done: Map<string, Work>): Engine {
  const run: Engine['run'] = (...call) => {
    const name = NAMES.get(call[0]) ?? `kernel ${call[0]}`;
    times.within(name, () => engine.run(...call));
    const { flops, bytes } = done.get(name) ?? { flops: 0, bytes: 0 };
    done.set(name, { flops: flops + kernelFlops(...call), bytes: bytes + kernelBytes(...call) });
  };
  return Object.create(engine, { run: { value: run } }) as Engine;
}

/** Puts a clock around every kernel of the backend; the result takes the clocks away again. */
function timeRegisteredKernels(times: ExclusiveTimes): () => void {
  const registered = tf.getKernelsForBackend(BACKEND_NAME);
  const replace = (config: tf.KernelConfig) => {
    tf.unregisterKernel(config.kernelName, BACKEND_NAME);
    tf.registerKernel(config);
  };
  for (const config of registered) {
    const kernelFunc: tf.KernelFunc = (call) =>
      times.within(config.kernelName, () => config.kernelFunc(call));
    replace({ ...config, kernelFunc });
  }
  return () => registered.forEach(replace);
}

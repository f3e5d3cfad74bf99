import { defineBackend, type Token } from '@lfads/core';
import { z } from 'zod';
import { type BackendOptions, CPU_ENGINES } from '../cli-options.js';
import { CPU_BACKEND, startBackend } from './backend.js';

/** What the command line says of the CPU back end. */
export const CPU_OPTIONS: Token<BackendOptions> = Symbol.for('lfads.cpu-options');

export const cpuBackend = defineBackend({
  target: CPU_BACKEND,
  summary: 'Fused kernels on the CPU: native, or WebAssembly where there are none; the default.',
  options: z.object({
    engine: z
      .enum(CPU_ENGINES)
      .nullable()
      .default(null)
      .describe('kernels to use; null: the fastest there is. --cpu and LFADS_CPU override it'),
    threads: z
      .int()
      .positive()
      .nullable()
      .default(null)
      .describe('null: all cores. --threads and LFADS_THREADS override it'),
  }),
  create({ engine, threads }, context) {
    const given = {
      ...(engine !== null && { cpu: engine }),
      ...(threads !== null && { threads }),
      ...context.find(CPU_OPTIONS),
    };
    return { start: () => startBackend(given) };
  },
});

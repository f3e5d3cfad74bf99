import { type CpuBackendInfo, initCpuBackend } from '@lfads/backend-cpu';
import type { BackendOptions } from '../cli-options.js';

/** Starts the back end that the user asked for, or the fastest there is. */
export const startBackend = ({ cpu, threads }: BackendOptions): Promise<CpuBackendInfo> =>
  initCpuBackend({ ...(cpu && { engine: cpu }), ...(threads && { threads }) });

/** In words: `native (avx512), 2 threads`. */
export const backendInWords = ({ engine, instructionSet, threads }: CpuBackendInfo): string =>
  `${engine} (${instructionSet}), ${threads} ${threads === 1 ? 'thread' : 'threads'}`;

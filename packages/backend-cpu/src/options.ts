import { CpuBackendError } from './errors.js';

export type EngineChoice = 'auto' | 'native' | 'wasm' | 'js';

export interface CpuBackendOptions {
  /** Who runs the kernels; `auto`: native, else wasm. `js`: tfjs's own kernels alone. LFADS_CPU overrides. */
  engine?: EngineChoice;
  /** Threads for the kernels; default: the processors. LFADS_THREADS overrides. */
  threads?: number;
}

export interface Settings {
  engine: EngineChoice;
  threads: number | undefined;
  /** avx512, avx2, baseline (native) or relaxed-simd, simd128 (wasm); undefined: the best there is. */
  instructionSet: string | undefined;
}

const ENGINES = ['auto', 'native', 'wasm', 'js'];

/** The options, with the environment variables LFADS_CPU, LFADS_THREADS and LFADS_ISA over them. */
export function resolveSettings(
  options: CpuBackendOptions,
  environment: Readonly<Record<string, string | undefined>>,
): Settings {
  const engine = environment['LFADS_CPU'] || options.engine || 'auto';
  if (!ENGINES.includes(engine)) {
    throw new CpuBackendError(
      'LFADS_CPU_OPTION',
      `the engine is "${engine}" (from ${environment['LFADS_CPU'] ? 'LFADS_CPU' : 'options.engine'}); use one of ${ENGINES.join(', ')}.`,
    );
  }
  const fromEnvironment = environment['LFADS_THREADS'];
  const threads = fromEnvironment ? Number(fromEnvironment) : options.threads;
  if (threads !== undefined)
    checkThreads(threads, fromEnvironment ? 'LFADS_THREADS' : 'options.threads');
  return {
    engine: engine as EngineChoice,
    threads,
    instructionSet: environment['LFADS_ISA'] || undefined,
  };
}

export function checkThreads(threads: number, where: string): void {
  if (!Number.isInteger(threads) || threads < 1 || threads > 256) {
    throw new CpuBackendError(
      'LFADS_CPU_OPTION',
      `${where} is ${threads}; give a whole number from 1 to 256.`,
    );
  }
}

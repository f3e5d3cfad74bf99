import * as tf from '@tensorflow/tfjs-core';
import { BACKEND_NAME, LfadsCpuBackend } from './backend.js';
import type { Engine } from './engine.js';
import { CpuBackendError } from './errors.js';
import { engineKernels } from './kernels/index.js';
import { type CpuBackendOptions, type Settings, checkThreads, resolveSettings } from './options.js';
import { inNode, processorCount } from './platform.js';
import { createWasmEngine } from './wasm-engine.js';

export interface CpuBackendInfo {
  engine: 'native' | 'wasm' | 'js';
  /** avx512, avx2, neon, baseline, scalar; relaxed-simd, simd128; none */
  instructionSet: string;
  threads: number;
  /** Why this engine, in a sentence. */
  note: string;
}

let info: CpuBackendInfo | undefined;

/**
 * Makes `lfads-cpu` the tfjs backend. May be called again to change engine or threads: tensors stay.
 *
 * @throws CpuBackendError LFADS_CPU_OPTION for a setting that makes no sense,
 *   LFADS_CPU_ENGINE_UNAVAILABLE for an engine asked for by name that cannot run here
 */
export async function initCpuBackend(options: CpuBackendOptions = {}): Promise<CpuBackendInfo> {
  const settings = resolveSettings(options, inNode ? process.env : {});
  const { engine, note } = await chooseEngine(settings);
  if (!tf.engine().registryFactory[BACKEND_NAME]) {
    tf.registerBackend(BACKEND_NAME, () => new LfadsCpuBackend());
    tf.copyRegisteredKernels('cpu', BACKEND_NAME);
  }
  await tf.setBackend(BACKEND_NAME);
  await tf.ready();
  registerEngine(tf.backend() as LfadsCpuBackend, engine);
  info = {
    engine: engine?.name ?? 'js',
    instructionSet: engine?.instructionSet ?? 'none',
    threads: engine?.threads ?? 1,
    note,
  };
  return info;
}

/** What `initCpuBackend` chose. */
export function describeCpuBackend(): CpuBackendInfo {
  if (info === undefined) throw notInitialised('describeCpuBackend');
  return info;
}

/** Changes the number of threads; in a browser, workers not yet started join once they are. Engine js has one. */
export function setThreads(threads: number): void {
  checkThreads(threads, 'threads');
  const { engine } = currentBackend('setThreads');
  engine?.setThreads(threads);
  info = { ...describeCpuBackend(), threads: engine?.threads ?? 1 };
}

export function currentBackend(caller: string): LfadsCpuBackend {
  const backend = tf.engine().registry[BACKEND_NAME];
  if (backend === undefined) throw notInitialised(caller);
  return backend as LfadsCpuBackend;
}

const notInitialised = (caller: string) =>
  new CpuBackendError(
    'LFADS_CPU_NOT_INITIALISED',
    `call and await initCpuBackend() before ${caller}().`,
  );

interface Choice {
  engine: Engine | null;
  note: string;
}

async function chooseEngine(settings: Settings): Promise<Choice> {
  switch (settings.engine) {
    case 'js':
      return { engine: null, note: 'tfjs kernels only, as asked for: slow' };
    case 'wasm':
      return wasm(settings, 'WebAssembly, as asked for');
    case 'native':
      return { engine: await native(settings), note: 'native kernels, as asked for' };
    case 'auto':
      return chooseBest(settings);
  }
}

async function chooseBest(settings: Settings): Promise<Choice> {
  if (!inNode) return wasm(settings, 'WebAssembly: not in Node');
  const { nativeAddonExists, nativeAddonNote } = await import('./node-engine.js');
  if (nativeAddonExists())
    return { engine: await native(settings), note: `native kernels, ${nativeAddonNote()}` };
  return wasm(settings, `WebAssembly: ${nativeAddonNote()}`);
}

async function wasm({ threads, instructionSet }: Settings, why: string): Promise<Choice> {
  const engine = await createWasmEngine({
    instructionSet,
    threads: threads ?? (await processorCount()),
  });
  const { problem } = engine;
  const note = problem === undefined ? why : `${why}; ${inWords(engine.threads)}: ${problem}`;
  return { engine, note };
}

const inWords = (threads: number) => (threads === 1 ? 'one thread' : `${threads} threads`);

async function native(settings: Settings): Promise<Engine> {
  if (!inNode) {
    throw new CpuBackendError(
      'LFADS_CPU_ENGINE_UNAVAILABLE',
      'the engine "native" needs Node; use "wasm" here.',
    );
  }
  const { createNativeEngine } = await import('./node-engine.js');
  return createNativeEngine(settings.threads ?? (await processorCount()), settings.instructionSet);
}

/** Leaves the kernels of the new engine, or the stock ones, registered. */
function registerEngine(backend: LfadsCpuBackend, engine: Engine | null): void {
  const registered = backend.engine !== null;
  backend.changeEngine(engine);
  if (registered === (engine !== null)) return;
  for (const config of engineKernels) {
    const stock = tf.getKernel(config.kernelName, 'cpu');
    if (tf.getKernel(config.kernelName, BACKEND_NAME))
      tf.unregisterKernel(config.kernelName, BACKEND_NAME);
    if (engine !== null) tf.registerKernel(config);
    else if (stock) tf.registerKernel({ ...stock, backendName: BACKEND_NAME });
  }
}

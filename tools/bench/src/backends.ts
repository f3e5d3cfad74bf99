/** Environment that makes a process compute on a back end with so many threads. */
const ENVIRONMENTS = {
  native: (threads: number) => ({ LFADS_CPU: 'native', LFADS_THREADS: String(threads) }),
  wasm: (threads: number) => ({ LFADS_CPU: 'wasm', LFADS_THREADS: String(threads) }),
  'wasm-1': () => ({ LFADS_CPU: 'wasm', LFADS_THREADS: '1' }),
  'wasm-simd128': (threads: number) => ({
    LFADS_CPU: 'wasm',
    LFADS_THREADS: String(threads),
    LFADS_ISA: 'simd128',
  }),
  js: () => ({ LFADS_CPU: 'js' }),
} satisfies Record<string, (threads: number) => Record<string, string>>;

export type BackendName = keyof typeof ENVIRONMENTS;

export const BACKENDS = Object.keys(ENVIRONMENTS) as BackendName[];

export function backendEnvironment(name: BackendName, threads: number): Record<string, string> {
  return ENVIRONMENTS[name](threads);
}

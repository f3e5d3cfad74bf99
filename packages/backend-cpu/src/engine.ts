/** Memory a kernel reads or writes. */
export type Values = Float32Array | Float64Array | Int32Array | Uint8Array;

/** What runs the C++ kernels: the native addon or a WebAssembly module. */
export interface Engine {
  readonly name: 'native' | 'wasm';
  /** avx512, avx2, neon, baseline, scalar; simd128, relaxed-simd */
  readonly instructionSet: string;
  readonly threads: number;
  /** Runs a kernel (see native/*.h for each one's arguments) on inputs, outputs and numbers, in this order. */
  run(
    kernel: number,
    inputs: readonly (Values | null)[],
    outputs: readonly (Values | null)[],
    numbers: readonly number[],
  ): void;
  /** Memory that kernels work fast on, not cleared. */
  allocate(bytes: number): ArrayBuffer;
  setThreads(threads: number): void;
}

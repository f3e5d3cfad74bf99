/** Memory a kernel reads or writes. */
export type Values = Float32Array | Float64Array | Int32Array | Uint8Array;

/** Memory for tensors, not cleared. */
export interface Region {
  bytes: Uint8Array;
  /** Gives it back to the engine; absent where the garbage collector sees to that. */
  free?: () => void;
}

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
  /** Memory that kernels work fast on. */
  allocate(bytes: number): Region;
  /** Called when memory is short, to give back what can be spared. */
  onShortage?: () => void;
  setThreads(threads: number): void;
  /** Ends its threads, where they are not the process's own; tensors in its memory stay. */
  dispose?(): void;
}

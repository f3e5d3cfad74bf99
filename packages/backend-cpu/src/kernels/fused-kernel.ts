import type {
  KernelConfig,
  NamedAttrMap,
  NamedTensorInfoMap,
  TensorInfo,
} from '@tensorflow/tfjs-core';
import { BACKEND_NAME, type LfadsCpuBackend } from '../backend.js';
import type { Engine } from '../engine.js';

type Run = Engine['run'];

/** What a kernel function gets: named inputs, attributes, the backend, and how to run C++. */
export interface Call<Inputs, Attrs> {
  inputs: Inputs;
  attrs: Attrs;
  backend: LfadsCpuBackend;
  run: Run;
}

export function fusedKernel<Inputs, Attrs = object>(
  kernelName: string,
  body: (call: Call<Inputs, Attrs>) => TensorInfo | TensorInfo[],
): KernelConfig {
  return {
    kernelName,
    backendName: BACKEND_NAME,
    kernelFunc: ({ inputs, attrs, backend }) => {
      const cpu = backend as LfadsCpuBackend;
      const engine = cpu.engine!;
      return body({
        inputs: inputs as NamedTensorInfoMap as Inputs,
        attrs: attrs as NamedAttrMap as Attrs,
        backend: cpu,
        run: (kernel, ins, outs, numbers) => engine.run(kernel, ins, outs, numbers),
      });
    },
  };
}

export const sizeOf = (shape: readonly number[]): number => shape.reduce((size, n) => size * n, 1);
export const flag = (value: boolean): number => (value ? 1 : 0);

/** Pooled outputs of the given shapes, with the tensors made of them. */
export function newOutputs(
  backend: LfadsCpuBackend,
  shapes: readonly number[][],
): { values: Float32Array[]; infos: TensorInfo[] } {
  const values = shapes.map((shape) => backend.pool.float32(sizeOf(shape)));
  return { values, infos: shapes.map((shape, i) => backend.output(shape, values[i]!)) };
}

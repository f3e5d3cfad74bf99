import * as tf from '@tensorflow/tfjs-core';
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { type Call, fusedKernel } from './fused-kernel.js';

/**
 * A faster stand-in for one of tfjs's own kernels. Where `body` returns null (other dtypes, rare
 * shapes) tfjs's kernel does the work.
 */
export function stockKernel<Inputs, Attrs = object>(
  name: string,
  body: (call: Call<Inputs, Attrs>) => TensorInfo | TensorInfo[] | null,
): KernelConfig {
  return fusedKernel<Inputs, Attrs>(name, (call) => {
    const result = body(call);
    if (result !== null) return result;
    const { kernelFunc } = tf.getKernel(name, 'cpu')!;
    const { inputs, attrs, backend } = call;
    return kernelFunc({ inputs, attrs, backend } as unknown as Parameters<typeof kernelFunc>[0]);
  });
}

export const isFloat = (...infos: TensorInfo[]): boolean =>
  infos.every(({ dtype }) => dtype === 'float32');

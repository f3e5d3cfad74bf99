import * as kernels from '@lfads/ops';
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { KERNEL } from '../kernel-numbers.js';
import { fusedKernel, newOutputs, sizeOf } from './fused-kernel.js';

/** `operation`: its number in native/elementwise.h. */
const gammaKernel = (name: string, operation: number) =>
  fusedKernel<kernels.GammaInputs>(name, ({ inputs: { x }, backend, run }) => {
    const { values, infos } = newOutputs(backend, [x.shape]);
    run(KERNEL.unary, [backend.float32(x)], values, [sizeOf(x.shape), operation]);
    return infos;
  });

export const pointwiseKernels: KernelConfig[] = [
  gammaKernel(kernels.GAMMALN, 6),
  gammaKernel(kernels.DIGAMMA, 7),
  fusedKernel<kernels.MaskScaleInputs, kernels.MaskScaleAttrs>(
    kernels.MASK_SCALE,
    ({ inputs: { x, mask }, attrs, backend, run }) => {
      const { values, infos } = newOutputs(backend, [x.shape]);
      run(KERNEL.maskScale, [backend.float32(x), backend.mask(mask)], values, [
        sizeOf(x.shape),
        attrs.scale,
      ]);
      return infos;
    },
  ),
  fusedKernel<kernels.ControllerInputInputs, kernels.ControllerInputAttrs>(
    kernels.CONTROLLER_INPUT,
    ({ inputs: { forward, backward }, attrs: { lag, before, after }, backend, run }) => {
      const [B, S, H] = forward.shape as [number, number, number];
      const { values, infos } = newOutputs(backend, [[B, before + S + after, 2 * H]]);
      const ins = [backend.float32(forward), backend.float32(backward)];
      run(KERNEL.controllerInput, ins, values, [B, S, H, lag, before, after]);
      return infos;
    },
  ),
  fusedKernel<{ dy: TensorInfo }, kernels.ControllerInputAttrs>(
    kernels.CONTROLLER_INPUT_GRAD,
    ({ inputs: { dy }, attrs: { lag, before, after }, backend, run }) => {
      const [B, steps, width] = dy.shape as [number, number, number];
      const [S, H] = [steps - before - after, width / 2];
      const { values, infos } = newOutputs(backend, [
        [B, S, H],
        [B, S, H],
      ]);
      run(KERNEL.controllerInputGrad, [backend.float32(dy)], values, [B, S, H, lag, before, after]);
      return infos;
    },
  ),
];

import * as ops from '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Workload } from '../workloads.js';
import { keep, values, withGradient, type KernelCase, type KernelCases } from './kernel-case.js';

const CLIP = 5;

/** Encoders and decoder of a workload, with the dropout masks and gradients of a training step. */
export const recurrentCases: KernelCases = (w) => [
  encoder('initial condition encoder', w, w.icEncDim, 'last'),
  encoder('controller encoder', w, w.ciEncDim, 'sequence'),
  decoder(w),
];

function encoder(name: string, w: Workload, H: number, output: 'last' | 'sequence'): KernelCase {
  const [B, T, I] = [w.batch[0]!, w.encodSeqLen, w.readinDim ?? w.encodChannels[0]!];
  const data = { x: values<Tensor3D>(B, T, I), mask: keep<Tensor3D>(B, T, I) };
  const parameters = {
    h0: values<Tensor2D>(1, H),
    weightIh: values<Tensor2D>(3 * H, I),
    weightHh: values<Tensor2D>(3 * H, H),
    bias: values<Tensor1D>(3 * H),
  };
  const options = { output, clip: CLIP, maskScale: 1.1, inputGradient: false };
  return {
    name,
    shape: `${B} x ${T} x ${I} to ${H}`,
    kernels: ['gruSequence', 'gruSequenceGrad'],
    run: withGradient(parameters, (p) => ops.gruSequence({ ...data, ...p }, options)),
  };
}

/** The decoder of a workload with the generator's cell. */
export function decoder(w: Workload, cell: ops.DecoderCell = 'gru'): KernelCase {
  const [B, T, G, F] = [w.batch[0]!, w.reconSeqLen, w.genDim, w.facDim];
  const [C, I, K] = [w.conDim, 2 * w.ciEncDim, w.coDim];
  const rows = cell === 'gru' ? 3 * G : G;
  const draws = {
    coNoise: values<Tensor3D>(B, T, K),
    g0Mask: keep<Tensor2D>(B, G),
    genMask: keep<Tensor3D>(B, T, G),
    conMask: keep<Tensor3D>(B, T, I + F),
  };
  const learned = {
    g0: values<Tensor2D>(B, G),
    ci: values<Tensor3D>(B, T, I),
    genWeightIh: values<Tensor2D>(rows, K),
    genWeightHh: values<Tensor2D>(rows, G),
    genBias: values<Tensor1D>(rows),
    facWeight: values<Tensor2D>(F, G),
    conH0: values<Tensor2D>(1, C),
    conWeightIh: values<Tensor2D>(3 * C, I + F),
    conWeightHh: values<Tensor2D>(3 * C, C),
    conBias: values<Tensor1D>(3 * C),
    coWeight: values<Tensor2D>(2 * K, C),
    coBias: values<Tensor1D>(2 * K),
  };
  const options = { steps: T, clip: CLIP, maskScale: 1.1, cell };
  return {
    name: 'decoder',
    shape: `${B} x ${T}, controller ${I}+${F} to ${C} to ${K}, generator ${G}`,
    kernels: ['decoderSequence', 'decoderSequenceGrad'],
    run: withGradient(learned, (l) => {
      const { factors, coMeans, coStds } = ops.decoderSequence({ ...draws, ...l }, options);
      return tf.addN([factors, coMeans!, coStds!].map((output) => tf.sum(output)));
    }),
  };
}

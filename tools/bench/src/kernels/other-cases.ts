import * as ops from '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { counts, keep, positives, values, withGradient, type KernelCases } from './kernel-case.js';

const pair = (kernel: string) => [kernel, `${kernel}Grad`];

/** Read-out, losses, random numbers, dropout, and the optimiser of a workload. */
export const otherCases: KernelCases = (w) => {
  const [B, T, N, F, K] = [w.batch[0]!, w.reconSeqLen, w.reconChannels[0]!, w.facDim, w.coDim];
  const [encoded, I] = [w.encodSeqLen, w.readinDim ?? w.encodChannels[0]!];
  const data = counts<Tensor3D>(B, T, N);
  const gradMask = keep<Tensor3D>(B, encoded, I);
  const logRates = values<Tensor3D>(B, T, N);
  const noise = values<Tensor3D>(B, T, K);
  const input = values<Tensor3D>(B, encoded, I);
  const lag = { lag: 1, before: 0, after: T - encoded };
  const weights = () => tf.variable(positives(3 * w.genDim, w.genDim));
  const update = { p: weights(), m: weights(), v: weights(), g: positives(3 * w.genDim, w.genDim) };
  const adam = { lr: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, gradScale: 1 };
  const random = { seed: 0, stream: 0, step: 0, draw: 0 };
  return [
    {
      name: 'read-out',
      shape: `${B} x ${T} x ${F} to ${N}`,
      kernels: pair('linear'),
      run: withGradient(
        { x: values<Tensor3D>(B, T, F), weight: values<Tensor2D>(N, F), bias: values<Tensor1D>(N) },
        ({ x, weight, bias }) => ops.linear(x, weight, bias),
      ),
    },
    {
      name: 'Poisson loss',
      shape: `${B} x ${T} x ${N}`,
      kernels: pair('poissonNllSum'),
      run: withGradient({ logRates }, (l) =>
        ops.poissonNllSum(l.logRates, data, { scale: 1e-3, gradMask }),
      ),
    },
    {
      name: 'bits per spike',
      shape: `${B} x ${T} x ${N}`,
      kernels: ['poissonSums'],
      run: () => void ops.poissonSums(logRates, data, encoded),
    },
    {
      name: 'controller input',
      shape: `2 x ${B} x ${encoded} x ${w.ciEncDim}`,
      kernels: pair('controllerInput'),
      run: withGradient(
        {
          f: values<Tensor3D>(B, encoded, w.ciEncDim),
          b: values<Tensor3D>(B, encoded, w.ciEncDim),
        },
        ({ f, b }) => ops.controllerInput(f, b, lag),
      ),
    },
    {
      name: 'KL of the initial condition',
      shape: `${B} x ${w.icDim}`,
      kernels: pair('normalKl'),
      run: withGradient(
        {
          mean: values(B, w.icDim),
          std: positives(B, w.icDim),
          priorMean: values<Tensor1D>(w.icDim),
          priorLogvar: values<Tensor1D>(w.icDim),
        },
        ({ mean, std, priorMean, priorLogvar }) =>
          ops.normalKl(mean, std, priorMean, priorLogvar, 1e-3),
      ),
    },
    {
      name: 'KL of the inferred inputs',
      shape: `${B} x ${T} x ${K}`,
      kernels: pair('arNormalKl'),
      run: withGradient(
        {
          mean: values<Tensor3D>(B, T, K),
          std: positives<Tensor3D>(B, T, K),
          logtaus: positives<Tensor1D>(K),
          lognvars: values<Tensor1D>(K),
        },
        ({ mean, std, logtaus, lognvars }) =>
          ops.arNormalKl(mean, std, noise, logtaus, lognvars, 1e-3),
      ),
    },
    {
      name: 'dropout masks',
      shape: `${B} x ${encoded} x ${I}`,
      kernels: ['philox'],
      run: () => void ops.philox({ kind: 'bernoulli', shape: [B, encoded, I], p: 0.7, ...random }),
    },
    {
      name: 'noise',
      shape: `${B} x ${T} x ${K}`,
      kernels: ['philox'],
      run: () => void ops.philox({ kind: 'normal', shape: [B, T, K], ...random }),
    },
    {
      name: 'coordinated dropout',
      shape: `${B} x ${encoded} x ${I}`,
      kernels: ['maskScale'],
      run: () => void ops.maskScale(input, gradMask, 1.4),
    },
    {
      name: 'AdamW',
      shape: `${3 * w.genDim} x ${w.genDim}`,
      kernels: ['adamW'],
      run: () => ops.adamwUpdate([{ ...update, weightDecay: 0, step: 1 }], adam),
    },
  ];
};

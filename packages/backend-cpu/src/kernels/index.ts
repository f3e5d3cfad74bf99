import type { KernelConfig } from '@tensorflow/tfjs-core';
import { arithmeticKernels } from './arithmetic.js';
import { decoderKernels } from './decoder.js';
import { gruKernels } from './gru.js';
import { klKernels } from './kl.js';
import { linearKernels } from './linear.js';
import { matMulKernels } from './matmul.js';
import { optimizerKernels } from './optimizer.js';
import { parameterKernels } from './parameters.js';
import { pointwiseKernels } from './pointwise.js';
import { poissonKernels } from './poisson.js';
import { posteriorKernels } from './posterior.js';
import { randomKernels } from './random.js';
import { reductionKernels } from './reductions.js';
import { shapingKernels } from './shaping.js';

/** The kernels that an engine runs, fused ones and faster stand-ins of stock ones. */
export const engineKernels: KernelConfig[] = [
  ...gruKernels,
  ...decoderKernels,
  ...linearKernels,
  ...poissonKernels,
  ...posteriorKernels,
  ...klKernels,
  ...pointwiseKernels,
  ...parameterKernels,
  ...optimizerKernels,
  ...randomKernels,
  ...arithmeticKernels,
  ...reductionKernels,
  ...matMulKernels,
  ...shapingKernels,
];

import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { arNormalKl } from '../ar-normal-kl.js';
import { controllerInput, type ControllerInputOptions } from '../controller-input.js';
import {
  AR_NORMAL_KL,
  AR_NORMAL_KL_GRAD,
  CONTROLLER_INPUT,
  CONTROLLER_INPUT_GRAD,
  DIGAMMA,
  GAMMALN,
  MASK_SCALE,
  NORMAL_PARAMETERS,
  NORMAL_PARAMETERS_GRAD,
  NORMAL_KL,
  NORMAL_KL_GRAD,
  POISSON_NLL,
  POISSON_NLL_GRAD,
  POISSON_NLL_SUM,
  POISSON_NLL_SUM_GRAD,
  POISSON_SUMS,
  SCALED_NOISE,
  SCALED_NOISE_GRAD,
} from '../kernels.js';
import { digamma } from '../digamma.js';
import { gammaln } from '../gammaln.js';
import { maskScale } from '../mask-scale.js';
import { normalKl } from '../normal-kl.js';
import { normalParameters } from '../normal-parameters.js';
import { poissonNllSum } from '../poisson-nll-sum.js';
import { poissonNll } from '../poisson-nll.js';
import { poissonSums } from '../poisson-sums.js';
import { scaledNoise } from '../scaled-noise.js';
import { FLOAT32, type ConformanceCase, type InputSpec } from './case.js';

type Cube = readonly [number, number, number];

const CUBES: Cube[] = [
  [1, 1, 1],
  [2, 3, 5],
  [4, 7, 16],
  [33, 10, 19],
];

function poissonInputs(shape: number[]): Record<string, InputSpec> {
  return { logRates: { shape }, counts: { shape, kind: 'counts', fixed: true } };
}

function poissonNllCase(shape: number[]): ConformanceCase {
  return {
    name: `poissonNll [${shape.join()}]`,
    kernel: POISSON_NLL,
    gradient: POISSON_NLL_GRAD,
    inputs: poissonInputs(shape),
    run: ({ logRates, counts }) => ({ loss: poissonNll(logRates!, counts!) }),
    tolerance: FLOAT32,
  };
}

/** Each next factor of ten from 1e-4 on meets another part of the functions. */
function gammaCases(scale: number): ConformanceCase[] {
  const inputs: ConformanceCase['inputs'] = { x: { shape: [3, 87], kind: 'positive', scale } };
  const tolerance = { value: 3e-6, largest: 0 };
  return [
    {
      name: `gammaln [3,87] times ${scale}`,
      kernel: GAMMALN,
      gradient: DIGAMMA,
      inputs,
      run: ({ x }) => ({ y: gammaln(x!) }),
      tolerance,
    },
    {
      name: `digamma [3,87] times ${scale}`,
      kernel: DIGAMMA,
      gradient: DIGAMMA,
      inputs,
      run: ({ x }) => ({ y: digamma(x!) }),
      tolerance,
    },
  ];
}

function poissonNllSumCase(cube: Cube, maskShape?: Cube): ConformanceCase {
  const scale = 1 / (cube[0] * cube[1]);
  return {
    name: `poissonNllSum [${cube.join()}]${maskShape ? ` gradMask [${maskShape.join()}]` : ''}`,
    kernel: POISSON_NLL_SUM,
    gradient: POISSON_NLL_SUM_GRAD,
    inputs: {
      ...poissonInputs([...cube]),
      ...(maskShape && { gradMask: { shape: [...maskShape], kind: 'mask' } }),
    },
    run: ({ logRates, counts, gradMask }) => ({
      sum: poissonNllSum(logRates as Tensor3D, counts as Tensor3D, {
        scale,
        gradMask: gradMask as Tensor3D | undefined,
      }),
    }),
    tolerance: FLOAT32,
  };
}

function poissonSumsCase(cube: Cube, split: number): ConformanceCase {
  return {
    name: `poissonSums [${cube.join()}] split=${split}`,
    kernel: POISSON_SUMS,
    inputs: poissonInputs([...cube]),
    run: ({ logRates, counts }) => ({
      sums: poissonSums(logRates as Tensor3D, counts as Tensor3D, split),
    }),
    tolerance: FLOAT32,
  };
}

function maskScaleCase(shape: number[]): ConformanceCase {
  return {
    name: `maskScale [${shape.join()}]`,
    kernel: MASK_SCALE,
    gradient: MASK_SCALE,
    inputs: { x: { shape }, mask: { shape, kind: 'mask' } },
    run: ({ x, mask }) => ({ y: maskScale(x!, mask!, 1 / 0.7) }),
    tolerance: { value: 1e-6, largest: 0 },
  };
}

function controllerInputCase(cube: Cube, options: ControllerInputOptions): ConformanceCase {
  const { lag, before, after } = options;
  return {
    name: `controllerInput [${cube.join()}] lag=${lag} before=${before} after=${after}`,
    kernel: CONTROLLER_INPUT,
    gradient: CONTROLLER_INPUT_GRAD,
    inputs: { forward: { shape: [...cube] }, backward: { shape: [...cube] } },
    run: ({ forward, backward }) => ({
      ci: controllerInput(forward as Tensor3D, backward as Tensor3D, options),
    }),
    tolerance: { value: 0, largest: 0 },
  };
}

function normalKlCase(shape: number[]): ConformanceCase {
  const D = shape.at(-1)!;
  return {
    name: `normalKl [${shape.join()}]`,
    kernel: NORMAL_KL,
    gradient: NORMAL_KL_GRAD,
    inputs: {
      mean: { shape },
      std: { shape, kind: 'positive' },
      priorMean: { shape: [D] },
      priorLogvar: { shape: [D] },
    },
    run: ({ mean, std, priorMean, priorLogvar }) => ({
      kl: normalKl(mean!, std!, priorMean as Tensor1D, priorLogvar as Tensor1D, 0.3),
    }),
    tolerance: FLOAT32,
  };
}

function arNormalKlCase(cube: Cube): ConformanceCase {
  const shape = [...cube];
  const D = cube[2];
  return {
    name: `arNormalKl [${cube.join()}]`,
    kernel: AR_NORMAL_KL,
    gradient: AR_NORMAL_KL_GRAD,
    inputs: {
      mean: { shape, scale: 0.3 },
      std: { shape, kind: 'positive' },
      noise: { shape, fixed: true },
      logtaus: { shape: [D], kind: 'positive' },
      lognvars: { shape: [D] },
    },
    run: (inputs) => {
      const { mean, std, noise } = inputs as Record<string, Tensor3D>;
      const { logtaus, lognvars } = inputs as unknown as Record<string, Tensor1D>;
      return { kl: arNormalKl(mean!, std!, noise!, logtaus!, lognvars!, 0.2) };
    },
    tolerance: FLOAT32,
  };
}

function normalParametersCase(
  [B, D]: readonly [number, number],
  only?: 'mean' | 'std',
): ConformanceCase {
  return {
    name: `normalParameters [${B},${2 * D}]${only ? ` only=${only}` : ''}`,
    kernel: NORMAL_PARAMETERS,
    gradient: NORMAL_PARAMETERS_GRAD,
    inputs: { raw: { shape: [B, 2 * D] } },
    run: ({ raw }) => {
      const outputs = normalParameters(raw as Tensor2D, 1e-2);
      return only === undefined ? { ...outputs } : { [only]: outputs[only] };
    },
    tolerance: FLOAT32,
  };
}

function scaledNoiseCase(shape: number[]): ConformanceCase {
  return {
    name: `scaledNoise [${shape.join()}]`,
    kernel: SCALED_NOISE,
    gradient: SCALED_NOISE_GRAD,
    inputs: { mean: { shape }, std: { shape, kind: 'positive' }, noise: { shape, fixed: true } },
    run: ({ mean, std, noise }) => ({ sample: scaledNoise(mean!, std!, noise!) }),
    tolerance: FLOAT32,
  };
}

export const pointwiseCases: readonly ConformanceCase[] = [
  ...(
    [
      [1, 1],
      [3, 5],
      [4, 16],
      [33, 19],
    ] as const
  ).map((size) => normalParametersCase(size)),
  normalParametersCase([3, 5], 'mean'),
  normalParametersCase([3, 5], 'std'),
  ...[[1], [3, 5], [64, 33], [5, 70, 100]].map(scaledNoiseCase),
  ...[[1], [3, 5, 7], [1031]].map(poissonNllCase),
  ...[1e-4, 1e-2, 0.1, 1, 2, 10, 1e4].flatMap(gammaCases),
  ...CUBES.map((cube) => poissonNllSumCase(cube)),
  poissonNllSumCase([2, 3, 5], [2, 3, 5]),
  poissonNllSumCase([4, 7, 16], [4, 5, 11]),
  poissonNllSumCase([33, 10, 19], [33, 9, 19]),
  { ...poissonNllSumCase([33, 10, 19], [33, 9, 7]), recompute: true },
  poissonSumsCase([1, 1, 1], 1),
  poissonSumsCase([2, 3, 5], 2),
  poissonSumsCase([33, 10, 19], 0),
  poissonSumsCase([33, 10, 19], 7),
  ...[[1], [3, 5, 7], [1031], [33, 10, 19]].map(maskScaleCase),
  controllerInputCase([1, 1, 1], { lag: 0, before: 0, after: 0 }),
  controllerInputCase([2, 5, 3], { lag: 1, before: 2, after: 3 }),
  controllerInputCase([3, 4, 16], { lag: 0, before: 0, after: 2 }),
  controllerInputCase([2, 3, 4], { lag: 3, before: 1, after: 0 }),
  controllerInputCase([2, 3, 4], { lag: 5, before: 0, after: 1 }),
  ...[[4], [6, 4], [5, 7, 3], [64, 33]].map(normalKlCase),
  ...CUBES.map(arNormalKlCase),
];

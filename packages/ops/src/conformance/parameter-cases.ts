import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { adamwStep, type AdamWOptions } from '../adamw-step.js';
import { globalNorm } from '../global-norm.js';
import {
  ADAMW,
  GLOBAL_NORM,
  PHILOX,
  SUM_SQUARES,
  SUM_SQUARES_GRAD,
  WEIGHTED_SUM,
  WEIGHTED_SUM_GRAD,
} from '../kernels.js';
import { philox, type PhiloxOptions } from '../philox.js';
import { sumSquares } from '../sum-squares.js';
import { weightedSum } from '../weighted-sum.js';
import { EXACT, FLOAT32, type ConformanceCase, type InputSpec } from './case.js';

function numberedInputs(shapes: number[][]): Record<string, InputSpec> {
  return Object.fromEntries(shapes.map((shape, i) => [`t${i}`, { shape }]));
}

function sumSquaresCase(shapes: number[][]): ConformanceCase {
  const coefficients = shapes.map((_, i) => 0.5 - 0.2 * i);
  return {
    name: `sumSquares of ${shapes.length}`,
    kernel: SUM_SQUARES,
    gradient: SUM_SQUARES_GRAD,
    inputs: numberedInputs(shapes),
    run: (inputs) => ({ sum: sumSquares(Object.values(inputs), coefficients) }),
    tolerance: FLOAT32,
  };
}

function weightedSumCase(weights: number[]): ConformanceCase {
  return {
    name: `weightedSum of ${weights.length}`,
    kernel: WEIGHTED_SUM,
    gradient: WEIGHTED_SUM_GRAD,
    inputs: numberedInputs(weights.map(() => [])),
    run: (inputs) => ({ sum: weightedSum(Object.values(inputs) as Scalar[], weights) }),
    tolerance: FLOAT32,
  };
}

function globalNormCase(shapes: number[][]): ConformanceCase {
  return {
    name: `globalNorm of ${shapes.length}`,
    kernel: GLOBAL_NORM,
    inputs: numberedInputs(shapes),
    run: (inputs) => ({ norm: globalNorm(Object.values(inputs)) }),
    tolerance: { value: 1e-5, largest: 0 },
  };
}

const ADAMW_OPTIONS: AdamWOptions = {
  lr: 4e-3,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0,
  step: 1,
  gradScale: 1,
};

function adamwCase(shape: number[], changes: Partial<AdamWOptions>): ConformanceCase {
  const options = { ...ADAMW_OPTIONS, ...changes };
  return {
    name: `adamwStep [${shape.join()}] ${JSON.stringify(changes)}`,
    kernel: ADAMW,
    inputs: {
      p: { shape },
      m: { shape, scale: 0.1 },
      v: { shape, kind: 'positive', scale: 0.01 },
      g: { shape, scale: 0.3 },
    },
    run: (inputs) => {
      const { p, m, v, g } = inputs as Record<'p' | 'm' | 'v' | 'g', Tensor>;
      return { ...adamwStep({ p, m, v, g }, options) };
    },
    tolerance: { value: 1e-5, largest: 1e-6 },
  };
}

function philoxCase(
  options: Partial<PhiloxOptions> & Pick<PhiloxOptions, 'kind'>,
): ConformanceCase {
  const all = { shape: [3, 5, 7], seed: 1, stream: 2, step: 3, draw: 4, ...options };
  return {
    name: `philox ${JSON.stringify(options)}`,
    kernel: PHILOX,
    inputs: {},
    run: () => ({ values: philox(all) }),
    tolerance: options.kind === 'normal' ? { value: 1e-5, largest: 1e-6 } : EXACT,
  };
}

const LARGE = { seed: 0xffffffff, stream: 0x9e3779b9, step: 0x80000000, draw: 7 };

export const parameterCases: readonly ConformanceCase[] = [
  ...[[0.7], [1, -2, 1e-3]].map(weightedSumCase),
  sumSquaresCase([[1]]),
  sumSquaresCase([[30, 10], [33], [64, 65]]),
  globalNormCase([[1]]),
  globalNormCase([[30, 10], [33], [64, 65], [300, 100]]),
  adamwCase([1], {}),
  adamwCase([13, 17], { weightDecay: 0.1, gradScale: 0.37 }),
  adamwCase([301, 33], { step: 1000, weightDecay: 1e-3, beta1: 0.8 }),
  philoxCase({ kind: 'bernoulli', p: 0.7 }),
  philoxCase({ kind: 'bernoulli', p: 0 }),
  philoxCase({ kind: 'bernoulli', p: 1 }),
  philoxCase({ kind: 'bernoulli', p: 0.01, shape: [4099], ...LARGE }),
  philoxCase({ kind: 'uniform' }),
  philoxCase({ kind: 'uniform', shape: [1], ...LARGE }),
  philoxCase({ kind: 'uniform', shape: [67, 129], ...LARGE }),
  philoxCase({ kind: 'normal' }),
  philoxCase({ kind: 'normal', shape: [1] }),
  philoxCase({ kind: 'normal', shape: [131, 77], ...LARGE }),
];

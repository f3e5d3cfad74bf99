import * as tf from '@tensorflow/tfjs-core';
import type { NamedAttrMap, Tensor } from '@tensorflow/tfjs-core';
import * as kernels from '../kernels.js';
import * as ops from '../index.js';

type Tensors = Record<string, Tensor>;
/** An operation on named tensors and attributes that are trusted to fit. */
type Operation = (inputs: never, attrs: never) => Tensor[];
type Run = (inputs: Tensors, attrs: NamedAttrMap) => Tensor[];

export const STAND_IN = 'stand-in';

/**
 * A backend that registers every kernel of the contract, each computed by the composite operations, so
 * that the way to a fused kernel and back through its gradient can be tested without one.
 */
export async function useStandInBackend(): Promise<void> {
  if (tf.findBackendFactory(STAND_IN) == null) {
    tf.registerBackend(STAND_IN, tf.findBackendFactory('cpu'));
    tf.copyRegisteredKernels('cpu', STAND_IN);
    for (const [name, run] of Object.entries(forward)) register(name, run as Run);
    for (const [name, config] of Object.entries(backward)) registerBackward(name, config);
  }
  await tf.setBackend(STAND_IN);
}

type Box<T> = { [K in keyof T]: Tensor };
type Any = never;

const forward: Record<string, Operation> = {
  [kernels.GRU_SEQUENCE]: (inputs: Any, attrs: Any) => [ops.gruSequence(inputs, attrs)],
  [kernels.DECODER_SEQUENCE]: (inputs: Any, attrs: Any) =>
    Object.values(ops.decoderSequence(inputs, attrs)),
  [kernels.LINEAR]: ({ x, weight, bias }: Box<kernels.LinearInputs>) => [
    ops.linear(x, weight as Any, bias as Any),
  ],
  [kernels.NORMALIZE_ROWS]: ({ weight }: Box<kernels.NormalizeRowsInputs>) => [
    ops.normalizeRows(weight as Any),
  ],
  [kernels.GAMMALN]: ({ x }: Box<kernels.GammaInputs>) => [ops.gammaln(x)],
  [kernels.DIGAMMA]: ({ x }: Box<kernels.GammaInputs>) => [ops.digamma(x)],
  [kernels.POISSON_NLL]: ({ logRates, counts }: Box<kernels.PoissonNllInputs>) => [
    ops.poissonNll(logRates, counts),
  ],
  [kernels.POISSON_NLL_SUM]: (
    { logRates, counts, gradMask }: Box<kernels.PoissonNllSumInputs>,
    { scale }: kernels.PoissonNllSumAttrs,
  ) => [ops.poissonNllSum(logRates as Any, counts as Any, { scale, gradMask: gradMask as Any })],
  [kernels.POISSON_SUMS]: (
    { logRates, counts }: Box<kernels.PoissonNllInputs>,
    { split }: kernels.PoissonSumsAttrs,
  ) => [ops.poissonSums(logRates as Any, counts as Any, split)],
  [kernels.MASK_SCALE]: (
    { x, mask }: Box<kernels.MaskScaleInputs>,
    { scale }: kernels.MaskScaleAttrs,
  ) => [ops.maskScale(x, mask, scale)],
  [kernels.CONTROLLER_INPUT]: (
    inputs: Box<kernels.ControllerInputInputs>,
    attrs: kernels.ControllerInputAttrs,
  ) => [ops.controllerInput(inputs.forward as Any, inputs.backward as Any, attrs)],
  [kernels.NORMAL_KL]: (
    { mean, std, priorMean, priorLogvar }: Box<kernels.NormalKlInputs>,
    { scale }: kernels.ScaleAttrs,
  ) => [ops.normalKl(mean, std, priorMean as Any, priorLogvar as Any, scale)],
  [kernels.AR_NORMAL_KL]: (
    { mean, std, noise, logtaus, lognvars }: Box<kernels.ArNormalKlInputs>,
    { scale }: kernels.ScaleAttrs,
  ) => [
    ops.arNormalKl(mean as Any, std as Any, noise as Any, logtaus as Any, lognvars as Any, scale),
  ],
  [kernels.WEIGHTED_SUM]: (inputs: Tensors, { weights }: kernels.WeightedSumAttrs) => [
    ops.weightedSum(Object.values(inputs) as Any, weights),
  ],
  [kernels.NORMAL_PARAMETERS]: (
    { raw }: Box<kernels.NormalParametersInputs>,
    { minVariance }: kernels.NormalParametersAttrs,
  ) => Object.values(ops.normalParameters(raw as Any, minVariance)),
  [kernels.SCALED_NOISE]: ({ mean, std, noise }: Box<kernels.ScaledNoiseInputs>) => [
    ops.scaledNoise(mean, std, noise),
  ],
  [kernels.SUM_SQUARES]: (inputs: Tensors, { coefficients }: kernels.SumSquaresAttrs) => [
    ops.sumSquares(Object.values(inputs), coefficients),
  ],
  [kernels.GLOBAL_NORM]: (inputs: Tensors) => [ops.globalNorm(Object.values(inputs))],
  [kernels.ADAMW]: (inputs: Box<kernels.AdamWInputs>, attrs: kernels.AdamWAttrs) => {
    const { p, m, v } = ops.adamwStep(inputs, attrs);
    return [p, m, v];
  },
  [kernels.PHILOX]: (_: Tensors, attrs: kernels.PhiloxAttrs) => [ops.philox(attrs)],
};

interface BackwardConfig {
  of: string;
  /** The inputs whose gradients come out, in the contract's order, of those present. */
  order: (present: string[], attrs: NamedAttrMap) => string[];
  dys?: string[];
  /** Inputs of the gradient kernel that are the forward's outputs. */
  saved?: string[];
}

const capitalised = (name: string) => `d${name[0]!.toUpperCase()}${name.slice(1)}`;
const DECODER_OUTPUTS = ['factors', 'genStates', 'conStates', 'coMeans', 'coStds', 'coSamples'];
const DECODER_INPUTS =
  'g0 genWeightHh genBias facWeight genWeightIh ext ci conH0 conWeightIh conWeightHh conBias coWeight coBias';

const backward: Record<string, BackwardConfig> = {
  [kernels.GRU_SEQUENCE_GRAD]: {
    of: kernels.GRU_SEQUENCE,
    order: (_, { inputGradient }) =>
      ['h0', 'weightIh', 'weightHh', 'bias'].concat(inputGradient ? 'x' : []),
    saved: ['h'],
  },
  [kernels.DECODER_SEQUENCE_GRAD]: {
    of: kernels.DECODER_SEQUENCE,
    order: (present) => DECODER_INPUTS.split(' ').filter((name) => present.includes(name)),
    dys: DECODER_OUTPUTS.map(capitalised),
    saved: DECODER_OUTPUTS,
  },
  [kernels.NORMALIZE_ROWS_GRAD]: { of: kernels.NORMALIZE_ROWS, order: () => ['weight'] },
  [kernels.POISSON_NLL_GRAD]: { of: kernels.POISSON_NLL, order: () => ['logRates'] },
  [kernels.POISSON_NLL_SUM_GRAD]: {
    of: kernels.POISSON_NLL_SUM,
    order: () => ['logRates'],
    saved: ['loss'],
  },
  [kernels.NORMAL_KL_GRAD]: {
    of: kernels.NORMAL_KL,
    order: () => ['mean', 'std', 'priorMean', 'priorLogvar'],
  },
  [kernels.AR_NORMAL_KL_GRAD]: {
    of: kernels.AR_NORMAL_KL,
    order: () => ['mean', 'std', 'logtaus', 'lognvars'],
  },
  [kernels.NORMAL_PARAMETERS_GRAD]: {
    of: kernels.NORMAL_PARAMETERS,
    order: () => ['raw'],
    dys: ['dMean', 'dStd'],
    saved: ['std'],
  },
  [kernels.SUM_SQUARES_GRAD]: { of: kernels.SUM_SQUARES, order: (present) => present },
};

function register(kernelName: string, run: Run): void {
  tf.registerKernel({
    kernelName,
    backendName: STAND_IN,
    kernelFunc: ({ inputs, attrs }) => {
      const tensors = inputs as Tensors;
      return tf.tidy(() => ops.withCompositeOps(() => run(tensors, attrs ?? {})));
    },
  });
}

function registerBackward(name: string, { of, order, dys = ['dy'], saved = [] }: BackwardConfig) {
  register(name, (all, attrs) => {
    const given = Object.keys(all).filter((key) => !dys.includes(key) && !saved.includes(key));
    const inputs = Object.fromEntries(given.map((key) => [key, all[key]!]));
    const wanted = order(given, attrs);
    const cotangents = dys.map((dy) => all[dy]);
    return withTape(() =>
      tf.grads((...values: Tensor[]) => {
        const variables = Object.fromEntries(wanted.map((key, i) => [key, values[i]!]));
        const run = forward[of] as Run;
        const outputs = run({ ...inputs, ...variables }, attrs);
        const terms = outputs.flatMap((output, i) =>
          cotangents[i] === undefined ? [] : [tf.sum(tf.mul(output, cotangents[i]))],
        );
        return tf.addN([...terms, ...values.map((value) => tf.mul(tf.sum(value), 0))]);
      })(wanted.map((key) => inputs[key]!)),
    );
  });
}

/** Lets a gradient be computed inside a kernel, where the engine records no tape and another is in use. */
function withTape<T>(compute: () => T): T {
  const { state } = tf.engine();
  const { kernelDepth, activeTape } = state;
  state.kernelDepth = 0;
  try {
    return compute();
  } finally {
    Object.assign(state, { kernelDepth, activeTape });
  }
}

/** Gradient kernels that do not get the forward's inputs. */
register(kernels.LINEAR_GRAD, ({ x, weight, dy }, { inputGradient, biasGradient }) => {
  const rows = tf.reshape(x!, [-1, weight!.shape[1]!]);
  const dRows = tf.reshape(dy!, [-1, weight!.shape[0]!]);
  const gradients = [tf.matMul(dRows, rows, true)];
  if (biasGradient) gradients.push(tf.sum(dRows, 0));
  if (inputGradient) gradients.push(tf.reshape(tf.matMul(dRows, weight!), x!.shape));
  return gradients;
});

register(kernels.WEIGHTED_SUM_GRAD, ({ dy }, attrs) =>
  (attrs as unknown as kernels.WeightedSumAttrs).weights.map((weight) => tf.mul(dy!, weight)),
);

register(kernels.SCALED_NOISE_GRAD, ({ noise, dy }) => [tf.mul(dy!, noise!)]);

register(kernels.CONTROLLER_INPUT_GRAD, ({ dy }, attrs) => {
  const { lag, before, after } = attrs as unknown as kernels.ControllerInputAttrs;
  const [batch, steps, width] = dy!.shape as [number, number, number];
  const shape: [number, number, number] = [batch, steps - before - after, width / 2];
  return withTape(() =>
    tf.grads((a: Tensor, b: Tensor) =>
      ops.controllerInput(a as Any, b as Any, { lag, before, after }),
    )([tf.zeros(shape), tf.zeros(shape)], dy!),
  );
});

import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import type { DecoderCell } from './decoder-cells.js';

/**
 * The fused kernels a tfjs backend may register, by name, with their inputs, attributes and outputs.
 *
 * Conventions, for all of them:
 * - float32, row-major, axes `[batch, time, channel]`; masks are tfjs `bool` (one byte, 1 = kept).
 * - An optional input that is absent is left out of the inputs object.
 * - Weights have PyTorch's layout: linear `[out, in]`; GRU `[3H, in]`, row blocks update z, reset r,
 *   candidate n. `bias` is `bias_ih + bias_hh` (both act outside the reset product).
 * - GRU cell (lfads-torch): z = s(Wz x + Uz h + bz), r = s(Wr x + Ur h + br),
 *   n = tanh(Wn x + Un (r*h) + bn), h' = clip(z*h + (1-z)*n, -clip, clip). The gradient of clip is
 *   1 where |value| <= clip, else 0.
 * - A forward kernel run with `keepActivations` may hold what its gradient needs beside its first
 *   output (same life as that output's data); a gradient kernel that does not find it recomputes. With
 *   `gradientCheckpointing` it should hold at most the states at about sqrt(T) steps.
 * - Kernels read their inputs by name.
 * - `inputGradient: false` says that nobody wants the gradient of `x`: it is then left out of the outputs.
 */

type Info = TensorInfo | Tensor;

export const GRU_SEQUENCE = 'LfadsGruSequence';
/** Outputs: `[h]`, `[B,T,H]` (aligned in time with x, also when reversed) or, for `last`, `[B,H]`. */
export interface GruSequenceInputs {
  x: Info; // [B,T,I]
  h0: Info; // [B,H] or [1,H], broadcast
  weightIh: Info; // [3H,I]
  weightHh: Info; // [3H,H]
  bias: Info; // [3H]
  mask?: Info; // bool [B,T,I]: x is replaced by x * mask * maskScale
}
export interface GruSequenceAttrs {
  reverse: boolean;
  clip: number; // Infinity: no clipping
  maskScale: number;
  output: 'sequence' | 'last';
  keepActivations: boolean;
  gradientCheckpointing: boolean;
}

export const GRU_SEQUENCE_GRAD = 'LfadsGruSequenceGrad';
/** Outputs: `[dH0, dWeightIh, dWeightHh, dBias, dX?]`, each of its input's shape. */
export interface GruSequenceGradInputs extends GruSequenceInputs {
  h: Info; // the forward output
  dy: Info; // like h
}
export interface GruSequenceGradAttrs extends GruSequenceAttrs {
  inputGradient: boolean;
}

export const DECODER_SEQUENCE = 'LfadsDecoderSequence';
/**
 * Controller and generator loop. f[-1] = F (mask_g0 * g0 * maskScale); for t in 0..T-1:
 * with a controller: c[t] = gru_con([ci[t], f[t-1]] * conMask[t] * maskScale, c[t-1]), c[-1] = conH0;
 * [coMean, coLogvar][t] = coWeight c[t] + coBias; coStd = exp(logvar / 2);
 * u[t] = [coMean + coStd * coNoise[t], ext[t]]; g[t] = gen(u[t], g[t-1]), g[-1] = g0;
 * f[t] = F (g[t] * genMask[t] * maskScale). `gen` is a GRU clipped at `genClip`, whose matrices have
 * N = 3G rows, or clip(phi(genWeightIh u + genWeightHh g + genBias), -genClip, genClip), N = G, phi being
 * tanh, max(., 0) or, for `linear`, the identity.
 * Without coNoise the means are passed on. Outputs:
 * `[factors [B,T,F], genStates [B,T,G]]`, then with a controller
 * `[conStates [B,T,C], coMeans [B,T,K], coStds [B,T,K], coSamples [B,T,K]]`.
 */
export interface DecoderSequenceInputs {
  g0: Info; // [B,G]
  ext?: Info; // [B,T,E], after its dropout; absent when E = 0
  genWeightIh?: Info; // [N,K+E]; absent when K+E = 0
  genWeightHh: Info; // [N,G]
  genBias: Info; // [N]
  facWeight: Info; // [F,G], rows already normalised
  g0Mask?: Info; // bool [B,G]
  genMask?: Info; // bool [B,T,G]
  // the controller: all of these or none
  ci?: Info; // [B,T,I], I = 2 * ci_enc_dim
  conH0?: Info; // [1,C]
  conWeightIh?: Info; // [3C,I+F]
  conWeightHh?: Info; // [3C,C]
  conBias?: Info; // [3C]
  coWeight?: Info; // [2K,C]
  coBias?: Info; // [2K]
  coNoise?: Info; // [B,T,K], standard draws
  conMask?: Info; // bool [B,T,I+F]
}
export interface DecoderSequenceAttrs {
  steps: number; // T
  clip: number; // of the controller
  cell: DecoderCell; // the generator's
  genClip: number;
  maskScale: number; // 1 / (1 - dropout_rate)
  keepActivations: boolean;
  gradientCheckpointing: boolean;
}

export const DECODER_SEQUENCE_GRAD = 'LfadsDecoderSequenceGrad';
/**
 * Outputs, in this order, those whose input is present:
 * `[g0, genWeightHh, genBias, facWeight, genWeightIh?, ext?, ci?, conH0?, conWeightIh?, conWeightHh?,
 * conBias?, coWeight?, coBias?]`. The gradient of coNoise is not given.
 */
export interface DecoderSequenceGradInputs extends DecoderSequenceInputs {
  factors: Info; // forward outputs
  genStates: Info;
  conStates?: Info;
  coMeans?: Info;
  coStds?: Info;
  coSamples?: Info;
  dFactors?: Info; // gradients of the forward outputs; absent: zeros
  dGenStates?: Info;
  dConStates?: Info;
  dCoMeans?: Info;
  dCoStds?: Info;
  dCoSamples?: Info;
}

/** y = x weightᵀ + bias. Outputs: `[y [..., N]]`; the gradient's: `[dWeight, dBias?, dX?]`. */
export const LINEAR = 'LfadsLinear';
export interface LinearInputs {
  x: Info; // [..., K]
  weight: Info; // [N,K]
  bias?: Info; // [N]
}
export const LINEAR_GRAD = 'LfadsLinearGrad';
export interface LinearGradInputs {
  x: Info;
  weight: Info;
  dy: Info;
}
export interface LinearGradAttrs {
  inputGradient: boolean;
  biasGradient: boolean;
}

/**
 * y = row / max(norm of the row, 1e-12), weight [F,G]. Outputs: `[y]`; the gradient's (with `dy`):
 * `[dWeight]`, where a row below the bound counts as divided by a constant.
 */
export const NORMALIZE_ROWS = 'LfadsNormalizeRows';
export const NORMALIZE_ROWS_GRAD = 'LfadsNormalizeRowsGrad';
export interface NormalizeRowsInputs {
  weight: Info; // [F,G]
}

/**
 * Poisson negative log-likelihood per element: exp(a) - x a, plus where x > 1 Stirling's
 * x log x - x + log(2 pi x) / 2 (torch's `poisson_nll_loss(full=True)`). Outputs: `[loss]`, like a;
 * the gradient's (with `dy`): `[dLogRates]`.
 */
export const POISSON_NLL = 'LfadsPoissonNll';
export const POISSON_NLL_GRAD = 'LfadsPoissonNllGrad';
export interface PoissonNllInputs {
  logRates: Info; // any shape
  counts: Info; // same shape
}

/**
 * scale * sum of the elementwise Poisson loss: a scalar, so that nothing of the data's size is
 * written but the gradient. Where `gradMask` (bool [B,t,n], t <= T, n <= N, padded with ones) is 0
 * the loss counts but its gradient is 0 (coordinated dropout). Outputs: `[scalar]`; the gradient's
 * (with scalar `dy`): `[dLogRates]`.
 */
export const POISSON_NLL_SUM = 'LfadsPoissonNllSum';
export const POISSON_NLL_SUM_GRAD = 'LfadsPoissonNllSumGrad';
export interface PoissonNllSumInputs {
  logRates: Info; // [B,T,N]
  counts: Info; // [B,T,N]
  gradMask?: Info;
}
export interface PoissonNllSumGradInputs extends PoissonNllSumInputs {
  loss: Info; // the forward output
  dy: Info;
}
export interface PoissonNllSumAttrs {
  scale: number;
  keepActivations: boolean;
}

/** log Gamma(x) and its derivative for x > 0, elementwise; NaN below 0. The gradients are made of them. Outputs: `[y]`. */
export const GAMMALN = 'LfadsGammaln';
export const DIGAMMA = 'LfadsDigamma';
export interface GammaInputs {
  x: Info; // any shape
}

/**
 * The sums that bits per spike are made of, per channel n and time region (steps < split, >= split):
 * `[2,N,3]` of sum exp(a), sum x a, sum x over trials and steps. No gradient.
 */
export const POISSON_SUMS = 'LfadsPoissonSums';
export interface PoissonSumsAttrs {
  split: number;
}

/** x * mask * scale, mask bool of x's shape. The gradient is the same kernel on dy. */
export const MASK_SCALE = 'LfadsMaskScale';
export interface MaskScaleInputs {
  x: Info; // [B,T,N]
  mask: Info; // bool [B,T,N]
}
export interface MaskScaleAttrs {
  scale: number;
}

/**
 * The controller's input from the encoder's two directions (all `[B,S,H]`): the forward half is
 * delayed by `lag` steps, the backward half advanced by it (zeros enter), then `before` steps of
 * zeros are put in front and `after` behind. Outputs: `[ci [B, before+S+after, 2H]]`; the gradient's
 * (with `dy`): `[dForward, dBackward]`.
 */
export const CONTROLLER_INPUT = 'LfadsControllerInput';
export const CONTROLLER_INPUT_GRAD = 'LfadsControllerInputGrad';
export interface ControllerInputInputs {
  forward: Info;
  backward: Info;
}
export interface ControllerInputAttrs {
  lag: number;
  before: number;
  after: number;
}

/**
 * KL of N(mean, std²) from N(priorMean, exp(priorLogvar)), summed over everything and multiplied by
 * `scale`: a scalar. mean, std: [..., D]; priorMean, priorLogvar: [D].
 * The gradient's outputs (with scalar `dy`): `[dMean, dStd, dPriorMean, dPriorLogvar]`.
 */
export const NORMAL_KL = 'LfadsNormalKl';
export const NORMAL_KL_GRAD = 'LfadsNormalKlGrad';
export interface NormalKlInputs {
  mean: Info;
  std: Info;
  priorMean: Info;
  priorLogvar: Info;
}

/**
 * log q(s) - log p(s) of one sample s = mean + std * noise, q = N(mean, std²), p the stationary AR(1)
 * process with alpha = exp(-1/exp(logtaus)) and innovations' variance exp(lognvars); summed over
 * everything and multiplied by `scale`: a scalar. mean, std, noise: [B,T,D]; logtaus, lognvars: [D].
 * The gradient's outputs (with scalar `dy`): `[dMean, dStd, dLogtaus, dLognvars]`.
 */
export const AR_NORMAL_KL = 'LfadsArNormalKl';
export const AR_NORMAL_KL_GRAD = 'LfadsArNormalKlGrad';
export interface ArNormalKlInputs {
  mean: Info;
  std: Info;
  noise: Info;
  logtaus: Info;
  lognvars: Info;
}
export interface ScaleAttrs {
  scale: number;
}

/** Sum of squares over all inputs (`t0`, `t1`, …), each times its coefficient: a scalar. */
export const SUM_SQUARES = 'LfadsSumSquares';
export const SUM_SQUARES_GRAD = 'LfadsSumSquaresGrad';
export interface SumSquaresAttrs {
  coefficients: number[];
}

/** 2-norm over all inputs (`t0`, `t1`, …) together, accumulated in float64: a scalar. */
export const GLOBAL_NORM = 'LfadsGlobalNorm';

/**
 * One AdamW step (Loshchilov & Hutter 2019), in PyTorch's order:
 * p *= 1 - lr*wd; m = b1 m + (1-b1) s g; v = b2 v + (1-b2) (s g)²;
 * p -= lr * (m / (1-b1^k)) / (sqrt(v / (1-b2^k)) + eps), with s = `gradScale` (norm clipping).
 * Inputs `p`, `m`, `v`, `g` of one shape; outputs `[p, m, v]`.
 */
export const ADAMW = 'LfadsAdamW';
export interface AdamWInputs {
  p: Info;
  m: Info;
  v: Info;
  g: Info;
}
export interface AdamWAttrs {
  lr: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  weightDecay: number;
  step: number; // k, from 1
  gradScale: number;
}

/** The scalars `t0`, `t1`, … times weights, summed. Outputs: `[scalar]`; the gradient's (of `dy`): one a term. */
export const WEIGHTED_SUM = 'LfadsWeightedSum';
export const WEIGHTED_SUM_GRAD = 'LfadsWeightedSumGrad';
export interface WeightedSumAttrs {
  weights: number[];
}

/**
 * mean = raw[:, :D], std = sqrt(exp(raw[:, D:]) + minVariance). Outputs: `[mean [B,D], std [B,D]]`; the
 * gradient's (of `dMean` and `dStd`, zeros where absent, and of the output `std`): `[dRaw]`.
 */
export const NORMAL_PARAMETERS = 'LfadsNormalParameters';
export const NORMAL_PARAMETERS_GRAD = 'LfadsNormalParametersGrad';
export interface NormalParametersInputs {
  raw: Info; // [B,2D]
}
export interface NormalParametersGradInputs extends NormalParametersInputs {
  std: Info;
  dMean?: Info;
  dStd?: Info;
}
export interface NormalParametersAttrs {
  minVariance: number;
}

/** mean + std * noise, all of one shape. Outputs: `[sample]`; the gradient's (of `noise` and `dy`): `[dStd]`. */
export const SCALED_NOISE = 'LfadsScaledNoise';
export const SCALED_NOISE_GRAD = 'LfadsScaledNoiseGrad';
export interface ScaledNoiseInputs {
  mean: Info;
  std: Info;
  noise: Info;
}

/**
 * AdamW on many parameters, which come with the attributes; every p, m and v is overwritten, and no other
 * tensor shares its data. No inputs, no outputs.
 */
export const ADAMW_UPDATE = 'LfadsAdamWUpdate';
export interface AdamWUpdateAttrs extends Omit<AdamWAttrs, 'weightDecay' | 'step'> {
  updates: (AdamWInputs & Pick<AdamWAttrs, 'weightDecay' | 'step'>)[];
}

/**
 * Philox4x32-10 (Salmon et al. 2011). Key = (seed, stream); counter = (block, 0, step, draw); element
 * i takes word i mod 4 of block floor(i / 4). No inputs; outputs: `[tensor of shape]`.
 * - bernoulli (dtype bool): word < round(p * 2^32); p >= 1 gives all ones.
 * - uniform: (word >> 8) * 2^-24, in [0, 1).
 * - normal: Box-Muller on word pairs (a, b): u = ((a >> 8) + 1) * 2^-24, w = (b >> 8) * 2^-24,
 *   r = sqrt(-2 ln u): r cos(2 pi w), then r sin(2 pi w).
 */
export const PHILOX = 'LfadsPhilox';
export interface PhiloxAttrs {
  kind: 'bernoulli' | 'uniform' | 'normal';
  shape: number[];
  p: number; // bernoulli only
  seed: number; // uint32
  stream: number; // uint32
  step: number; // uint32
  draw: number; // uint32
}

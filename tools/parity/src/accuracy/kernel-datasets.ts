import * as ops from '@lfads/ops';
import type { FixtureConfig } from '../fixture.js';
import { SIMPLE_CELLS } from './simple-cells.js';

/** Datasets whose values pass through a kernel. */
export interface KernelDatasets {
  kernels: readonly string[];
  /** Paths in the fixtures, also below `stochastic/`; `*` stands for anything. */
  paths: readonly string[];
  /** Only of models with these parts. */
  parts?: Partial<Record<'reconstruction' | 'ic_prior' | 'co_prior', string>>;
}

/** tfjs's own kernels, which the backend has too: the parts of the model without a fused kernel are made of them. */
export const STOCK_KERNELS = 'unary, binary, products, sums';

const AR = 'AutoregressiveMultivariateNormal';
const NORMAL = 'MultivariateNormal';

const of = (kernel: string, ...paths: string[]): KernelDatasets => ({ kernels: [kernel], paths });

/** By kernel; a kernel's entries are taken together. */
export const KERNEL_DATASETS: readonly KernelDatasets[] = [
  of(ops.LINEAR, 'kernel_normalized_linear/result', 'output/*/output_params', 'output/*/ic_mean'),
  of(
    ops.LINEAR_GRAD,
    'kernel_normalized_linear/grad_*',
    'grads*/readin.*',
    'grads*/encoder.ic_linear.*',
    'grads*/decoder.ic_to_g0.*',
    'grads*/readout.*',
  ),
  of(ops.GRU_SEQUENCE, 'bidirectional_gru/*', 'output/*/ic_mean', 'output/*/ic_std'),
  of(ops.GRU_SEQUENCE_GRAD, 'grads*/encoder.ic_enc*', 'grads*/encoder.ci_enc*'),
  of(
    ops.DECODER_SEQUENCE,
    'output/*/factors',
    'output/*/gen_states',
    'output/*/gen_inputs',
    'output/*/con_states',
    'output/*/co_means',
    'output/*/co_stds',
  ),
  of(ops.DECODER_SEQUENCE_GRAD, 'grads*/decoder.rnn.cell.*', 'grads*/decoder.con_h0'),
  ...SIMPLE_CELLS.flatMap((cell) => [
    of(`${ops.DECODER_SEQUENCE} (${cell})`, `*/${cell}/output/*`),
    of(`${ops.DECODER_SEQUENCE_GRAD} (${cell})`, `*/${cell}/grads/*`),
  ]),
  of(ops.NORMALIZE_ROWS, 'kernel_normalized_linear/result', 'output/*/factors'),
  of(
    ops.NORMALIZE_ROWS_GRAD,
    'kernel_normalized_linear/grad_weight',
    'grads*/decoder.rnn.cell.fac_linear.weight',
  ),
  of(ops.POISSON_NLL, 'recon/Poisson/result_loss'),
  { ...of(ops.POISSON_NLL, 'recon_loss*'), parts: { reconstruction: 'Poisson' } },
  of(ops.POISSON_NLL_GRAD, 'recon/Poisson/grad_raw'),
  {
    ...of(ops.POISSON_NLL_SUM, 'loss*/recon', 'loss*/recon_sess'),
    parts: { reconstruction: 'Poisson' },
  },
  { ...of(ops.POISSON_NLL_SUM_GRAD, 'grads*/readout.*'), parts: { reconstruction: 'Poisson' } },
  of(ops.GAMMALN, 'recon/Gamma/result_loss', 'recon/ZeroInflatedGamma/result_loss'),
  of(ops.DIGAMMA, 'recon/Gamma/grad_raw', 'recon/ZeroInflatedGamma/grad_raw'),
  of(
    ops.POISSON_SUMS,
    'bits_per_spike/result',
    'regional_bits_per_spike/result',
    'loss*/bps',
    'loss*/co_bps',
    'loss*/fp_bps',
  ),
  of(
    ops.MASK_SCALE,
    'coordinated_dropout/*/result_encod_data',
    'sample_validation/*/result_encod_data',
  ),
  of(ops.CONTROLLER_INPUT, 'controller_input/result'),
  of(ops.CONTROLLER_INPUT_GRAD, 'controller_input/grad_*'),
  of(ops.NORMAL_KL, 'mvn_kl/*/result'),
  { ...of(ops.NORMAL_KL, 'loss*/ic_kl*'), parts: { ic_prior: NORMAL } },
  { ...of(ops.NORMAL_KL, 'loss*/co_kl*'), parts: { co_prior: NORMAL } },
  of(ops.NORMAL_KL_GRAD, 'mvn_kl/*/grad_*'),
  { ...of(ops.NORMAL_KL_GRAD, 'grads*/ic_prior.*'), parts: { ic_prior: NORMAL } },
  { ...of(ops.NORMAL_KL_GRAD, 'grads*/co_prior.*'), parts: { co_prior: NORMAL } },
  of(ops.AR_NORMAL_KL, 'ar_kl/result', 'ar_log_prob/result'),
  { ...of(ops.AR_NORMAL_KL, 'loss*/co_kl*'), parts: { co_prior: AR } },
  of(ops.AR_NORMAL_KL_GRAD, 'ar_kl/grad_*', 'ar_log_prob/grad_*'),
  { ...of(ops.AR_NORMAL_KL_GRAD, 'grads*/co_prior.*'), parts: { co_prior: AR } },
  of(ops.SUM_SQUARES, 'loss*/l2'),
  of(ops.SUM_SQUARES_GRAD, 'grads*.weight_hh'),
  of(ops.GLOBAL_NORM, 'adamw/grad_norm_before_clip', 'grads*_norm'),
  { kernels: [ops.ADAMW, ops.ADAMW_UPDATE], paths: ['adamw/after/*', 'loss_trace'] },
  of(ops.WEIGHTED_SUM, 'loss*/total'),
  of(ops.WEIGHTED_SUM_GRAD, 'grads*/readout.*'),
  of(ops.NORMAL_PARAMETERS, 'output/*/ic_mean', 'output/*/ic_std'),
  of(ops.NORMAL_PARAMETERS_GRAD, 'grads*/encoder.ic_linear.*'),
  of(ops.SCALED_NOISE, 'output/sampled/*/gen_init', 'output/sampled/*/gen_inputs'),
  of(ops.SCALED_NOISE_GRAD, 'grads_sampled/encoder.ic_linear.*'),
  of(STOCK_KERNELS, 'gru_cell/*', 'recon/*', 'studentt_kl/*', 'r2_score/*'),
  of(ops.PHILOX, 'philox/normal'),
];

/** Whether a dataset of a fixture is one of these. */
export function isOneOf(
  { paths, parts = {} }: KernelDatasets,
  path: string,
  config: Partial<FixtureConfig>,
): boolean {
  const fits = Object.entries(parts).every(
    ([part, type]) => config[part as keyof typeof parts]?.type === type,
  );
  return fits && paths.some((pattern) => expression(pattern).test(path));
}

const expression = (pattern: string) =>
  new RegExp(`^(stochastic/)?${pattern.replace(/\./g, '\\.').replace(/\*/g, '.*')}$`);

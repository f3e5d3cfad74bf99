import { z } from 'zod';
import { LfadsError } from '../contracts/index.js';
import { findSizes, type AutoSize, type SizeSources } from './auto-sizes.js';
import { camelCaseKeys, type CamelCaseKeys } from './camel-case.js';

const count = () => z.int().nonnegative();
const size = () => z.int().positive();
const scale = () => z.number().nonnegative();
const auto = (number: z.ZodInt) => z.union([z.literal('auto'), number]).default('auto');
const unitInterval = () => z.number().min(0).lt(1);

/** The model's scalars under lfads-torch's names, as configs hold them. */
export const lfadsScalars = {
  encod_data_dim: auto(size()).describe(
    'Channels of the encoder data, behind the read-in; auto: as the read-in gives or the data have',
  ),
  encod_seq_len: auto(size()).describe('Time steps that the encoders see; auto: as the data have'),
  recon_seq_len: auto(size()).describe(
    'Time steps that are reconstructed, auto: as the data have; more than encod_seq_len: forward prediction',
  ),
  ext_input_dim: auto(count()).describe(
    'Channels of the external input to the generator; auto: as the data have',
  ),
  ic_enc_seq_len: count()
    .default(0)
    .describe('First steps, seen by the initial-condition encoder alone; 0: both encoders see all'),
  ic_enc_dim: size().describe('Units of the initial-condition encoder, per direction'),
  ci_enc_dim: count().describe(
    'Units of the controller-input encoder, per direction; 0: no controller',
  ),
  ci_enc_causal: z
    .boolean()
    .default(false)
    .describe(
      'The controller-input encoder runs forwards only; rates then depend on no later data, given ic_enc_seq_len > 0',
    ),
  ci_lag: count()
    .default(1)
    .describe('Steps by which the controller input is held back from the encoders'),
  con_dim: count().describe('Units of the controller; 0: no controller'),
  co_dim: count().describe('Inferred inputs to the generator; 0: no controller'),
  ic_dim: size().describe('Dimensions of the initial condition'),
  gen_dim: size().describe('Units of the generator'),
  fac_dim: size().describe('Factors'),

  dropout_rate: unitInterval()
    .default(0)
    .describe('Dropout on data, encoder states, controller input and generator state'),
  variational: z
    .boolean()
    .default(true)
    .describe('Sample the posteriors; false: pass their means, with Null priors'),
  ic_post_var_min: scale().default(1e-4).describe('Added to the variance of the initial condition'),
  cell_clip: z
    .number()
    .positive()
    .or(z.literal(Infinity))
    .default(5)
    .describe(
      'Bound of every recurrent state, but for those of a generator_cell, which has its own',
    ),
  gradient_checkpointing: z
    .boolean()
    .default(false)
    .describe(
      'Compute the recurrent activations again for the gradient, not keep them: for long trials',
    ),

  loss_scale: z.number().positive().default(1e4).describe('Factor of the whole loss'),
  recon_reduce_mean: z
    .boolean()
    .default(true)
    .describe('Mean reconstruction loss per element; false: sum per trial'),

  lr_scheduler: z
    .boolean()
    .default(false)
    .describe('Reduce the learning rate when valid/recon_smth stops falling'),
  lr_init: z.number().positive().default(4e-3).describe('First learning rate'),
  lr_stop: scale().default(1e-5).describe('Lowest learning rate'),
  lr_decay: z
    .number()
    .positive()
    .max(1)
    .default(0.95)
    .describe('Factor of each reduction of the learning rate'),
  lr_patience: count().default(6).describe('Epochs without progress before a reduction'),
  lr_adam_beta1: unitInterval().default(0.9).describe('AdamW: decay of the gradient average'),
  lr_adam_beta2: unitInterval()
    .default(0.999)
    .describe('AdamW: decay of the squared-gradient average'),
  lr_adam_epsilon: scale().default(1e-8).describe('AdamW: added to the denominator'),
  weight_decay: scale().default(0).describe('AdamW: weight decay, ramped up with L2'),

  l2_start_epoch: z.int().default(0).describe('Epoch at which L2 and weight decay begin to rise'),
  l2_increase_epoch: count().default(80).describe('Epochs of the rise'),
  l2_ic_enc_scale: scale().default(0).describe('L2 on the initial-condition encoder'),
  l2_ci_enc_scale: scale().default(0).describe('L2 on the controller-input encoder'),
  l2_gen_scale: scale().default(0).describe('L2 on the generator'),
  l2_con_scale: scale().default(0).describe('L2 on the controller'),
  kl_start_epoch: z.int().default(0).describe('Epoch at which the KL terms begin to rise'),
  kl_increase_epoch: count().default(80).describe('Epochs of the rise'),
  kl_ic_scale: scale().default(1e-7).describe('Factor of the KL of the initial condition'),
  kl_co_scale: scale().default(1e-7).describe('Factor of the KL of the inferred inputs'),

  compat: z
    .literal('lfads-torch-1.1')
    .optional()
    .describe('Reproduce the faults of this release: see the type Compat'),
} as const;

export const lfadsScalarSchema = z.strictObject(lfadsScalars);

/** The model's scalars in code. Values may be changed between steps; sizes may not. */
export type LfadsHyperparameters = CamelCaseKeys<
  Omit<z.output<typeof lfadsScalarSchema>, AutoSize> & Record<AutoSize, number>
>;

/**
 * From a config's scalars (snake_case).
 *
 * @param sources where sizes that are `auto` are looked for
 * @throws LfadsError naming every key that is wrong, and every size that cannot be found
 */
export function lfadsHyperparameters(
  scalars: z.input<typeof lfadsScalarSchema>,
  sources: SizeSources = {},
): LfadsHyperparameters {
  const parsed = lfadsScalarSchema.safeParse(scalars);
  if (!parsed.success) {
    throw new LfadsError(
      'LFADS_MODEL_HYPERPARAMETERS',
      `The model's options are wrong:\n${z.prettifyError(parsed.error)}`,
    );
  }
  return camelCaseKeys({ ...parsed.data, ...findSizes(parsed.data, sources) });
}

/** Channels of the controller's input from its encoder. */
export const controllerInputDim = ({
  ciEncDim,
  ciEncCausal,
}: Pick<LfadsHyperparameters, 'ciEncDim' | 'ciEncCausal'>): number =>
  (ciEncCausal ? 1 : 2) * ciEncDim;

/** Whether the generator gets inferred inputs. */
export const usesController = (
  hps: Pick<LfadsHyperparameters, 'ciEncDim' | 'conDim' | 'coDim'>,
): boolean => hps.ciEncDim > 0 && hps.conDim > 0 && hps.coDim > 0;

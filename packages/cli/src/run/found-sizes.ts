import { type ResolvedConfig, withValues } from '@lfads/config';
import type { Lfads } from '@lfads/core';

/** The config of a run with the numbers that its model's `auto` sizes came to. */
export const withFoundSizes = (config: ResolvedConfig, { hparams }: Lfads): ResolvedConfig =>
  withValues(config, {
    'model.encod_data_dim': hparams.encodDataDim,
    'model.encod_seq_len': hparams.encodSeqLen,
    'model.recon_seq_len': hparams.reconSeqLen,
    'model.ext_input_dim': hparams.extInputDim,
  });

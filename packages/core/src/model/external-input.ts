import * as tf from '@tensorflow/tfjs-core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { LfadsError } from '../contracts/index.js';
import type { LfadsHyperparameters } from './hyperparameters.js';

/**
 * The external input placed in time: it starts at step `ic_enc_seq_len` and is zero wherever the batch
 * holds none. With `compat: lfads-torch-1.1` it starts at step 0.
 *
 * @param ext [B,S,ext_input_dim]
 * @returns [B,recon_seq_len,ext_input_dim]
 * @throws LfadsError (LFADS_MODEL_EXT_INPUT) when it ends after the last reconstructed step
 */
export function placeExternalInput(ext: Tensor3D, hps: LfadsHyperparameters): Tensor3D {
  const before = hps.compat ? 0 : hps.icEncSeqLen;
  const after = hps.reconSeqLen - before - ext.shape[1];
  if (after < 0) {
    throw new LfadsError(
      'LFADS_MODEL_EXT_INPUT',
      `The external input has ${ext.shape[1]} steps, but from step ${before} (ic_enc_seq_len) to ` +
        `recon_seq_len there are only ${hps.reconSeqLen - before}.`,
      'Let the data module leave out the steps of the initial-condition segment: ' +
        'datamodule.dm_ic_enc_seq_len = model.ic_enc_seq_len.',
    );
  }
  if (before === 0 && after === 0) return ext;
  return tf.pad(ext, [
    [0, 0],
    [before, after],
    [0, 0],
  ]);
}

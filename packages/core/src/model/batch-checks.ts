import { type Batch, LfadsError } from '../contracts/index.js';
import type { LfadsHyperparameters } from './hyperparameters.js';

/** @throws LfadsError (LFADS_MODEL_BATCH) when a session's batch does not fit the model */
export function checkBatch(batch: Batch, hps: LfadsHyperparameters, sessions: number): void {
  if (batch.size === 0) fail('the batch holds no session');
  for (const [session, { encodData, reconData, extInput }] of batch) {
    const [trials, steps] = encodData.shape;
    if (session >= sessions)
      fail(`session ${session}: the model was built for ${sessions} session(s)`);
    if (steps !== hps.encodSeqLen) {
      fail(
        `session ${session}: encoder data has ${steps} steps, encod_seq_len is ${hps.encodSeqLen}`,
      );
    }
    if (reconData.size > 0 && reconData.shape[1] !== hps.reconSeqLen) {
      fail(
        `session ${session}: the target has ${reconData.shape[1]} steps, recon_seq_len is ${hps.reconSeqLen}`,
      );
    }
    const ext = extInput?.shape[2] ?? 0;
    if (ext !== hps.extInputDim) {
      fail(
        `session ${session}: the external input has ${ext} channels, ext_input_dim is ${hps.extInputDim}`,
      );
    }
    if (extInput && extInput.shape[0] !== trials) {
      fail(
        `session ${session}: ${trials} trials of encoder data, ${extInput.shape[0]} of external input`,
      );
    }
  }
}

function fail(message: string): never {
  throw new LfadsError('LFADS_MODEL_BATCH', `This batch does not fit the model: ${message}.`);
}

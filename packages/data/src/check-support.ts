import { describeUnsupported } from '@lfads/core';
import type { DataModule, DataSplit, DataSupport, SessionInfo } from '@lfads/core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { dataError } from './errors.js';
import { SPLITS } from './session/session-data.js';

/**
 * Checks every target against what its session's likelihood is defined on. NaN passes: whether it may be
 * there is the data module's question.
 *
 * @param supports one for each session
 * @throws LFADS_DATA_SUPPORT naming the first value outside
 */
export async function checkSupport(
  dataModule: DataModule,
  supports: readonly DataSupport[],
): Promise<void> {
  for (const [session, info] of dataModule.sessions.entries()) {
    const support = supports[session] ?? {};
    for (const split of SPLITS) await checkSplit(dataModule, session, info, split, support);
  }
}

async function checkSplit(
  dataModule: DataModule,
  session: number,
  info: SessionInfo,
  split: DataSplit,
  support: DataSupport,
): Promise<void> {
  let trialsBefore = 0;
  for (const batch of dataModule.predictBatches(session, split)) {
    try {
      await checkTarget(
        batch.reconData,
        `${info.path}: "${split}_recon_data"`,
        trialsBefore,
        support,
      );
    } finally {
      tf.dispose({ ...batch });
    }
    trialsBefore += batch.encodData.shape[0];
  }
}

async function checkTarget(
  target: Tensor3D,
  where: string,
  trialsBefore: number,
  support: DataSupport,
): Promise<void> {
  const values = await target.data<'float32'>();
  const found = describeUnsupported(values, target.shape, support, trialsBefore);
  if (found === undefined) return;
  throw dataError(
    'LFADS_DATA_SUPPORT',
    `${where} holds ${found}.`,
    support.integer === true
      ? 'Give spike counts per bin, not rates or smoothed counts, or choose a reconstruction for continuous data.'
      : 'Change the data, or choose a reconstruction that is defined on them.',
  );
}

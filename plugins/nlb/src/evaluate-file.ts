import { basename } from 'node:path';
import { LfadsError } from '@lfads/core';
import { readH5 } from '@lfads/data';
import { type Evaluation, evaluate } from './evaluation.js';
import { type Arrays, fromRecording, type Rates, type RecordingOptions } from './from-recording.js';
import { fromTarget } from './from-target.js';
import { targetArrays } from './target-file.js';

export interface EvaluateOptions extends RecordingOptions {
  /** File of evaluation targets of the benchmark, and the data set (group) in it; default: the only one. */
  target?: string | undefined;
  dataset?: string | undefined;
  /** Trials that are scored. */
  split: 'valid' | 'test';
  /** Whether the decoder's penalty is chosen by cross-validation. */
  search: boolean;
}

/**
 * Scores an output file, `lfads_output_<session>.h5`, by what it carries besides or by a file of evaluation targets.
 *
 * @throws LfadsError LFADS_NLB_NO_RATES, LFADS_NLB_NO_TARGET, LFADS_NLB_SHAPES, LFADS_NLB_BEHAVIOR_CHANNEL
 */
export async function evaluateFile(path: string, options: EvaluateOptions): Promise<Evaluation> {
  const arrays = await readH5(path);
  const rates = ratesOf(path, arrays, options.split);
  const { target } = options;
  if (target !== undefined) {
    const wanted = await targetArrays(target, options.dataset);
    checkTrials(path, rates, wanted.get('eval_spikes_heldout') ?? wanted.get('eval_behavior'));
    return evaluate(fromTarget(wanted, rates, options), options);
  }
  if (options.split === 'test') {
    throw new LfadsError(
      'LFADS_NLB_NO_TARGET',
      `${basename(path)} holds nothing that test trials could be scored by.`,
      'Name a file of evaluation targets with --target.',
    );
  }
  checkTrials(path, rates, arrays.get('valid_recon_data'));
  return evaluate(fromRecording(arrays, rates, options), options);
}

function ratesOf(path: string, arrays: Arrays, split: 'valid' | 'test'): Rates {
  const valid = arrays.get(`${split}_output_params`);
  if (valid) return { train: arrays.get('train_output_params'), valid };
  throw new LfadsError(
    'LFADS_NLB_NO_RATES',
    `${path} has no "${split}_output_params": it holds no inferred rates of these trials.`,
    'Give a file that lfads train or lfads sample wrote: lfads_output_<session>.h5.',
  );
}

function checkTrials(
  path: string,
  { valid }: Rates,
  counts: { readonly shape: readonly number[] } | undefined,
): void {
  const [wanted, found] = [counts?.shape[0], valid.shape[0]];
  if (wanted === undefined || wanted === found) return;
  throw new LfadsError(
    'LFADS_NLB_SHAPES',
    `${path} has rates of ${found} trials, but is to be scored by ${wanted}.`,
    'Are these the same trials? --split chooses between validation and test trials.',
  );
}

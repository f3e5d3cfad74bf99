import type { H5Array } from '@lfads/data';
import { alignedBehavior, type BehaviorOptions } from './behavior.js';
import { conditionsOf } from './conditions.js';
import type { EvaluationData } from './evaluation.js';
import { psthOf } from './psth.js';
import { crop, type Series } from './series.js';
import type { DecodedSplit } from './velocity-decoding.js';

export type Arrays = ReadonlyMap<string, H5Array>;

export interface Rates {
  train?: Series | undefined;
  valid: Series;
}

export interface RecordingOptions extends BehaviorOptions {
  /** Standard deviation in bins of the Gaussian that PSTHs are smoothed with where the file has none. */
  psthSd: number;
}

/**
 * What rates of a file's trials can be scored against, from the arrays of the file:
 *
 * - `valid_recon_data`, `valid_encod_data`: counts; held-out channels and bins ahead are those that only the first has;
 * - `train_behavior`, `valid_behavior` `[trial, step, channel]`, with `train_decode_mask`, `valid_decode_mask`
 *   `[trial, group]` if trials of different groups have decoders of their own;
 * - `valid_behavior` `[trial, column]`: conditions and produced intervals of a timing task;
 * - `psth` `[condition, step, channel]`, else averages of `train_recon_data` over `train_cond_idx`; `valid_cond_idx`, and
 *   `valid_jitter` in bins.
 */
export function fromRecording(
  arrays: Arrays,
  rates: Rates,
  options: RecordingOptions,
): EvaluationData {
  const counts = arrays.get('valid_recon_data')!;
  const [, encodSteps = 0, encodChannels = 0] = arrays.get('valid_encod_data')!.shape;
  const [, allSteps = 0, channels = 0] = counts.shape;
  const [steps, seenChannels] = [Math.min(encodSteps, allSteps), Math.min(encodChannels, channels)];
  const heldOut = { steps: [0, steps], channels: [seenChannels, channels] } as const;
  const ahead = { steps: [steps, allSteps] } as const;
  const observed = crop(rates.valid, { steps: [0, steps] });
  const data: EvaluationData = { absent: {} };
  if (!areCounts(counts)) {
    data.absent.co_bps = 'valid_recon_data are no counts';
    data.absent.fp_bps = data.absent.co_bps;
  } else {
    if (channels > seenChannels) {
      data.heldOut = { rates: crop(rates.valid, heldOut), counts: crop(counts, heldOut) };
    } else data.absent.co_bps = 'there are no held-out channels';
    if (allSteps > steps) {
      data.forward = { rates: crop(rates.valid, ahead), counts: crop(counts, ahead) };
    } else data.absent.fp_bps = 'there are no steps ahead';
  }
  const behavior = arrays.get('valid_behavior');
  if (behavior?.shape.length === 2) {
    data.speed = { counts: crop(counts, heldOut), rates: observed, behavior };
    data.absent.behavior_r2 = 'valid_behavior has one row a trial';
  } else {
    data.absent.tp_corr = 'there is no valid_behavior with one row a trial';
    const decoding = decodingData(arrays, rates, steps, options);
    if (typeof decoding === 'string') data.absent.behavior_r2 = decoding;
    else data.decoding = decoding;
  }
  const psth = psthData(arrays, observed, steps, options.psthSd);
  if (typeof psth === 'string') data.absent.psth_r2 = psth;
  else data.psth = psth;
  return data;
}

function decodingData(
  arrays: Arrays,
  rates: Rates,
  steps: number,
  options: RecordingOptions,
): NonNullable<EvaluationData['decoding']> | string {
  const [train, valid] = [arrays.get('train_behavior'), arrays.get('valid_behavior')];
  if (!train || !valid) return 'there is no train_behavior with a valid_behavior';
  if (!rates.train) return 'there are no rates of the training trials';
  const split = (name: 'train' | 'valid', inferred: Series, behavior: H5Array): DecodedSplit => ({
    rates: inferred,
    behavior: crop(alignedBehavior(behavior, options), {
      steps: [0, Math.min(steps, behavior.shape[1]!)],
    }),
    groups: asGroups(arrays.get(`${name}_decode_mask`)),
  });
  return { train: split('train', rates.train, train), valid: split('valid', rates.valid, valid) };
}

/** A mask with one column may have no axis for it. */
const asGroups = (mask: H5Array | undefined) =>
  mask?.shape.length === 1 ? { shape: [mask.shape[0]!, 1], data: mask.data } : mask;

function psthData(
  arrays: Arrays,
  rates: Series,
  steps: number,
  sd: number,
): NonNullable<EvaluationData['psth']> | string {
  const indices = arrays.get('valid_cond_idx');
  if (!indices) return 'there is no valid_cond_idx';
  const jitter = arrays.get('valid_jitter')?.data;
  const psth = arrays.get('psth');
  if (psth) {
    return { psth, rates, conditions: conditionsOf(indices, psth.shape[0]), jitter };
  }
  const [trained, counts] = [arrays.get('train_cond_idx'), arrays.get('train_recon_data')];
  if (!trained || !counts) return 'there is neither psth nor train_cond_idx with train_recon_data';
  const seen = crop(counts, { steps: [0, steps] });
  const conditions = conditionsOf(indices);
  const averaged = psthOf(seen, conditionsOf(trained, conditions.length), sd);
  return { psth: averaged, rates, conditions };
}

/** Whether all values are counts: whole, not negative, or NaN. */
const areCounts = ({ data }: Series): boolean =>
  Array.from(data).every((x) => Number.isNaN(x) || (x >= 0 && Number.isInteger(x)));

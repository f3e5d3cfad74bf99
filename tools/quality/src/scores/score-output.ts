import { type H5Array, readH5, readH5Attributes } from '@lfads/data';
import { crop, type Series, smooth } from '@lfads/plugin-nlb';
import { requireArray } from './arrays.js';
import { type Decoded, decode } from './decode.js';
import { conditionAverages, SMOOTHINGS, smoothedCoBps, type SpikeData } from './floors.js';
import { type RateR2, rateR2 } from './r2.js';
import { areCounts, type SpikeScores, spikeScores } from './spike-scores.js';

export interface BehaviorScore {
  channel: string;
  /** From the factors. */
  factors: Decoded;
  /** From smoothed counts, by the same method. */
  smoothed: Decoded;
}

/** Scores of a run's validation trials. What the file has no data for is null. */
export interface Scores {
  /** Of the rates, where the data are counts. */
  spikes: SpikeScores | null;
  /** Of the true rates. */
  trueRates: SpikeScores | null;
  rates: RateR2 | null;
  /** Mean R² of the latents, from the factors by least squares. */
  latentsR2: number | null;
  behavior: BehaviorScore[] | null;
  floors: Floors;
}

export interface Floors {
  /** Of ridge regression from smoothed counts. */
  smoothedCoBps: number | null;
  /** Of averages over each condition (`cond_idx`). */
  conditionAverages: SpikeScores | null;
}

/** Largest lead of the activity over behaviour, in bins. */
const MAX_LAG = 4;

/**
 * Scores an output file, `lfads_output_<session>.h5`: maps are fitted on its training trials and scored
 * on its validation trials.
 *
 * @throws LfadsError LFADS_QUALITY_NO_OUTPUTS when the file holds no posterior averages
 */
export async function scoreOutput(path: string): Promise<Scores> {
  const arrays = await readH5(path);
  const get = requireArray(arrays, path);
  const both = (key: string, rank: number): Splits<H5Array> | undefined => {
    const [train, valid] = [arrays.get(`train_${key}`), arrays.get(`valid_${key}`)];
    return train && valid && valid.shape.length === rank ? { train, valid } : undefined;
  };
  const data: SpikeData = {
    train: { encod: get('train_encod_data'), recon: get('train_recon_data') },
    valid: { encod: get('valid_encod_data'), recon: get('valid_recon_data') },
  };
  const [rates, counts] = [get('valid_output_params'), data.valid.recon];
  const factors = { train: get('train_factors'), valid: get('valid_factors') };
  const [, steps = 0, channels = 0] = data.valid.encod.shape;
  const scoreSpikes = (predicted: Series) => spikeScores(predicted, counts, { channels, steps });
  const spiking = areCounts(counts);
  const truth = arrays.get('valid_truth');
  const [latents, behavior, conditions] = [
    both('latents', 3),
    both('behavior', 3),
    both('cond_idx', 1),
  ];
  const floored = spiking && areCounts(data.train.recon) && !hasNaN(data.train.recon);
  return {
    spikes: spiking ? scoreSpikes(rates) : null,
    trueRates: truth && spiking ? scoreSpikes(truth) : null,
    rates: truth ? rateR2(rates, truth) : null,
    latentsR2: latents ? latentsR2(factors, latents) : null,
    behavior: behavior
      ? behaviorScores(factors, data, behavior, await behaviorNames(path, behavior.valid.shape[2]!))
      : null,
    floors: {
      smoothedCoBps: floored ? smoothedCoBps(data) : null,
      conditionAverages:
        floored && conditions
          ? conditionAverages(data, { train: conditions.train.data, valid: conditions.valid.data })
          : null,
    },
  };
}

type Splits<T = Series> = Record<'train' | 'valid', T>;

const hasNaN = ({ data }: Series) => Array.from(data).some((x) => Number.isNaN(x));

function latentsR2(factors: Splits, latents: Splits): number {
  const scores = decode(
    {
      train: { from: [factors.train], to: latents.train },
      valid: { from: [factors.valid], to: latents.valid },
    },
    0,
  );
  return scores.reduce((sum, { r2 }) => sum + r2, 0) / scores.length;
}

function behaviorScores(
  factors: Splits,
  { train, valid }: SpikeData,
  behavior: Splits,
  names: readonly string[],
): BehaviorScore[] {
  const seen = (split: 'train' | 'valid', encod: Series) => {
    const steps = Math.min(encod.shape[1]!, behavior[split].shape[1]!);
    return crop(behavior[split], { steps: [0, steps], channels: [0, names.length] });
  };
  const to = { train: seen('train', train.encod), valid: seen('valid', valid.encod) };
  const from = (inputs: Splits<readonly Series[]>) =>
    decode(
      {
        train: { from: inputs.train, to: to.train },
        valid: { from: inputs.valid, to: to.valid },
      },
      MAX_LAG,
    );
  const smoothings = ({ encod }: SpikeData['train']) => SMOOTHINGS.map((sd) => smooth(encod, sd));
  const decoded = from({ train: [factors.train], valid: [factors.valid] });
  const floor = from({ train: smoothings(train), valid: smoothings(valid) });
  return names.map((channel, i) => ({ channel, factors: decoded[i]!, smoothed: floor[i]! }));
}

/** The channels' names as the attribute `behavior_channels` lists them, else their numbers. */
async function behaviorNames(path: string, count: number): Promise<string[]> {
  const { behavior_channels } = await readH5Attributes(path);
  const names = String(behavior_channels ?? '')
    .split(',')
    .map((name) => name.trim());
  return names.length === count ? names : Array.from({ length: count }, (_, i) => String(i));
}

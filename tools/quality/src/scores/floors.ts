import { allRows, crop, moments, type Series, smooth } from '@lfads/plugin-nlb';
import { decode, scaledRidge } from './decode.js';
import { type SpikeScores, spikeScores } from './spike-scores.js';

/** The data of both splits that a simple method is fitted on and scored with. */
export interface SpikeData {
  train: { encod: Series; recon: Series };
  valid: { encod: Series; recon: Series };
}

/** Standard deviations, in bins, among which the smoothing of counts is chosen. */
export const SMOOTHINGS = [1, 2, 3, 5, 8, 12];
/** Of the kernel that averages are smoothed with. */
const AVERAGE_SMOOTHING = 5;
/** Rates are at least this share of their channel's mean: one spike where none was expected costs much. */
const LEAST_SHARE = 0.1;

/**
 * Co-bps of a simple method: ridge regression of each held-out channel on the smoothed counts of those
 * that the encoders see; smoothing and penalty are chosen by cross-validation.
 *
 * @returns NaN when there are no held-out channels
 */
export function smoothedCoBps({ train, valid }: SpikeData): number {
  const [, steps = 0, heldIn = 0] = train.encod.shape;
  const channels = train.recon.shape[2]!;
  if (channels === heldIn) return NaN;
  const heldOut = ({ recon }: SpikeData['train']) =>
    crop(recon, { steps: [0, steps], channels: [heldIn, channels] });
  const inputs = ({ encod }: SpikeData['train']) => SMOOTHINGS.map((sd) => smooth(encod, sd));
  const [from, to] = [inputs(train), heldOut(train)];
  const [validFrom, validTo] = [inputs(valid), heldOut(valid)];
  const choices = decode({ train: { from, to }, valid: { from: validFrom, to: validTo } }, 0);
  const predicted = choices.map((choice, channel) => {
    const target = crop(to, { steps: [0, steps], channels: [channel, channel + 1] });
    const map = scaledRidge(moments(allRows(from[choice.from]!), allRows(target)), choice.penalty);
    const input = allRows(validFrom[choice.from]!);
    return input.mmul(map.weights).add(map.intercept[0]!).to1DArray();
  });
  const bins = predicted[0]!.length;
  const rates = Float64Array.from(
    { length: bins * predicted.length },
    (_, i) => predicted[i % predicted.length]![Math.floor(i / predicted.length)]!,
  );
  return spikeScores({ shape: validTo.shape, data: atLeast(rates, to) }, validTo, {
    channels: channels - heldIn,
    steps,
  }).bitsPerSpike;
}

/** Scores of the training trials' smoothed average over each condition. */
export function conditionAverages(
  { train, valid }: SpikeData,
  conditions: { train: ArrayLike<number>; valid: ArrayLike<number> },
): SpikeScores {
  const averages = new Map<number, Float64Array>();
  for (const condition of new Set(Array.from(conditions.valid))) {
    const members = Array.from(conditions.train).flatMap((other, trial) =>
      other === condition ? [trial] : [],
    );
    const smoothed = smooth(average(train.recon, members), AVERAGE_SMOOTHING);
    averages.set(condition, atLeast(smoothed.data, train.recon));
  }
  const data = Array.from(conditions.valid).flatMap((condition) => [...averages.get(condition)!]);
  const [, steps = 0, channels = 0] = valid.encod.shape;
  return spikeScores({ shape: valid.recon.shape, data }, valid.recon, { channels, steps });
}

function average({ shape, data }: Series, members: readonly number[]): Series {
  const [, steps = 0, channels = 0] = shape;
  const size = steps * channels;
  const mean = new Float64Array(size);
  for (const trial of members) {
    for (let i = 0; i < size; i++) mean[i]! += data[trial * size + i]! / members.length;
  }
  return { shape: [1, steps, channels], data: mean };
}

function atLeast(rates: ArrayLike<number>, { shape, data }: Series): Float64Array {
  const channels = shape[2]!;
  const means = new Float64Array(channels);
  for (let i = 0; i < data.length; i++) means[i % channels]! += (data[i]! * channels) / data.length;
  return Float64Array.from(rates, (rate, i) => Math.max(rate, LEAST_SHARE * means[i % channels]!));
}

import { quantileSorted } from 'simple-statistics';
import { butterworth, type Filter, filterBothWays, notch } from './filters.js';

export interface EnvelopeOptions {
  /** Samples a second of the raw signal. */
  rate: number;
  /** Corner frequencies in Hz; undefined: no such filter. Butterworth of order 4, both ways. */
  highPass?: number | undefined;
  /** Of the rectified signal. */
  lowPass?: number | undefined;
  /** Frequencies in Hz to be taken out, such as those of the mains. */
  notches: readonly number[];
  /** Samples of a bin: their mean. */
  samplesPerBin: number;
  /** Rectified samples above this quantile of their channel are set to it; 1: none. */
  clipQuantile: number;
  /** Each channel is divided by this quantile of its rectified samples. */
  scaleQuantile: number;
  /** Added to every bin, so that likelihoods of positive data are defined. */
  offset: number;
}

/** What one channel's envelope was made with. */
export interface ChannelReport {
  channel: number;
  /** In the units of the raw signal. */
  scale: number;
  clip: number;
  /** Share of samples that were clipped. */
  clipped: number;
  /** Share of raw samples at the channel's largest or smallest value: a sign of saturation. */
  at_limits: number;
  problem?: 'dead' | 'saturated';
}

/** So many raw samples at the limits: the amplifier was overdriven. */
const SATURATED_SHARE = 0.01;

/**
 * Envelopes of one channel of EMG (Wimalasena et al. 2022, J Neural Eng 19:036033): filtered, rectified, clipped, averaged in
 * bins and scaled.
 *
 * @param recordings raw samples without gaps (trials, or one recording)
 */
export function channelEnvelopes(
  recordings: readonly Float64Array[],
  channel: number,
  o: EnvelopeOptions,
): { bins: Float32Array[]; report: ChannelReport } {
  const first: Filter = [
    ...(o.highPass === undefined ? [] : butterworth('high-pass', o.highPass / o.rate)),
    ...o.notches.flatMap((frequency) => notch(frequency / o.rate)),
  ];
  const second: Filter = o.lowPass === undefined ? [] : butterworth('low-pass', o.lowPass / o.rate);
  const rectified = recordings.map((raw) =>
    filterBothWays(filterBothWays(raw, first).map(Math.abs), second).map((x) => Math.max(0, x)),
  );
  const sorted = joined(rectified).sort();
  const clip = o.clipQuantile < 1 ? quantileSorted(asList(sorted), o.clipQuantile) : Infinity;
  const scale = quantileSorted(asList(sorted), o.scaleQuantile);
  const clipped = sorted.filter((value) => value > clip).length / sorted.length;
  const atLimits = shareAtLimits(joined(recordings));
  const divisor = scale > 0 ? scale : 1;
  return {
    bins: rectified.map((trial) =>
      Float32Array.from({ length: Math.floor(trial.length / o.samplesPerBin) }, (_, bin) => {
        const start = bin * o.samplesPerBin;
        let sum = 0;
        for (let i = 0; i < o.samplesPerBin; i++) sum += Math.min(clip, trial[start + i]!);
        return sum / o.samplesPerBin / divisor + o.offset;
      }),
    ),
    report: {
      channel,
      scale,
      clip: Number.isFinite(clip) ? clip : sorted.at(-1)!,
      clipped,
      at_limits: atLimits,
      ...(scale > 0
        ? atLimits > SATURATED_SHARE && { problem: 'saturated' as const }
        : { problem: 'dead' as const }),
    },
  };
}

/** simple-statistics reads arrays by index alone. */
const asList = (values: Float64Array) => values as unknown as number[];

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function shareAtLimits(raw: Float64Array): number {
  let [low, high] = [Infinity, -Infinity];
  for (const value of raw) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low === high) return 0;
  return raw.filter((value) => value === low || value === high).length / raw.length;
}

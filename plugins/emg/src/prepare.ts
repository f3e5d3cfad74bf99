import { LfadsError } from '@lfads/core';
import {
  type H5Array,
  type H5AttributeValue,
  type H5Dataset,
  readH5,
  readH5Attributes,
  type WindowOptions,
  windowsOf,
} from '@lfads/data';
import { channelEnvelopes, type ChannelReport, type EnvelopeOptions } from './channel-envelopes.js';

export interface PrepareOptions
  extends Omit<EnvelopeOptions, 'rate' | 'samplesPerBin'>, WindowOptions {
  /** Array of raw EMG: `[sample, channel]`, or `[trial, sample, channel]`. */
  key: string;
  /** Samples a second; default: the file's attribute `raw_rate_hz`. */
  rate?: number | undefined;
  binMs: number;
}

export interface Prepared {
  datasets: Map<string, H5Dataset>;
  attributes: Record<string, H5AttributeValue>;
  report: ChannelReport[];
}

const SPLITS = ['train', 'valid'] as const;

/**
 * Makes a data file of EMG envelopes from raw EMG. Trials keep the split that `train_trial_idx` and `valid_trial_idx` name, else
 * every n-th is for validation; a continuous recording is cut into windows (`length`, `overlap` and `block` in bins).
 *
 * @throws LfadsError LFADS_EMG_NO_RAW, LFADS_EMG_BROKEN_RAW, LFADS_EMG_RATE, LFADS_EMG_FREQUENCY, LFADS_EMG_TOO_SHORT
 */
export async function prepare(path: string, options: PrepareOptions): Promise<Prepared> {
  const arrays = await readH5(path);
  const attributes = await readH5Attributes(path);
  const raw = rawOf(path, arrays, options.key);
  const [recordings, samples, channels] = raw.shape;
  const rate = rateOf(path, options, attributes['raw_rate_hz']);
  const samplesPerBin = Math.round((rate * options.binMs) / 1000);
  const bins = Math.floor(samples / samplesPerBin);
  const envelopes = new Float32Array(recordings * bins * channels);
  const report: ChannelReport[] = [];
  for (let channel = 0; channel < channels; channel++) {
    const own = Array.from({ length: recordings }, (_, recording) =>
      Float64Array.from(
        { length: samples },
        (__, t) => raw.data[(recording * samples + t) * channels + channel]!,
      ),
    );
    const found = channelEnvelopes(own, channel, { ...options, rate, samplesPerBin });
    found.bins.forEach((trial, recording) => {
      trial.forEach((value, bin) => {
        envelopes[(recording * bins + bin) * channels + channel] = value;
      });
    });
    report.push(found.report);
  }
  const length = raw.continuous ? options.length : bins;
  const size = length * channels;
  const chosen = raw.continuous
    ? windowsOf(bins, options)
    : splitTrials(arrays, recordings, options.validEvery);
  const datasets = new Map<string, H5Dataset>();
  for (const split of SPLITS) {
    const starts = chosen[split];
    if (starts.length === 0) throw tooShort(path, split, bins, options);
    const data = new Float32Array(starts.length * size);
    starts.forEach((start, i) => {
      const from = start * (raw.continuous ? channels : size);
      data.set(envelopes.subarray(from, from + size), i * size);
    });
    const shape = [starts.length, length, channels];
    for (const kind of ['encod', 'recon']) datasets.set(`${split}_${kind}_data`, { shape, data });
    const key = raw.continuous ? 'start_bin' : 'trial_idx';
    datasets.set(`${split}_${key}`, { shape: [starts.length], data: Int32Array.from(starts) });
    carry(arrays, datasets, split, { trials: starts.length, bins: length });
  }
  datasets.set('channel_scale', {
    shape: [channels],
    data: Float32Array.from(report, ({ scale }) => scale),
  });
  return {
    datasets,
    report,
    attributes: {
      source: options.key,
      raw_rate_hz: rate,
      bin_width_ms: options.binMs,
      ...(options.highPass !== undefined && { high_pass_hz: options.highPass }),
      ...(options.lowPass !== undefined && { low_pass_hz: options.lowPass }),
      ...(options.notches.length > 0 && { notches_hz: [...options.notches] }),
      clip_quantile: options.clipQuantile,
      scale_quantile: options.scaleQuantile,
      offset: options.offset,
    },
  };
}

interface Raw {
  shape: readonly [recordings: number, samples: number, channels: number];
  data: H5Array['data'];
  continuous: boolean;
}

function rawOf(path: string, arrays: ReadonlyMap<string, H5Array>, key: string): Raw {
  const array = arrays.get(key);
  if (!array || array.shape.length < 2 || array.shape.length > 3) {
    throw new LfadsError(
      'LFADS_EMG_NO_RAW',
      array
        ? `${path}: "${key}" has ${array.shape.length} dimensions.`
        : `${path} has no array "${key}". It has: ${[...arrays.keys()].join(', ')}.`,
      'Name raw EMG as samples × channels, or trials × samples × channels, with --key.',
    );
  }
  const continuous = array.shape.length === 2;
  const shape = (continuous ? [1, ...array.shape] : [...array.shape]) as [number, number, number];
  const broken = array.data.findIndex((value) => !Number.isFinite(value));
  if (broken >= 0) {
    const [row, channel] = [Math.floor(broken / shape[2]), broken % shape[2]];
    const trial = continuous ? '' : `trial ${Math.floor(row / shape[1])}, `;
    throw new LfadsError(
      'LFADS_EMG_BROKEN_RAW',
      `${path}: "${key}" is ${array.data[broken]} in ${trial}sample ${row % shape[1]}, channel ${channel}.`,
      'Fill gaps by interpolation, or leave the channel or the trial out.',
    );
  }
  return { shape, data: array.data, continuous };
}

function rateOf(path: string, o: PrepareOptions, known: H5AttributeValue | undefined): number {
  const rate = o.rate ?? known;
  if (typeof rate !== 'number' || !(rate > 0)) {
    throw new LfadsError(
      'LFADS_EMG_RATE',
      `${path} has no attribute raw_rate_hz.`,
      'Give the samples a second with --rate.',
    );
  }
  const samples = (rate * o.binMs) / 1000;
  if (Math.abs(samples - Math.round(samples)) > 1e-6 || samples < 1) {
    throw new LfadsError(
      'LFADS_EMG_RATE',
      `A bin of ${o.binMs} ms is ${samples} samples at ${rate} Hz.`,
      'Choose --bin-ms so that a bin is a whole number of samples.',
    );
  }
  for (const frequency of [o.highPass, o.lowPass, ...o.notches]) {
    if (frequency === undefined || (frequency > 0 && frequency < rate / 2)) continue;
    throw new LfadsError(
      'LFADS_EMG_FREQUENCY',
      `A filter at ${frequency} Hz is not possible at ${rate} samples a second.`,
      `Choose frequencies between 0 and ${rate / 2} Hz.`,
    );
  }
  return rate;
}

function splitTrials(
  arrays: ReadonlyMap<string, H5Array>,
  trials: number,
  validEvery: number,
): Record<(typeof SPLITS)[number], number[]> {
  const [train, valid] = SPLITS.map((split) => arrays.get(`${split}_trial_idx`));
  if (train && valid) return { train: Array.from(train.data), valid: Array.from(valid.data) };
  const all = Array.from({ length: trials }, (_, trial) => trial);
  const isValid = (trial: number) => trial % validEvery === validEvery - 1;
  return { train: all.filter((trial) => !isValid(trial)), valid: all.filter(isValid) };
}

/** What the file has besides for the trials of a split, where it still fits. */
function carry(
  arrays: ReadonlyMap<string, H5Array>,
  datasets: Map<string, H5Dataset>,
  split: string,
  { trials, bins }: { trials: number; bins: number },
): void {
  for (const [key, array] of arrays) {
    const [first, second = bins] = array.shape;
    if (!key.startsWith(`${split}_`) || datasets.has(key)) continue;
    if (first === trials && second === bins) datasets.set(key, array);
  }
}

const tooShort = (path: string, split: string, bins: number, o: PrepareOptions) =>
  new LfadsError(
    'LFADS_EMG_TOO_SHORT',
    `${path}: its ${bins} bins leave no ${split === 'valid' ? 'validation' : 'training'} trial or window of ${o.length} bins in blocks of ${o.block}.`,
    'Lower --length or --block, or --valid-every.',
  );

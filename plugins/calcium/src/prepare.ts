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
import { type CellReport, eventsOf, type EventsOptions } from './events-of.js';
import { phasesOf, type Samples, stagger } from './stagger.js';

export interface PrepareOptions extends Omit<EventsOptions, 'decay'>, WindowOptions {
  /** Array of fluorescence or dF/F: `[frame, cell]`, or `[trial, frame, cell]`. */
  key: string;
  /** Seconds after which a share of 1/e is left of the calcium; default: read from each cell's traces. */
  decaySeconds?: number | undefined;
  /** Frames a second; default: the file's attribute `frame_rate_hz`. */
  frameRate?: number | undefined;
  /** Bins of a frame: more than 1 puts each cell's samples in the bin in which it was scanned. */
  binsPerFrame: number;
  /** With bins: array of the cells' rows in the image, `[cell]`, or `[cell, 2]` with the row second. */
  rowsKey?: string | undefined;
  /** Rows of the image; default: the last cell's. */
  imageHeight?: number | undefined;
}

export interface Prepared {
  datasets: Map<string, H5Dataset>;
  attributes: Record<string, H5AttributeValue>;
  report: CellReport[];
}

/**
 * Makes a data file of events from fluorescence: deconvolves each cell, cuts a continuous recording into windows (trials stay
 * as they are), splits them into training and validation, and, with bins, puts samples where they were taken.
 *
 * @throws LfadsError LFADS_CALCIUM_NO_TRACES, LFADS_CALCIUM_BROKEN_TRACES, LFADS_CALCIUM_FRAME_RATE, LFADS_CALCIUM_ROWS,
 * LFADS_CALCIUM_TOO_SHORT
 */
export async function prepare(
  path: string,
  options: PrepareOptions,
  progress: (done: number, cells: number) => void = () => {},
): Promise<Prepared> {
  const arrays = await readH5(path);
  const attributes = await readH5Attributes(path);
  const traces = tracesOf(path, arrays, options.key);
  const [recordings, frames, cells] = traces.shape;
  const frameRate = options.frameRate ?? (attributes['frame_rate_hz'] as number | undefined);
  const decay = decayOption(path, options.decaySeconds, frameRate);
  const size = frames * cells;
  const { events, report } = eventsOf(
    {
      cells,
      traces: Array.from({ length: recordings }, (_, i) =>
        Float64Array.from(traces.data.subarray(i * size, (i + 1) * size)),
      ),
    },
    { decay, leastEvent: options.leastEvent },
    (done) => progress(done, cells),
  );
  const phases = phasesOption(path, arrays, cells, options);
  const splits = traces.continuous
    ? windowsOf(frames, options)
    : alternating(recordings, options.validEvery);
  const trials = traces.continuous
    ? (first: number) => events[0]!.subarray(first * cells, (first + options.length) * cells)
    : (trial: number) => events[trial]!;
  const length = traces.continuous ? options.length : frames;
  const datasets = new Map<string, H5Dataset>();
  for (const split of ['train', 'valid'] as const) {
    const chosen = splits[split];
    if (chosen.length === 0) throw tooShort(path, split, frames, options);
    const samples: Samples = {
      shape: [chosen.length, length, cells],
      data: concatenated(chosen.map(trials)),
    };
    const made = phases ? stagger(samples, phases, options.binsPerFrame) : samples;
    for (const kind of ['encod', 'recon']) datasets.set(`${split}_${kind}_data`, made);
    const [key, values] = traces.continuous
      ? ['start_frame', Int32Array.from(chosen)]
      : ['trial_idx', Int32Array.from(chosen)];
    datasets.set(`${split}_${key}`, { shape: [chosen.length], data: values });
    if (!traces.continuous) carryTrials(arrays, datasets, split, chosen, recordings, options.key);
  }
  datasets.set('cell_decay', { shape: [cells], data: Float32Array.from(report, (r) => r.decay) });
  datasets.set('cell_noise', { shape: [cells], data: Float32Array.from(report, (r) => r.noise) });
  if (phases) datasets.set('cell_phase', { shape: [cells], data: phases });
  return {
    datasets,
    report,
    attributes: {
      source: options.key,
      deconvolution: 'OASIS, AR(1)',
      least_event: options.leastEvent,
      bins_per_frame: options.binsPerFrame,
      ...(frameRate !== undefined && {
        frame_rate_hz: frameRate,
        bin_width_ms: 1000 / frameRate / options.binsPerFrame,
      }),
    },
  };
}

interface Traces {
  shape: readonly [recordings: number, frames: number, cells: number];
  data: Float64Array;
  continuous: boolean;
}

function tracesOf(path: string, arrays: ReadonlyMap<string, H5Array>, key: string): Traces {
  const array = arrays.get(key);
  if (!array || array.shape.length < 2 || array.shape.length > 3) {
    throw new LfadsError(
      'LFADS_CALCIUM_NO_TRACES',
      array
        ? `${path}: "${key}" has ${array.shape.length} dimensions.`
        : `${path} has no array "${key}". It has: ${[...arrays.keys()].join(', ')}.`,
      'Name fluorescence as frames × cells, or trials × frames × cells, with --key.',
    );
  }
  const continuous = array.shape.length === 2;
  const shape = (continuous ? [1, ...array.shape] : [...array.shape]) as [number, number, number];
  const broken = array.data.findIndex((value) => !Number.isFinite(value));
  if (broken >= 0) {
    const [row, cell] = [Math.floor(broken / shape[2]), broken % shape[2]];
    const trial = continuous ? '' : `trial ${Math.floor(row / shape[1])}, `;
    throw new LfadsError(
      'LFADS_CALCIUM_BROKEN_TRACES',
      `${path}: "${key}" is ${array.data[broken]} in ${trial}frame ${row % shape[1]}, cell ${cell}.`,
      'Fill gaps by interpolation, or leave the cell or the trial out.',
    );
  }
  return { shape, data: Float64Array.from(array.data), continuous };
}

function decayOption(
  path: string,
  seconds: number | undefined,
  frameRate: number | undefined,
): number | undefined {
  if (seconds === undefined) return undefined;
  if (frameRate !== undefined) return Math.exp(-1 / (seconds * frameRate));
  throw new LfadsError(
    'LFADS_CALCIUM_FRAME_RATE',
    `${path} has no attribute frame_rate_hz, which a decay in seconds needs.`,
    'Give it with --frame-rate, or leave --decay-seconds out: it is then read from the traces.',
  );
}

function phasesOption(
  path: string,
  arrays: ReadonlyMap<string, H5Array>,
  cells: number,
  { binsPerFrame, rowsKey, imageHeight }: PrepareOptions,
): Int32Array | undefined {
  if (binsPerFrame === 1) return undefined;
  const array = rowsKey === undefined ? undefined : arrays.get(rowsKey);
  const columns = array?.shape[1] ?? 1;
  if (!array || array.shape[0] !== cells || columns > 2) {
    throw new LfadsError(
      'LFADS_CALCIUM_ROWS',
      `${path} has no array ${rowsKey === undefined ? '' : `"${rowsKey}" `}of the rows of ${cells} cells in the image.`,
      'Name one (cells, or cells × 2 with the row second) with --rows-key, or leave --bins-per-frame at 1.',
    );
  }
  const rows = Float64Array.from({ length: cells }, (_, i) => array.data[columns * (i + 1) - 1]!);
  return phasesOf(rows, imageHeight ?? Math.max(...rows), binsPerFrame);
}

/** Every n-th trial is for validation. */
function alternating(trials: number, validEvery: number): { train: number[]; valid: number[] } {
  const all = Array.from({ length: trials }, (_, trial) => trial);
  const isValid = (trial: number) => trial % validEvery === validEvery - 1;
  return { train: all.filter((trial) => !isValid(trial)), valid: all.filter(isValid) };
}

/** What the file has besides for each trial goes with it. */
function carryTrials(
  arrays: ReadonlyMap<string, H5Array>,
  datasets: Map<string, H5Dataset>,
  split: string,
  chosen: readonly number[],
  trials: number,
  traces: string,
): void {
  for (const [key, { shape, data }] of arrays) {
    if (key === traces || shape[0] !== trials) continue;
    const size = data.length / trials;
    const part = chosen.map((trial) => data.subarray(trial * size, (trial + 1) * size));
    datasets.set(`${split}_${key}`, {
      shape: [chosen.length, ...shape.slice(1)],
      data: concatenated(part),
    });
  }
}

function concatenated(parts: readonly ArrayLike<number>[]): Float32Array {
  const joined = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

const tooShort = (path: string, split: string, frames: number, o: PrepareOptions) =>
  new LfadsError(
    'LFADS_CALCIUM_TOO_SHORT',
    `${path}: its ${frames} frames leave no ${split === 'valid' ? 'validation' : 'training'} window of ${o.length} frames in blocks of ${o.block}.`,
    'Lower --length or --block, or --valid-every.',
  );

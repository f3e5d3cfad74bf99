import { Draws } from '../draws.js';
import type { H5AttributeValue, H5Dataset } from '../h5/types.js';
import { integrateLorenz, randomLorenzState, type State } from './lorenz-system.js';

export interface LorenzOptions {
  seed?: number;
  /** Initial conditions; trials of one condition share their latent states. */
  conditions?: number;
  /** Trials of each condition. */
  trials?: number;
  /** The share of each condition's trials for validation. */
  validRatio?: number;
  /** Bins of a trial. */
  steps?: number;
  binMs?: number;
  neurons?: number;
  /** Mean rate of every neuron, spikes per second. */
  meanRate?: number;
  /** Time of the Lorenz system that passes in a bin. */
  timePerBin?: number;
}

/** A data set in the layout that BasicDataModule reads; `writeH5(path, datasets, attributes)` writes it. */
export interface Simulation {
  datasets: ReadonlyMap<string, H5Dataset>;
  attributes: Readonly<Record<string, H5AttributeValue>>;
}

const DEFAULTS: Required<LorenzOptions> = {
  seed: 0,
  conditions: 50,
  trials: 20,
  validRatio: 0.2,
  steps: 50,
  binMs: 10,
  neurons: 30,
  meanRate: 40,
  timePerBin: 0.015,
};

/**
 * The Lorenz test of the LFADS papers (Sussillo et al. 2016; Pandarinath et al. 2018): the three states of
 * a Lorenz system, started at random on its attractor, standardised, drive the log-rates of Poisson
 * neurons through a random readout, `rate = exp(W z + b)`.
 *
 * Datasets, for train and valid: `encod_data`, `recon_data` (counts), `truth` (expected counts per bin),
 * `latents` (z), `cond_idx`; besides `conversion_factor` (1), `readout_weights`, `readout_bias`.
 * The same seed gives the same data on every machine.
 */
export function simulateLorenz(options: LorenzOptions = {}): Simulation {
  const o = { ...DEFAULTS, ...options };
  const { latents, mean, std } = simulateLatents(o);
  const weights = drawWeights(o);
  const { rates, bias } = ratesOf(latents, weights, o);
  const validTrials = Math.round(o.validRatio * o.trials);
  const first = { train: 0, valid: o.trials - validTrials };
  const datasets = new Map<string, H5Dataset>([
    ...splitDatasets('train', first.train, first.valid, latents, rates, o),
    ...splitDatasets('valid', first.valid, o.trials, latents, rates, o),
    ['conversion_factor', { shape: [], data: new Float32Array([1]) }],
    ['readout_weights', { shape: [3, o.neurons], data: weights }],
    ['readout_bias', { shape: [o.neurons], data: bias }],
  ]);
  const attributes = {
    simulation: 'Lorenz system, Poisson spikes',
    seed: o.seed,
    bin_width_ms: o.binMs,
    mean_rate_hz: o.meanRate,
    lorenz_time_per_bin: o.timePerBin,
    latent_mean: mean,
    latent_std: std,
  };
  return { datasets, attributes };
}

/** [conditions, steps, 3], each state with mean 0 and variance 1 over the whole data set. */
function simulateLatents({ seed, conditions, steps, timePerBin }: Required<LorenzOptions>) {
  const latents = new Float64Array(conditions * steps * 3);
  for (let condition = 0; condition < conditions; condition++) {
    let state: State = randomLorenzState(new Draws(seed, 'lorenz/initial_state', condition));
    for (let step = 0; step < steps; step++) {
      latents.set(state, (condition * steps + step) * 3);
      state = integrateLorenz(state, timePerBin);
    }
  }
  const count = conditions * steps;
  const moment = (dimension: number, power: number, centre: number) => {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += (latents[3 * i + dimension]! - centre) ** power;
    return sum / count;
  };
  const mean = [0, 1, 2].map((dimension) => moment(dimension, 1, 0));
  const std = mean.map((centre, dimension) => Math.sqrt(moment(dimension, 2, centre)));
  return { latents: latents.map((value, i) => (value - mean[i % 3]!) / std[i % 3]!), mean, std };
}

/** [3, neurons]: random directions, of length 0.6 to 1.2. */
function drawWeights({ seed, neurons }: Required<LorenzOptions>): Float64Array {
  const weights = new Float64Array(3 * neurons);
  for (let neuron = 0; neuron < neurons; neuron++) {
    const draws = new Draws(seed, 'lorenz/readout', neuron);
    const direction = [draws.normal(), draws.normal(), draws.normal()];
    const length = (0.6 + 0.6 * draws.uniform()) / Math.hypot(...direction);
    direction.forEach((value, i) => (weights[i * neurons + neuron] = value * length));
  }
  return weights;
}

/** Expected counts per bin [conditions, steps, neurons]; the bias gives each neuron the mean rate. */
function ratesOf(
  latents: Float64Array,
  weights: Float64Array,
  { neurons, meanRate, binMs }: Required<LorenzOptions>,
) {
  const count = latents.length / 3;
  const rates = new Float32Array(count * neurons);
  const bias = new Float64Array(neurons);
  for (let neuron = 0; neuron < neurons; neuron++) {
    const drive = Float64Array.from({ length: count }, (_, i) =>
      Math.exp(
        [0, 1, 2].reduce((sum, d) => sum + latents[3 * i + d]! * weights[d * neurons + neuron]!, 0),
      ),
    );
    const gain = (meanRate * binMs) / 1000 / (drive.reduce((a, b) => a + b, 0) / count);
    bias[neuron] = Math.log(gain);
    drive.forEach((value, i) => (rates[i * neurons + neuron] = gain * value));
  }
  return { rates, bias };
}

/** Trials `from` to `to` of every condition. */
function splitDatasets(
  split: 'train' | 'valid',
  from: number,
  to: number,
  latents: Float64Array,
  rates: Float32Array,
  { seed, conditions, trials, steps, neurons }: Required<LorenzOptions>,
): [string, H5Dataset][] {
  const total = conditions * (to - from);
  const counts = new Uint16Array(total * steps * neurons);
  const truth = new Float32Array(counts.length);
  const states = new Float32Array(total * steps * 3);
  const condIdx = new Int32Array(total);
  for (let row = 0; row < total; row++) {
    const condition = Math.floor(row / (to - from));
    const trial = from + (row % (to - from));
    const expected = rates.subarray(condition * steps * neurons, (condition + 1) * steps * neurons);
    const draws = new Draws(seed, 'lorenz/spikes', condition * trials + trial);
    condIdx[row] = condition;
    truth.set(expected, row * steps * neurons);
    expected.forEach((mean, i) => (counts[row * steps * neurons + i] = draws.poisson(mean)));
    states.set(
      latents.subarray(condition * steps * 3, (condition + 1) * steps * 3),
      row * steps * 3,
    );
  }
  return [
    [`${split}_encod_data`, { shape: [total, steps, neurons], data: counts }],
    [`${split}_recon_data`, { shape: [total, steps, neurons], data: counts }],
    [`${split}_truth`, { shape: [total, steps, neurons], data: truth }],
    [`${split}_latents`, { shape: [total, steps, 3], data: states }],
    [`${split}_cond_idx`, { shape: [total], data: condIdx }],
  ];
}

import { Draws } from '../draws.js';
import type { H5Dataset } from '../h5/types.js';
import type { Simulation } from './lorenz.js';

/** A pair of complex eigenvalues `radius * exp(±i * angle)`. */
export interface Mode {
  /** What is left of an amplitude after one bin. */
  radius: number;
  /** Radians per bin. */
  angle: number;
}

export interface PoissonLdsOptions {
  seed?: number;
  /** Each is two dimensions of the state. */
  modes?: readonly Mode[];
  /** Standard deviation of the innovations in every dimension; the first state's is 1. */
  innovationStd?: number;
  trials?: number;
  /** The share of the trials for validation. */
  validRatio?: number;
  /** Bins of a trial. */
  steps?: number;
  binMs?: number;
  neurons?: number;
  /** Mean rate of every neuron, spikes per second. */
  meanRate?: number;
}

const DEFAULTS: Required<PoissonLdsOptions> = {
  seed: 0,
  modes: [
    { radius: 0.99, angle: 0.1 },
    { radius: 0.98, angle: 0.25 },
  ],
  innovationStd: 0.05,
  trials: 400,
  validRatio: 0.2,
  steps: 50,
  binMs: 10,
  neurons: 50,
  meanRate: 40,
};

/**
 * Spikes of a Poisson linear dynamical system (Macke et al. 2011): `x[t] = A x[t-1] + innovations` from a
 * standard normal `x[0]`, counts Poisson with the mean `exp(C x + d)` per bin. A is made of the rotations that
 * `modes` describe.
 *
 * Datasets, for train and valid: `encod_data`, `recon_data` (counts), `truth` (expected counts per bin),
 * `latents` (x); besides `dynamics` A [dims, dims], `readout_weights` C [dims, neurons], `readout_bias` d,
 * `conversion_factor` (1). The same seed gives the same data on every machine.
 */
export function simulatePoissonLds(options: PoissonLdsOptions = {}): Simulation {
  const o = { ...DEFAULTS, ...options };
  const dims = 2 * o.modes.length;
  const dynamics = rotations(o.modes);
  const weights = drawWeights(o.seed, dims, o.neurons);
  const states = Array.from({ length: o.trials }, (_, trial) => simulateStates(dynamics, trial, o));
  const { rates, bias } = ratesOf(states, weights, o);
  const validTrials = Math.round(o.validRatio * o.trials);
  const firstValid = o.trials - validTrials;
  const datasets = new Map<string, H5Dataset>([
    ...splitDatasets('train', 0, firstValid, states, rates, o),
    ...splitDatasets('valid', firstValid, o.trials, states, rates, o),
    ['conversion_factor', { shape: [], data: new Float32Array([1]) }],
    ['dynamics', { shape: [dims, dims], data: dynamics }],
    ['readout_weights', { shape: [dims, o.neurons], data: weights }],
    ['readout_bias', { shape: [o.neurons], data: bias }],
  ]);
  const attributes = {
    simulation: 'Poisson linear dynamical system',
    seed: o.seed,
    bin_width_ms: o.binMs,
    mean_rate_hz: o.meanRate,
    innovation_std: o.innovationStd,
  };
  return { datasets, attributes };
}

/** The block-diagonal matrix of the modes, row-major. */
function rotations(modes: readonly Mode[]): Float64Array {
  const dims = 2 * modes.length;
  const matrix = new Float64Array(dims * dims);
  for (const [m, { radius, angle }] of modes.entries()) {
    const [first, second] = [2 * m * (dims + 1), (2 * m + 1) * (dims + 1)];
    matrix[first] = matrix[second] = radius * Math.cos(angle);
    matrix[first + 1] = -radius * Math.sin(angle);
    matrix[second - 1] = radius * Math.sin(angle);
  }
  return matrix;
}

/** [dims, neurons]: random directions, of length 0.6 to 1.2. */
function drawWeights(seed: number, dims: number, neurons: number): Float64Array {
  const weights = new Float64Array(dims * neurons);
  for (let neuron = 0; neuron < neurons; neuron++) {
    const draws = new Draws(seed, 'poisson_lds/readout', neuron);
    const direction = Array.from({ length: dims }, () => draws.normal());
    const length = (0.6 + 0.6 * draws.uniform()) / Math.hypot(...direction);
    direction.forEach((value, d) => (weights[d * neurons + neuron] = value * length));
  }
  return weights;
}

/** One trial's states [steps, dims]. */
function simulateStates(
  dynamics: Float64Array,
  trial: number,
  { seed, steps, innovationStd }: Required<PoissonLdsOptions>,
): Float64Array {
  const dims = Math.sqrt(dynamics.length);
  const draws = new Draws(seed, 'poisson_lds/states', trial);
  const states = new Float64Array(steps * dims);
  let state = Array.from({ length: dims }, () => draws.normal());
  for (let step = 0; step < steps; step++) {
    states.set(state, step * dims);
    state = state.map((_, row) =>
      state.reduce(
        (sum, value, column) => sum + dynamics[row * dims + column]! * value,
        innovationStd * draws.normal(),
      ),
    );
  }
  return states;
}

/** Expected counts per bin of every trial [steps, neurons]; the bias gives each neuron the mean rate. */
function ratesOf(
  states: readonly Float64Array[],
  weights: Float64Array,
  { neurons, steps, meanRate, binMs }: Required<PoissonLdsOptions>,
) {
  const dims = weights.length / neurons;
  const rates = states.map((trial) =>
    Float64Array.from({ length: steps * neurons }, (_, i) => {
      const [step, neuron] = [Math.floor(i / neurons), i % neurons];
      let drive = 0;
      for (let d = 0; d < dims; d++)
        drive += trial[step * dims + d]! * weights[d * neurons + neuron]!;
      return Math.exp(drive);
    }),
  );
  const bias = Float64Array.from({ length: neurons }, (_, neuron) => {
    let sum = 0;
    for (const trial of rates) for (let t = 0; t < steps; t++) sum += trial[t * neurons + neuron]!;
    return Math.log((meanRate * binMs) / 1000 / (sum / (rates.length * steps)));
  });
  for (const trial of rates)
    trial.forEach((rate, i) => (trial[i] = rate * Math.exp(bias[i % neurons]!)));
  return { rates, bias };
}

function splitDatasets(
  split: 'train' | 'valid',
  from: number,
  to: number,
  states: readonly Float64Array[],
  rates: readonly Float64Array[],
  { seed, steps, neurons }: Required<PoissonLdsOptions>,
): [string, H5Dataset][] {
  const total = to - from;
  const dims = states[0]!.length / steps;
  const counts = new Uint16Array(total * steps * neurons);
  const truth = new Float32Array(counts.length);
  const latents = new Float32Array(total * steps * dims);
  for (let row = 0; row < total; row++) {
    const draws = new Draws(seed, 'poisson_lds/spikes', from + row);
    const expected = rates[from + row]!;
    truth.set(expected, row * steps * neurons);
    expected.forEach((mean, i) => (counts[row * steps * neurons + i] = draws.poisson(mean)));
    latents.set(states[from + row]!, row * steps * dims);
  }
  return [
    [`${split}_encod_data`, { shape: [total, steps, neurons], data: counts }],
    [`${split}_recon_data`, { shape: [total, steps, neurons], data: counts }],
    [`${split}_truth`, { shape: [total, steps, neurons], data: truth }],
    [`${split}_latents`, { shape: [total, steps, dims], data: latents }],
  ];
}

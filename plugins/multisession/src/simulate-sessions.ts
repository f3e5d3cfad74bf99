import { type H5Dataset, simulateLorenz } from '@lfads/data';

export interface SessionsOptions {
  seed?: number;
  /** Neurons of each session: no neuron is in two of them. */
  neurons?: readonly number[];
  /** Initial conditions of the Lorenz system, the same in all sessions. */
  conditions?: number;
  /** Training and validation trials of each condition in each session. */
  trainTrials?: number;
  validTrials?: number;
  /** Bins of a trial. */
  steps?: number;
  /** Mean rate of every neuron, spikes per second; bins are 10 ms. */
  meanRate?: number;
}

const DEFAULTS: Required<SessionsOptions> = {
  seed: 0,
  neurons: [12, 14, 16, 18, 20],
  conditions: 16,
  trainTrials: 3,
  validTrials: 2,
  steps: 50,
  meanRate: 30,
};

/**
 * Sessions that record other neurons of the same dynamics: the Lorenz test (`simulateLorenz`) whose
 * neurons and trials are dealt out to the sessions.
 *
 * @returns for each session the datasets of its file: `encod_data`, `recon_data`, `truth`, `latents`,
 * `cond_idx`, for train and valid, and `conversion_factor`
 */
export function simulateSessions(options: SessionsOptions = {}): Map<string, H5Dataset>[] {
  const o = { ...DEFAULTS, ...options };
  const sessions = o.neurons.length;
  const trials = o.trainTrials + o.validTrials;
  const { datasets } = simulateLorenz({
    seed: o.seed,
    conditions: o.conditions,
    trials: sessions * trials,
    validRatio: o.validTrials / trials,
    steps: o.steps,
    meanRate: o.meanRate,
    neurons: o.neurons.reduce((sum, count) => sum + count, 0),
  });
  let firstNeuron = 0;
  return o.neurons.map((neurons, session) => {
    const file = new Map<string, H5Dataset>([
      ['conversion_factor', datasets.get('conversion_factor')!],
    ]);
    for (const split of ['train', 'valid'] as const) {
      const perCondition = split === 'train' ? o.trainTrials : o.validTrials;
      const rows = dealtRows(o.conditions, sessions, session, perCondition);
      for (const key of ['encod_data', 'recon_data', 'truth', 'latents', 'cond_idx']) {
        const whole = datasets.get(`${split}_${key}`)!;
        const channels = ['latents', 'cond_idx'].includes(key)
          ? undefined
          : { from: firstNeuron, count: neurons };
        file.set(`${split}_${key}`, part(whole, rows, channels));
      }
    }
    firstNeuron += neurons;
    return file;
  });
}

/** Rows of a split whose rows go by condition, then session, then trial. */
const dealtRows = (conditions: number, sessions: number, session: number, trials: number) =>
  Array.from({ length: conditions * trials }, (_, i) => {
    const condition = Math.floor(i / trials);
    return (condition * sessions + session) * trials + (i % trials);
  });

function part(
  { shape, data }: H5Dataset,
  rows: readonly number[],
  channels?: { from: number; count: number },
): H5Dataset {
  const width = shape.length === 3 ? shape[2]! : 1;
  const rowLength = shape.slice(1).reduce((product, n) => product * n, 1);
  const { from, count } = channels ?? { from: 0, count: width };
  const kept = rows.length * (rowLength / width) * count;
  const source = data as Float32Array;
  const values = new Float32Array(kept);
  let at = 0;
  for (const row of rows) {
    for (let start = row * rowLength; start < (row + 1) * rowLength; start += width) {
      values.set(source.subarray(start + from, start + from + count), at);
      at += count;
    }
  }
  const last = shape.length === 3 ? [shape[1]!, count] : shape.slice(1);
  return { shape: [rows.length, ...last], data: values };
}

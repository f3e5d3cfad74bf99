import { createRandomStreams } from '@lfads/core';
import { type H5AttributeValue, type H5Dataset, simulateLorenz } from '@lfads/data';

export interface TwoPhotonOptions {
  seed: number;
  trials: number;
  frames: number;
  cells: number;
  frameRate: number;
  /** Bins of a frame in which spikes and calcium are simulated. */
  binsPerFrame: number;
  /** Mean rate of a cell, spikes per second. */
  meanRate: number;
  /** Time of the Lorenz system that passes in a second; about 0.75 of it is one turn. */
  lorenzSpeed: number;
  /** Time constant of the indicator's decay, seconds. */
  decaySeconds: number;
  /** Standard deviation of the noise, in units of the calcium of one spike. */
  noise: number;
}

const IMAGE_HEIGHT = 512;

/**
 * Two-photon recordings of cells that a Lorenz system drives (after Zhu et al. 2022, Nature Neuroscience 25): Poisson spikes in bins
 * of a fraction of a frame; calcium that rises by 1 with a spike and decays; a laser that scans the image line by line, so that
 * each cell is sampled once a frame at a time of its own.
 *
 * Datasets: `fluorescence` `[trial, frame, cell]`; `cell_rows` `[cell]`; and what is known of the truth, in bins:
 * `latents` `[trial, bin, 3]`, `rates` `[trial, bin, cell]` (expected spikes per bin). Every trial has a start of its own.
 */
export function simulateTwoPhoton(o: TwoPhotonOptions): {
  datasets: Map<string, H5Dataset>;
  attributes: Record<string, H5AttributeValue>;
} {
  const bins = o.frames * o.binsPerFrame;
  const binSeconds = 1 / o.frameRate / o.binsPerFrame;
  const { datasets: lorenz } = simulateLorenz({
    seed: o.seed,
    conditions: o.trials,
    trials: 1,
    validRatio: 0,
    steps: bins,
    neurons: o.cells,
    binMs: 1000 * binSeconds,
    meanRate: o.meanRate,
    timePerBin: o.lorenzSpeed * binSeconds,
  });
  const spikes = lorenz.get('train_recon_data')!.data as Uint16Array;
  const streams = createRandomStreams(o.seed);
  const rows = streams
    .named('two-photon/rows')
    .uniform(o.cells)
    .map((u) => u * IMAGE_HEIGHT);
  const noise = streams.named('two-photon/noise').normal(o.trials * o.frames * o.cells);
  const decay = Math.exp(-binSeconds / o.decaySeconds);
  const fluorescence = new Float32Array(o.trials * o.frames * o.cells);
  for (let cell = 0; cell < o.cells; cell++) {
    const phase = Math.floor((rows[cell]! / IMAGE_HEIGHT) * o.binsPerFrame);
    for (let trial = 0; trial < o.trials; trial++) {
      let calcium = 0;
      for (let bin = 0; bin < bins; bin++) {
        calcium = decay * calcium + spikes[(trial * bins + bin) * o.cells + cell]!;
        if (bin % o.binsPerFrame !== phase) continue;
        const at = (trial * o.frames + Math.floor(bin / o.binsPerFrame)) * o.cells + cell;
        fluorescence[at] = calcium + o.noise * noise[at]!;
      }
    }
  }
  return {
    datasets: new Map<string, H5Dataset>([
      ['fluorescence', { shape: [o.trials, o.frames, o.cells], data: fluorescence }],
      ['cell_rows', { shape: [o.cells], data: rows }],
      ['latents', lorenz.get('train_latents')!],
      ['rates', lorenz.get('train_truth')!],
    ]),
    attributes: {
      simulation: 'two-photon imaging of cells that a Lorenz system drives',
      seed: o.seed,
      frame_rate_hz: o.frameRate,
      image_height: IMAGE_HEIGHT,
      decay_seconds: o.decaySeconds,
      noise_sd: o.noise,
      mean_rate_hz: o.meanRate,
      lorenz_time_per_second: o.lorenzSpeed,
    },
  };
}

import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { defineCommand } from '@lfads/core';
import { writeH5 } from '@lfads/data';
import { z } from 'zod';
import { simulateTwoPhoton } from './simulate.js';

export const simulateCommand = defineCommand({
  name: 'calcium simulate',
  summary: 'Simulates two-photon imaging of cells whose rates are known.',
  docs: `After Zhu et al. 2022: a Lorenz system drives Poisson spikes, an indicator decays exponentially, and a laser samples each cell
once a frame at a time of its own. Make events of it with lfads calcium prepare --key fluorescence.`,
  options: z.object({
    out: z.string().describe('HDF5 file to write'),
    seed: z.int().nonnegative().default(0).describe('which simulation'),
    trials: z.int().positive().default(300).describe('trials, each with a start of its own'),
    frames: z.int().positive().default(30).describe('frames of a trial'),
    cells: z.int().positive().default(100).describe('cells'),
    frame_rate: z.number().positive().default(33.3).describe('frames a second'),
    bins_per_frame: z.int().positive().default(3).describe('bins of a frame for what is true'),
    mean_rate: z.number().positive().default(10).describe('mean spikes a second of a cell'),
    lorenz_speed: z
      .number()
      .positive()
      .default(7)
      .describe('time of the Lorenz system in a second; 0.75 of it is about one turn'),
    decay_seconds: z
      .number()
      .positive()
      .default(0.3)
      .describe("time constant of the indicator's decay"),
    noise: z
      .number()
      .nonnegative()
      .default(0.2)
      .describe('noise, in units of the calcium of a spike'),
  }),
  words: ['out'],
  async run(options, host) {
    const target = resolve(host.cwd, options.out);
    const { datasets, attributes } = simulateTwoPhoton({
      seed: options.seed,
      trials: options.trials,
      frames: options.frames,
      cells: options.cells,
      frameRate: options.frame_rate,
      binsPerFrame: options.bins_per_frame,
      meanRate: options.mean_rate,
      lorenzSpeed: options.lorenz_speed,
      decaySeconds: options.decay_seconds,
      noise: options.noise,
    });
    await mkdir(dirname(target), { recursive: true });
    await writeH5(target, datasets, attributes);
    const shape = datasets.get('fluorescence')!.shape;
    host.print(
      host.json
        ? JSON.stringify({ file: target, fluorescence: shape })
        : `${options.out}: fluorescence of ${shape.join(' × ')} (trials × frames × cells)`,
    );
  },
});

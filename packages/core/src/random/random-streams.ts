import type { InitialDraws, StepRandom } from '../contracts/index.js';
import { initialDraws } from './initial-draws.js';
import { StepStreams } from './step-streams.js';

/** Where the parts of a run get their random numbers: the same seed and name give the same ones. */
export interface RandomStreams {
  /** Draws as plain arrays, for what is made once. */
  named(name: string): InitialDraws;
  /** Draws as tensors, for one step of a run. */
  step(step: number): StepRandom;
}

export const createRandomStreams = (seed: number): RandomStreams => ({
  named: (name) => initialDraws(seed, `service/${name}`),
  step: (step) => new StepStreams(seed, step),
});

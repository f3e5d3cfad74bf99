import type { Tensor } from '@tensorflow/tfjs-core';
import type { AugmentationContext, StepRandom } from '../contracts/index.js';
import { StepStreams } from '../random/index.js';

/** A context of session 0 in training that keeps what is logged. */
export const augmentationContext = (
  changes: Partial<AugmentationContext> = {},
): AugmentationContext & { logged: Map<string, number> } => {
  const logged = new Map<string, number>();
  return {
    session: 0,
    split: 'train',
    random: new StepStreams(1, 0),
    log: (name, value) => void logged.set(name, value),
    ...changes,
    logged,
  };
};

/** Gives fixed draws by the stream's name; any other stream is an error. */
export const givenDraws = (draws: Readonly<Record<string, Tensor>>): StepRandom => {
  const give = (stream: string): Tensor => {
    const found = draws[stream];
    if (found === undefined) throw new Error(`no draws for ${stream}`);
    return found;
  };
  return { normal: give, uniform: give, bernoulli: give };
};

import type { Prior, StepRandom } from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Fixture } from './fixture.js';

/** The stored draws of a fixture in place of random ones. */
export class FixtureRandom implements StepRandom {
  constructor(private readonly fixture: Fixture) {}

  bernoulli(stream: string, shape: readonly number[]): tf.Tensor {
    const masks = 'stochastic/masks';
    const dropout = /^dropout\/(\w+)$/.exec(stream);
    if (dropout) return this.fixture.tensor(`${masks}/${dropout[1]}`, 'bool');
    const bySession = /^(cd_mask|cd_pass_mask)\/(\d+)$/.exec(stream);
    if (!bySession) throw new Error(`the fixture has no draws for the stream ${stream}`);
    const start = this.fixture.config.batch
      .slice(0, Number(bySession[2]))
      .reduce((sum, trials) => sum + trials, 0);
    const all = this.fixture.tensor(`${masks}/${bySession[1]}`, 'bool');
    return tf.slice(all, [start, 0, 0], [shape[0]!, -1, -1]);
  }

  normal(stream: string): tf.Tensor {
    throw new Error(`the fixture has no draws for the stream ${stream}`);
  }

  uniform(stream: string): tf.Tensor {
    return this.normal(stream);
  }
}

/** The prior with the fixture's noise: the final draws, whatever their distribution. */
export const withStoredNoise = (prior: Prior, fixture: Fixture): Prior =>
  Object.create(prior, {
    drawNoise: {
      value: (_random: StepRandom, stream: string) =>
        fixture.tensor(stream.replace('posterior/', 'noise/').replace('kl/', 'noise/kl_')),
    },
  }) as Prior;

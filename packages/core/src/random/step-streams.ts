import { hashStream, philox } from '@lfads/ops';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { StepRandom } from '../contracts/index.js';

/**
 * The draws of one step from Philox4x32-10 (Salmon et al. 2011), keyed by (seed, stream) and counted by
 * (step, draw): what a stream gives depends on nothing else, so runs can be resumed at any step.
 */
export class StepStreams implements StepRandom {
  private readonly draws = new Map<string, number>();

  constructor(
    private readonly seed: number,
    private readonly step: number,
  ) {}

  normal(stream: string, shape: readonly number[]): Tensor {
    return philox({ kind: 'normal', shape: [...shape], ...this.next(stream) });
  }

  uniform(stream: string, shape: readonly number[]): Tensor {
    return philox({ kind: 'uniform', shape: [...shape], ...this.next(stream) });
  }

  bernoulli(stream: string, shape: readonly number[], p: number): Tensor {
    return philox({ kind: 'bernoulli', shape: [...shape], p, ...this.next(stream) });
  }

  private next(stream: string) {
    const draw = this.draws.get(stream) ?? 0;
    this.draws.set(stream, draw + 1);
    return { seed: this.seed, step: this.step, stream: hashStream(stream), draw };
  }
}

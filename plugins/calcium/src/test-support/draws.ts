import { createRandomStreams } from '@lfads/core';

/** Random numbers, one at a time. */
export class Draws {
  private readonly stream;

  constructor(seed: number) {
    this.stream = createRandomStreams(seed).named('test');
  }

  uniform = (): number => this.stream.uniform(1)[0]!;
  normal = (): number => this.stream.normal(1)[0]!;
}

import { hashStream, philoxWords } from '@lfads/ops';

const BLOCKS = 64;

/**
 * Random numbers from Philox4x32-10: the same on every machine for the same (seed, stream, step).
 * `stream` says what they are for, `step` counts epochs, trials or whatever they are drawn for.
 */
export class Draws {
  private readonly stream: number;
  private words: Uint32Array = new Uint32Array(0);
  private position = 0;
  private refills = 0;

  constructor(
    private readonly seed: number,
    stream: string,
    private readonly step = 0,
  ) {
    this.stream = hashStream(stream);
  }

  /** A uint32. */
  word(): number {
    if (this.position === this.words.length) {
      this.words = philoxWords(this.seed, this.stream, this.step, this.refills++, BLOCKS);
      this.position = 0;
    }
    return this.words[this.position++]!;
  }

  /** Uniform in (0, 1). */
  uniform(): number {
    return (this.word() + 0.5) / 2 ** 32;
  }

  /** Uniform among 0 … n - 1. */
  below(n: number): number {
    return Math.floor((this.word() / 2 ** 32) * n);
  }

  /** Standard normal (Box and Muller 1958, one of the pair). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }

  /** Poisson with this mean: by inversion, larger means as sums of smaller ones. */
  poisson(mean: number): number {
    let count = 0;
    for (let rest = mean; rest > 0; rest -= 16) count += this.smallPoisson(Math.min(rest, 16));
    return count;
  }

  private smallPoisson(mean: number): number {
    const u = this.uniform();
    let term = Math.exp(-mean);
    let cumulated = term;
    let count = 0;
    while (u > cumulated && count < 128) {
      count++;
      term *= mean / count;
      cumulated += term;
    }
    return count;
  }

  /** 0 … n - 1 in random order (Fisher and Yates). */
  permutation(n: number): Uint32Array {
    const order = Uint32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    return order;
  }
}

/** What a resumed run needs of a smoothed metric. */
export interface SmoothedMetricState {
  previous: number | null;
}

/**
 * A metric averaged over the batches of an epoch and smoothed exponentially from epoch to epoch:
 * `coef * previous + (1 - coef) * mean`. The first epoch is its own previous.
 */
export class SmoothedMetric {
  private previous: number | null = null;
  private sum = 0;
  private weight = 0;

  constructor(private readonly coef = 0.3) {}

  update(value: number, batchSize: number): void {
    this.sum += value * batchSize;
    this.weight += batchSize;
  }

  /** Ends the epoch and gives its smoothed value; NaN for an epoch without batches, which changes nothing. */
  compute(): number {
    if (this.weight === 0) return NaN;
    const mean = this.sum / this.weight;
    const smoothed = this.coef * (this.previous ?? mean) + (1 - this.coef) * mean;
    this.sum = 0;
    this.weight = 0;
    this.previous = smoothed;
    return smoothed;
  }

  getState(): SmoothedMetricState {
    return { previous: this.previous };
  }

  setState({ previous }: SmoothedMetricState): void {
    this.previous = previous;
  }
}

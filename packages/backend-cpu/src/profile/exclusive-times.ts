/** What one kind of work took, without the other work that it started. */
export interface Share {
  calls: number;
  ms: number;
}

/** Time by name of work that nests: each moment counts for the innermost piece of work alone. */
export class ExclusiveTimes {
  private readonly shares = new Map<string, Share>();
  /** Times of the inner work of each piece under way. */
  private readonly inner: number[] = [];

  constructor(private readonly now: () => number) {}

  within<T>(name: string, work: () => T): T {
    const start = this.now();
    this.inner.push(0);
    try {
      return work();
    } finally {
      const elapsed = this.now() - start;
      this.add(name, elapsed - this.inner.pop()!);
      if (this.inner.length > 0) this.inner[this.inner.length - 1]! += elapsed;
    }
  }

  entries(): [name: string, share: Share][] {
    return [...this.shares];
  }

  private add(name: string, ms: number): void {
    const share = this.shares.get(name) ?? { calls: 0, ms: 0 };
    this.shares.set(name, { calls: share.calls + 1, ms: share.ms + ms });
  }
}

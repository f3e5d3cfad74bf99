/** What the machine can do at best, both measured with the same engine and threads. */
export interface Ceilings {
  sgemm_gflops: number;
  memory_gbs: number;
}

export interface Roofline {
  gflops: number;
  gbs: number;
  /** The ceiling that lets the work take longest. */
  bound: 'sgemm' | 'memory';
  /** Time at that ceiling over the time taken; above 1 where caches are faster than memory. */
  share: number;
}

/** Where work stands below the roofs of Williams, Waterman & Patterson (2009). */
export function roofline(
  work: { ms: number; flops: number; bytes: number },
  ceilings: Ceilings,
): Roofline {
  const computing = work.flops / ceilings.sgemm_gflops / 1e6;
  const moving = work.bytes / ceilings.memory_gbs / 1e6;
  return {
    gflops: work.flops / work.ms / 1e6,
    gbs: work.bytes / work.ms / 1e6,
    bound: computing > moving ? 'sgemm' : 'memory',
    share: Math.max(computing, moving) / work.ms,
  };
}

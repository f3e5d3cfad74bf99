/** A run of frames over which the calcium only decays. */
interface Pool {
  /** Weighted mean of the fluorescence, less the penalty: the calcium at the pool's first frame. */
  value: number;
  /** Sum of decay^(2 i). */
  weight: number;
  start: number;
  length: number;
}

export interface Deconvolved {
  /** Calcium `[frames]`, in the units of the fluorescence. */
  calcium: Float64Array;
  /** Events `[frames]`, 0 or more: what the calcium rises by beyond its decay. */
  events: Float64Array;
}

/**
 * Deconvolves fluorescence whose indicator decays exponentially: non-negative events s that minimise
 * `1/2 |y - c|² + penalty * sum s` with `c[t] = decay c[t-1] + s[t]`. OASIS (Friedrich, Zhou & Paninski 2017, PLoS Comput
 * Biol 13:e1005423, algorithm 1), exact and in linear time.
 *
 * @param fluorescence `[frames]`, the baseline taken away
 * @param decay share of the calcium that is left after a frame, in (0, 1)
 */
export function oasis(
  fluorescence: ArrayLike<number>,
  decay: number,
  penalty: number,
): Deconvolved {
  const frames = fluorescence.length;
  const pools: Pool[] = [];
  for (let t = 0; t < frames; t++) {
    const last = t === frames - 1;
    let pool: Pool = {
      value: fluorescence[t]! - penalty * (last ? 1 : 1 - decay),
      weight: 1,
      start: t,
      length: 1,
    };
    for (
      let before = pools.at(-1);
      before !== undefined && pool.value < before.value * decay ** before.length;
      before = pools.at(-1)
    ) {
      pools.pop();
      const fade = decay ** before.length;
      const weight = before.weight + fade * fade * pool.weight;
      pool = {
        value: (before.weight * before.value + fade * pool.weight * pool.value) / weight,
        weight,
        start: before.start,
        length: before.length + pool.length,
      };
    }
    pools.push(pool);
  }
  const calcium = new Float64Array(frames);
  for (const { value, start, length } of pools) {
    for (let i = 0; i < length; i++) calcium[start + i] = Math.max(0, value) * decay ** i;
  }
  const events = calcium.map((c, t) => (t === 0 ? c : Math.max(0, c - decay * calcium[t - 1]!)));
  return { calcium, events: withoutRounding(events, calcium) };
}

/** What is left of a decay when numbers are rounded is no event. */
const withoutRounding = (events: Float64Array, calcium: Float64Array): Float64Array =>
  events.map((event, t) => (event > 1e-12 * calcium[t]! ? event : 0));

import { deconvolveCell } from './deconvolve.js';

export interface EventsOptions {
  /** Share of the calcium that is left after a frame; default: read from each cell's traces. */
  decay?: number | undefined;
  /** Events below it, in units of the cell's mean event, are taken for noise and become 0. */
  leastEvent: number;
}

/** What one cell's events were found with. */
export interface CellReport {
  cell: number;
  decay: number;
  /** In the units of the fluorescence. */
  noise: number;
  baseline: number;
  /** Mean event before scaling, in the units of the fluorescence; 0: no events. */
  mean_event: number;
  events: number;
  /** Mean event over noise. */
  signal_to_noise: number;
}

/** Fluorescence of cells over recordings without gaps: `[recording][frame * cells + cell]`. */
export interface Recordings {
  cells: number;
  traces: readonly Float64Array[];
}

/**
 * Deconvolves every cell, scales its events to a mean of 1 and sets those below the threshold to 0.
 *
 * @param progress called after each cell
 */
export function eventsOf(
  { cells, traces }: Recordings,
  { decay, leastEvent }: EventsOptions,
  progress: (done: number) => void = () => {},
): { events: Float64Array[]; report: CellReport[] } {
  const events = traces.map(({ length }) => new Float64Array(length));
  const report: CellReport[] = [];
  for (let cell = 0; cell < cells; cell++) {
    const own = traces.map((trace) =>
      Float64Array.from({ length: trace.length / cells }, (_, t) => trace[t * cells + cell]!),
    );
    const found = deconvolveCell(own, { decay });
    const sizes = found.events.flatMap((one) => Array.from(one)).filter((size) => size > 0);
    const meanEvent = sizes.length > 0 ? sizes.reduce((a, b) => a + b, 0) / sizes.length : 0;
    let kept = 0;
    found.events.forEach((one, i) => {
      one.forEach((size, t) => {
        const scaled = size === 0 ? 0 : size / meanEvent;
        if (scaled <= leastEvent) return;
        events[i]![t * cells + cell] = scaled;
        kept += 1;
      });
    });
    report.push({
      cell,
      decay: found.decay,
      noise: found.noise,
      baseline: found.baseline,
      mean_event: meanEvent,
      events: kept,
      signal_to_noise: meanEvent / found.noise,
    });
    progress(cell + 1);
  }
  return { events, report };
}

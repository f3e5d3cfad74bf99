/** Values `[trial, step, cell]`, row-major. */
export interface Samples {
  shape: readonly [trials: number, steps: number, cells: number];
  data: Float32Array;
}

/**
 * Puts the samples of frames where they were taken: in bins of a fraction of a frame, each cell in the bin in which the
 * laser passed it; the other bins are missing (NaN). What RADICaL trains on (Zhu et al. 2022, Nature Neuroscience 25).
 *
 * @param phases for each cell the bin of the frame, 0 to `binsPerFrame` - 1
 */
export function stagger(
  { shape: [trials, frames, cells], data }: Samples,
  phases: ArrayLike<number>,
  binsPerFrame: number,
): Samples {
  const steps = frames * binsPerFrame;
  const staggered = new Float32Array(trials * steps * cells).fill(NaN);
  data.forEach((value, i) => {
    const cell = i % cells;
    const frame = Math.floor(i / cells) % frames;
    const trial = Math.floor(i / cells / frames);
    const step = frame * binsPerFrame + phases[cell]!;
    staggered[(trial * steps + step) * cells + cell] = value;
  });
  return { shape: [trials, steps, cells], data: staggered };
}

/**
 * The bin of a frame in which each cell is sampled, from the row of the image that it lies in.
 *
 * @param rows of the cells' centres, 0 at the top
 * @param height rows of the image
 */
export function phasesOf(
  rows: ArrayLike<number>,
  height: number,
  binsPerFrame: number,
): Int32Array {
  return Int32Array.from(rows, (row) =>
    Math.min(binsPerFrame - 1, Math.max(0, Math.floor((row / height) * binsPerFrame))),
  );
}

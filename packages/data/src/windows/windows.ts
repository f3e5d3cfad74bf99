export interface WindowOptions {
  /** Bins (frames, samples) of a window, and how many of them it shares with the next. */
  length: number;
  overlap: number;
  /** Bins of a block of time that goes to one split as a whole. */
  block: number;
  /** Every which block is for validation. */
  validEvery: number;
}

/** First bins of the windows of each split. */
export interface Windows {
  train: number[];
  valid: number[];
}

/**
 * Cuts a continuous recording into windows. Windows lie inside blocks of time, each of which is for training or for
 * validation, so that no bin is in both.
 */
export function windowsOf(
  bins: number,
  { length, overlap, block, validEvery }: WindowOptions,
): Windows {
  const windows: Windows = { train: [], valid: [] };
  for (let start = 0, i = 0; start < bins; start += block, i++) {
    const end = Math.min(bins, start + block);
    const split = i % validEvery === validEvery - 1 ? windows.valid : windows.train;
    for (let first = start; first + length <= end; first += length - overlap) split.push(first);
  }
  return windows;
}

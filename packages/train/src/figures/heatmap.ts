import { encode } from 'fast-png';

/** A matrix to be drawn: rows from top to bottom, columns from left to right. */
export interface Matrix {
  rows: number;
  columns: number;
  at(row: number, column: number): number;
}

/** Colours from low to high: white, blue, dark blue. */
const STOPS = [
  [255, 255, 255],
  [86, 143, 199],
  [8, 29, 88],
] as const;

/** The colour of a value between 0 and 1. */
function colour(value: number): number[] {
  const at = Math.min(1, Math.max(0, value)) * (STOPS.length - 1);
  const from = Math.min(Math.floor(at), STOPS.length - 2);
  const [low, high] = [STOPS[from]!, STOPS[from + 1]!];
  return low.map((channel, i) => Math.round(channel + (at - from) * (high[i]! - channel)));
}

/** Of an image, in pixels. */
export interface ImageSize {
  width: number;
  height: number;
}

/**
 * Draws a matrix as a PNG image in a data URI; `low` is white, `high` dark blue. SVG viewers keep an
 * image's proportions, so it must have those of the place it is shown at.
 */
export function heatmapUri(
  matrix: Matrix,
  { width, height }: ImageSize,
  low: number,
  high: number,
): string {
  const data = new Uint8Array(width * height * 3);
  const { rows, columns } = matrix;
  for (let row = 0, y = 0; row < rows; row++) {
    const cells = Array.from({ length: columns }, (_, column) =>
      colour((matrix.at(row, column) - low) / (high - low || 1)),
    );
    for (; y < ((row + 1) * height) / rows && y < height; y++) {
      for (let x = 0; x < width; x++) {
        data.set(cells[Math.floor((x * columns) / width)]!, (y * width + x) * 3);
      }
    }
  }
  const png = encode({ width, height, data, channels: 3, depth: 8 });
  return `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
}

export function extent({ rows, columns, at }: Matrix): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      low = Math.min(low, at(row, column));
      high = Math.max(high, at(row, column));
    }
  }
  return [low, high];
}

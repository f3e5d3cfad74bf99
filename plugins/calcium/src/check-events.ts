import type { H5Array } from '@lfads/data';

export interface Finding {
  /** `error`: training would fail or be meaningless; `warning`: worth a look. */
  level: 'error' | 'warning';
  /** The array, and trials and cells in it. */
  where: string;
  problem: string;
  advice: string;
}

const MOST_NAMED = 8;
/** Events are sparse; traces are not. */
const TRACE_SHARE = 0.9;
/** So many of a cell's nonzero values at its largest: the signal was cut off. */
const SATURATED_SHARE = 0.02;
const SATURATED_LEAST = 5;

/**
 * Looks through arrays of calcium events `[trial, step, cell]` for what a zero-inflated gamma likelihood cannot take, and for what
 * hints at a mistake in their preparation.
 *
 * @param gammaLoc the likelihood's smallest event
 * @param missing whether NaN marks samples that were not taken
 */
export function checkEvents(
  arrays: ReadonlyMap<string, H5Array>,
  { gammaLoc, missing }: { gammaLoc: number; missing: boolean },
): Finding[] {
  const checked = [...arrays].filter(
    ([key, { shape }]) => /^(train|valid|test)_(encod|recon)_data$/.test(key) && shape.length === 3,
  );
  return checked.flatMap(([key, array]) => findings(key, array, gammaLoc, missing));
}

function findings(key: string, array: H5Array, gammaLoc: number, missing: boolean): Finding[] {
  const cells = cellsOf(array);
  const found: Finding[] = [];
  const report = (
    level: Finding['level'],
    problem: string,
    advice: string,
    at: readonly number[],
    trial?: number,
  ) => {
    if (at.length === 0) return;
    const named = at.slice(0, MOST_NAMED).join(', ');
    const more = at.length > MOST_NAMED ? ` and ${at.length - MOST_NAMED} more` : '';
    const first = trial === undefined ? '' : `trial ${trial}, `;
    const where = `${key}: ${first}cell${at.length > 1 ? 's' : ''} ${named}${more}`;
    found.push({ level, where, problem, advice });
  };
  const those = (test: (cell: Cell) => boolean) =>
    cells.flatMap((cell, i) => (test(cell) ? [i] : []));
  const first = (at: readonly number[], trial: (cell: Cell) => number | undefined) =>
    at.length > 0 ? trial(cells[at[0]!]!) : undefined;

  const broken = those(({ infinite, nan }) => infinite > 0 || (nan > 0 && !missing));
  report(
    'error',
    'values are NaN or infinite',
    'Mend them, or mark missing samples with NaN and train with +augmentations=sbtt.',
    broken,
    first(broken, ({ brokenTrial }) => brokenTrial),
  );
  const negative = those((cell) => cell.negative > 0);
  report(
    'error',
    'events are negative',
    'Deconvolve the fluorescence first: lfads calcium prepare.',
    negative,
    first(negative, ({ negativeTrial }) => negativeTrial),
  );
  const small = those((cell) => cell.least <= gammaLoc);
  report(
    'error',
    `events are not above gamma_loc = ${gammaLoc}`,
    'Set smaller events to 0 (lfads calcium prepare does), or lower gamma_loc.',
    small,
    first(small, ({ leastTrial }) => leastTrial),
  );
  report(
    'warning',
    'no event at all',
    'Leave the cells out, or lower the threshold of events.',
    those((cell) => cell.seen > 0 && cell.nonzero === 0),
  );
  report(
    'error',
    'no sample was taken',
    'Leave the cells out.',
    those((cell) => cell.seen === 0),
  );
  report(
    'warning',
    `more than ${100 * TRACE_SHARE} % of the samples are events`,
    'Are these fluorescence traces? lfads calcium prepare makes events of them.',
    those((cell) => cell.nonzero > TRACE_SHARE * cell.seen),
  );
  report(
    'warning',
    'many events have the largest size: the signal may be saturated',
    'Look at the raw fluorescence of these cells.',
    those(
      (cell) =>
        cell.atMost >= Math.max(SATURATED_LEAST, SATURATED_SHARE * cell.nonzero) &&
        cell.atMost < cell.nonzero,
    ),
  );
  return found;
}

interface Cell {
  seen: number;
  nan: number;
  infinite: number;
  brokenTrial?: number;
  negative: number;
  negativeTrial?: number;
  nonzero: number;
  /** Smallest value above 0. */
  least: number;
  leastTrial?: number;
  most: number;
  /** How many have it. */
  atMost: number;
}

function cellsOf({ shape, data }: H5Array): Cell[] {
  const [, steps = 0, count = 0] = shape;
  const cells = Array.from({ length: count }, (): Cell => ({
    seen: 0,
    nan: 0,
    infinite: 0,
    negative: 0,
    nonzero: 0,
    least: Infinity,
    most: 0,
    atMost: 0,
  }));
  data.forEach((value, i) => {
    const cell = cells[i % count]!;
    const trial = Math.floor(i / count / steps);
    if (!Number.isFinite(value)) {
      if (Number.isNaN(value)) cell.nan += 1;
      else cell.infinite += 1;
      cell.brokenTrial ??= trial;
      return;
    }
    cell.seen += 1;
    if (value === 0) return;
    cell.nonzero += 1;
    if (value < 0) {
      cell.negative += 1;
      cell.negativeTrial ??= trial;
      return;
    }
    if (value < cell.least) {
      cell.least = value;
      cell.leastTrial = trial;
    }
    if (value > cell.most) {
      cell.most = value;
      cell.atMost = 0;
    }
    if (value === cell.most) cell.atMost += 1;
  });
  return cells;
}

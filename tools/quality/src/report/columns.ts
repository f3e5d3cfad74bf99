import type { QualityResult } from '../run/train-and-score.js';
import type { Scores } from '../scores/score-output.js';

/** A score: its name, our value, and what simple methods (and the true rates) reach. */
interface Column {
  name: string;
  value(scores: Scores): number | undefined;
  smoothed?(scores: Scores): number | undefined;
  averages?(scores: Scores): number | undefined;
  truth?(scores: Scores): number | undefined;
}

const COLUMNS: readonly Column[] = [
  {
    name: 'bits/spike',
    value: ({ spikes }) => spikes?.bitsPerSpike,
    averages: ({ floors }) => floors.conditionAverages?.bitsPerSpike,
    truth: ({ trueRates }) => trueRates?.bitsPerSpike,
  },
  {
    name: 'co-bps',
    value: ({ spikes }) => spikes?.coBps,
    smoothed: ({ floors }) => floors.smoothedCoBps ?? undefined,
    averages: ({ floors }) => floors.conditionAverages?.coBps,
  },
  {
    name: 'fp-bps',
    value: ({ spikes }) => spikes?.fpBps,
    averages: ({ floors }) => floors.conditionAverages?.fpBps,
  },
  { name: 'rate R², mean', value: ({ rates }) => rates?.mean },
  { name: 'rate R², overall', value: ({ rates }) => rates?.overall },
  { name: 'latents R²', value: ({ latentsR2 }) => latentsR2 ?? undefined },
];

const behaviorColumns = ({ behavior }: Scores): Column[] =>
  (behavior ?? []).map(({ channel }, i) => ({
    name: `R² of ${channel}`,
    value: ({ behavior }) => behavior?.[i]?.factors.r2,
    smoothed: ({ behavior }) => behavior?.[i]?.smoothed.r2,
  }));

export type Cells = (string | number)[];

const METHODS = [
  ['smoothed counts, ridge', 'smoothed'],
  ['condition averages', 'averages'],
  ['true rates', 'truth'],
] as const;

const digits = (value: number | undefined) =>
  value === undefined || Number.isNaN(value) ? '–' : value.toFixed(3);

/** A data set's table: a row per seed, then one for each simple method; only scores that its data allow. */
export function scoreTable(results: readonly QualityResult[]): { head: string[]; rows: Cells[] } {
  const first = results[0]!.scores;
  const columns = [...COLUMNS, ...behaviorColumns(first)].filter(
    ({ value }) => !Number.isNaN(value(first) ?? NaN),
  );
  const methods = METHODS.map(([name, key]) => ({
    name,
    cells: columns.map((column) => digits(column[key]?.(first))),
  })).filter(({ cells }) => cells.some((cell) => cell !== '–'));
  return {
    head: ['', 'epochs', 'seconds', ...columns.map(({ name }) => name)],
    rows: [
      ...results.map(({ seed, scoredEpoch, epochs, seconds, scores }) => [
        `seed ${seed}`,
        `${scoredEpoch} of ${epochs}`,
        seconds.toFixed(0),
        ...columns.map(({ value }) => digits(value(scores))),
      ]),
      ...methods.map(({ name, cells }) => [name, '', '', ...cells]),
    ],
  };
}

import { format } from 'prettier';
import type { FixtureErrors } from './accuracy.js';
import {
  type KernelAccuracy,
  keepsBound,
  LARGEST_RATIO,
  ratioOf,
  type Spread,
  worstRatio,
} from './kernel-accuracy.js';
import { KERNEL_DATASETS } from './kernel-datasets.js';
import { finite } from '../report.js';
import { singleDatasets } from './single-datasets.js';

/** What the tables were made with. */
export interface Machine {
  cpu: string;
  node: string;
}

const SCOPE = /^Lfads/;
const nameOf = ({ kernels }: { kernels: readonly string[] }) =>
  kernels.map((kernel) => kernel.replace(SCOPE, '')).join(', ');

/** The tables as a Markdown page. */
export function accuracyPage(
  rows: readonly KernelAccuracy[],
  fixtures: readonly FixtureErrors[],
  machine: Machine,
): Promise<string> {
  const engines = [...rows[0]!.ours.keys()];
  const spreads = (of: keyof Spread) =>
    table(
      ['kernel', 'values', 'PyTorch', ...engines],
      rows.map((row) => [
        nameOf(row),
        row.values,
        digits(row.reference[of]),
        ...engines.map((engine) => digits(row.ours.get(engine)![of])),
      ]),
    );
  const page = `# Accuracy

Errors of every fused kernel against float64, beside PyTorch's own in float32. Made by

\`\`\`
npm run parity -- --dir ../shared/parity --accuracy --write docs/accuracy.md
\`\`\`

on ${machine.cpu} (one thread), Node ${machine.node}; instruction sets that this machine lacks are
missing. How errors are measured is said in [tools/parity](../tools/parity/README.md#accuracy).

## Bound

Our error in errors of PyTorch, the worse of the largest and the root mean square. None may exceed ${LARGEST_RATIO}.

${table(
  ['kernel', 'worst', ...engines],
  rows.map((row) => {
    const { reference, ours } = row;
    const ratios = engines.map((engine) => digits(ratioOf(reference, ours.get(engine)!)));
    return [nameOf(row), digits(worstRatio(row)), ...ratios];
  }),
)}

## Largest error, ulps

${spreads('largest')}

## Root mean square error, ulps

${spreads('rms')}

## Single datasets

Of one dataset, often a few numbers, the larger error may be anyone's: shares of the datasets above with a largest
error more than twice the other's.

${table(
  ['engine', 'datasets', "ours over twice PyTorch's", "PyTorch's over twice ours"],
  singleDatasets(fixtures, engines).map(({ engine, datasets, worse, better }) => [
    engine,
    datasets,
    percent(worse / datasets),
    percent(better / datasets),
  ]),
)}

## What exercises a kernel

Paths of datasets in the fixtures, those of the random step (\`stochastic/\`) included.

${table(
  ['kernel', 'datasets', 'of models with'],
  KERNEL_DATASETS.map(({ kernels, paths, parts = {} }) => [
    nameOf({ kernels }),
    paths.map((path) => `\`${path}\``).join(' '),
    Object.entries(parts)
      .map(([part, type]) => `${part} ${type}`)
      .join(', '),
  ]),
)}
`;
  return format(page, { parser: 'markdown' });
}

const digits = (value: number) => value.toFixed(2);
const percent = (share: number) => `${(100 * share).toFixed(0)} %`;

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The machine-readable summary, one line. */
export const accuracyJson = (rows: readonly KernelAccuracy[]): string =>
  JSON.stringify({
    largest_ratio: LARGEST_RATIO,
    kernels: rows.map((row) => ({
      kernels: row.kernels,
      datasets: row.datasets,
      values: row.values,
      reference: ulps(row.reference),
      ours: Object.fromEntries([...row.ours].map(([engine, errors]) => [engine, ulps(errors)])),
      worst_ratio: finite(worstRatio(row)),
      passed: keepsBound(row),
    })),
  });

const ulps = ({ largest, rms }: Spread) => ({
  largest_ulps: finite(largest),
  rms_ulps: finite(rms),
});

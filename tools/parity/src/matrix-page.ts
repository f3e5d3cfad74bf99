import { format } from 'prettier';
import type { FixtureReport } from './check-folder.js';
import type { Column } from './matrix.js';
import { share, worst } from './report.js';

const percent = (used: number): string => {
  if (used === 0) return '0';
  return used < 0.001 ? '< 0.1 %' : `${(100 * used).toFixed(1)} %`;
};

const cell = ({ passed, skippedReason, compared }: FixtureReport): string => {
  if (skippedReason !== null) return 'not checked';
  const used = percent(share(worst(compared)!));
  return passed ? used : `**fails: ${used}**`;
};

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** The columns as a Markdown page: for each fixture and way, the largest share of its bound that an error uses. */
export function matrixPage(columns: readonly Column[]): Promise<string> {
  const reports = columns[0]!.reports;
  const files = reports.map(({ file }) => file);
  const skipped = reports.filter(({ skippedReason }) => skippedReason !== null);
  const counts = reports.reduce((sum, { compared }) => sum + compared.length, 0);
  const page = [
    '<!-- Written by `npm run parity -- --dir <folder> --matrix --write docs/parity.md`; do not edit. -->',
    '# Parity',
    `The model and its pure functions against numbers of lfads-torch 1.1: outputs, losses of every element, the
losses' parts, gradients, and parameters after one and three optimiser steps; ${counts} arrays in
${reports.length - skipped.length} files. Each file is one row and each way to compute one column. A figure is the
largest error of a file as a share of its bound, so 100 % would just pass; [tools/parity](../tools/parity/README.md) says what
the bounds are. *Composite* is plain tfjs operations, *fused* this project's kernels.`,
    [
      row(['file', ...columns.map(({ combination }) => combination.name)]),
      row(['---', ...columns.map(() => '---:')]),
      ...files.map((file, i) =>
        row([`\`${file}\``, ...columns.map((column) => cell(column.reports[i]!))]),
      ),
    ].join('\n'),
    ...skipped.map(({ file, skippedReason }) => `\`${file}\` is not checked: it ${skippedReason}.`),
  ].join('\n\n');
  return format(page, { parser: 'markdown', proseWrap: 'preserve' });
}

import type { FixtureReport } from './check-folder.js';
import type { Comparison } from './comparison.js';

/** Share of its limit that a comparison used up. */
export const share = ({ error, limit }: Comparison) => (error === 0 ? 0 : error / limit);

export const worst = (compared: readonly Comparison[]): Comparison | undefined =>
  [...compared].sort((a, b) => Number(a.passed) - Number(b.passed) || share(b) - share(a))[0];

/** The field that a dataset belongs to: sessions taken together, and all gradients, and all parameters. */
function fieldOf({ field }: Comparison): string {
  const all = /^(stochastic\/)?(grads|grads_sampled|after_step3?|frozen)\//.exec(field);
  return all ? all[0].slice(0, -1) : field.replace(/\/\d+(?=\/|$)/, '');
}

/** One line per field with its worst error, then one per note. */
export function fixtureText({
  file,
  passed,
  skippedReason,
  compared,
  notes,
}: FixtureReport): string {
  if (skippedReason !== null) return `${file}: skipped, ${skippedReason}`;
  const fields = new Map<string, Comparison[]>();
  for (const comparison of compared) {
    const field = fieldOf(comparison);
    fields.set(field, [...(fields.get(field) ?? []), comparison]);
  }
  const lines = [...fields].map(([field, comparisons]) => {
    const { error, limit, passed, field: where } = worst(comparisons)!;
    const place = where === field ? '' : `  (${where})`;
    return `  ${passed ? 'ok  ' : 'FAIL'} ${field.padEnd(36)} ${error.toExponential(2)} of ${limit.toExponential(0)}${place}`;
  });
  const remarks = [
    ...compared.flatMap(({ field, note }) => (note ? [`${field}: ${note}`] : [])),
    ...notes,
  ];
  return [
    `${file}: ${passed ? 'passed' : 'FAILED'}`,
    ...lines,
    ...remarks.map((remark) => `  note ${remark}`),
  ].join('\n');
}

/** The machine-readable summary, one line. */
export const reportJson = (reports: readonly FixtureReport[]): string =>
  JSON.stringify({
    fixtures: reports.map(({ file, passed, skippedReason, compared }) => {
      const found = worst(compared);
      return {
        file,
        passed,
        skipped_reason: skippedReason,
        worst: found
          ? { field: found.field, error: finite(found.error), limit: found.limit }
          : null,
      };
    }),
  });

/** JSON has no infinity. */
export const finite = (error: number) => (Number.isFinite(error) ? error : Number.MAX_VALUE);

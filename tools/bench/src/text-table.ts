import Table from 'cli-table3';

/** A table of text without colours. */
export function textTable(head: readonly string[], rows: readonly string[][]): string {
  const table = new Table({ head: [...head], style: { head: [], border: [], compact: true } });
  table.push(...rows);
  return table.toString();
}

export const percent = (share: number, digits = 0) => `${(100 * share).toFixed(digits)} %`;

import Table from 'cli-table3';

/** A plain table with a head and left-aligned columns; no colours, so that it can be piped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const grid = new Table({ head: [...head], style: { head: [], border: [] } });
  grid.push(...rows.map((row) => [...row]));
  return grid.toString();
}

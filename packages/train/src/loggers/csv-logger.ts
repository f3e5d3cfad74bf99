import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Logger, Metrics, RunPaths } from '@lfads/core';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { writeFileAtomic } from '../checkpoints/atomic-write.js';

type Row = Readonly<Record<string, string>>;

/** NaN is written as `nan`, which pandas and numpy read; a metric that an epoch lacks is left empty. */
const cell = (value: number) => (Number.isNaN(value) ? 'nan' : String(value));

/**
 * Writes `metrics.csv`: one row per epoch, columns `epoch`, `step`, then the metrics in the order they
 * first appear. A resumed run drops the rows of the epochs it does again.
 */
export class CsvLogger implements Logger {
  private path = '';
  private rows: Row[] = [];
  private columns: string[] = [];
  private resumed = false;

  /** @param folder where to write, relative to the run's folder */
  constructor(private readonly folder: string) {}

  async start(paths: RunPaths, _hyperparameters: unknown, resumed: boolean): Promise<void> {
    this.path = join(paths.dir, this.folder, 'metrics.csv');
    await mkdir(dirname(this.path), { recursive: true });
    this.resumed = resumed;
    this.rows = resumed ? await readRows(this.path) : [];
    this.columns = Object.keys(this.rows[0] ?? {});
  }

  async metrics(metrics: Metrics, epoch: number, globalStep: number): Promise<void> {
    const row: Record<string, string> = { epoch: String(epoch), step: String(globalStep) };
    for (const [name, value] of Object.entries(metrics)) row[name] = cell(value);
    const added = Object.keys(row).filter((name) => !this.columns.includes(name));
    const rewrite = added.length > 0 || this.resumed;
    if (this.resumed) this.rows = this.rows.filter((old) => Number(old.epoch) < epoch);
    this.resumed = false;
    this.columns.push(...added);
    this.rows.push(row);
    if (rewrite) await writeFileAtomic(this.path, this.format(this.rows, true));
    else await appendFile(this.path, this.format([row], false));
  }

  finish(): void {}

  private format(rows: readonly Row[], header: boolean): string {
    return stringify([...rows], { columns: this.columns, header });
  }
}

async function readRows(path: string): Promise<Row[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return parse(text, { columns: true, relax_column_count: true });
}

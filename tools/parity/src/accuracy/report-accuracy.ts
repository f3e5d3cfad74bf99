import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { accuracyByKernel, folderErrors } from './accuracy.js';
import { accuracyJson, accuracyPage } from './accuracy-report.js';
import { keepsBound } from './kernel-accuracy.js';

export interface ReportOptions {
  /** A Markdown file that gets the tables; they are printed without it. */
  write: string | undefined;
  json: boolean | undefined;
}

/** Measures and prints; the exit status: 1 when a kernel exceeds the bound. */
export async function reportAccuracy(dir: string, { write, json }: ReportOptions): Promise<number> {
  const fixtures = await folderErrors(dir);
  const rows = accuracyByKernel(fixtures);
  const page = await accuracyPage(rows, fixtures, {
    cpu: cpus()[0]?.model ?? process.arch,
    node: process.versions.node,
  });
  if (write) await writeFile(write, page);
  else console.log(page);
  const exceeding = rows.filter((row) => !keepsBound(row)).map(({ kernels }) => kernels.join());
  if (exceeding.length > 0) console.error(`Beyond the bound: ${exceeding.join(', ')}`);
  if (json) console.log(accuracyJson(rows));
  return exceeding.length > 0 ? 1 : 0;
}

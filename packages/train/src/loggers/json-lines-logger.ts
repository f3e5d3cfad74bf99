import { appendFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Logger, Metrics, RunPaths } from '@lfads/core';

/**
 * Writes `metrics.jsonl`: one JSON object per epoch, `{"epoch", "step", "metrics"}`; NaN and infinities,
 * which JSON lacks, are null. A resumed run appends; of an epoch's lines the last one counts.
 */
export class JsonLinesLogger implements Logger {
  private path = '';

  /** @param folder where to write, relative to the run's folder */
  constructor(private readonly folder: string) {}

  async start(paths: RunPaths): Promise<void> {
    this.path = join(paths.dir, this.folder, 'metrics.jsonl');
    await mkdir(dirname(this.path), { recursive: true });
  }

  async metrics(metrics: Metrics, epoch: number, globalStep: number): Promise<void> {
    await appendFile(this.path, JSON.stringify({ epoch, step: globalStep, metrics }) + '\n');
  }

  finish(): void {}
}

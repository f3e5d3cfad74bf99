import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { hostname, platform } from 'node:os';
import { dirname, join } from 'node:path';
import type { Logger, Metrics, RunPaths } from '@lfads/core';
import { stringify } from 'yaml';
import { writeFileAtomic } from '../checkpoints/atomic-write.js';
import { rasterise } from '../figures/rasterise.js';
import { Datastore } from './wandb/datastore.js';
import * as records from './wandb/records.js';
import { makeRunFolder } from './wandb/run-folder.js';

export interface WandbLoggerOptions {
  /** Where the folder `wandb` goes, relative to the run's folder. */
  folder: string;
  project: string;
  id?: string;
  name?: string;
  entity?: string;
  group?: string;
  jobType?: string;
  notes?: string;
  tags: readonly string[];
}

type Row = Record<string, unknown> & { _step: number };

const secondsNow = () => Date.now() / 1000;

/**
 * Writes `wandb/offline-run-<time>-<id>/` as the Weights & Biases client does without a network;
 * `wandb sync <folder>` is there to upload it. A step is an epoch. A resumed run writes another folder of the same id.
 */
export class WandbLogger implements Logger {
  private files = '';
  private store!: Datastore;
  private recordCount = 0;
  private startTime = 0;
  /** The newest epoch's row: it is written when the next one begins, as figures may still come. */
  private row: Row | undefined;

  constructor(private readonly options: WandbLoggerOptions) {}

  async start(paths: RunPaths, hyperparameters: unknown, resumed: boolean): Promise<void> {
    const { folder, id, ...described } = this.options;
    const wandbDir = join(paths.dir, folder, 'wandb');
    const { path, id: runId } = await makeRunFolder(wandbDir, id, resumed);
    this.files = join(path, 'files');
    this.startTime = secondsNow();
    this.store = new Datastore(join(path, `run-${runId}.wandb`));
    await this.store.create();
    const config = (hyperparameters ?? {}) as Record<string, unknown>;
    const { startTime } = this;
    await this.write(records.header);
    await this.write(
      records.run({ ...described, id: runId, config, host: hostname(), startTime, resumed }),
    );
    await this.describe(config);
  }

  /** Writes what the run is: its configuration, and where it runs. */
  private async describe(config: Record<string, unknown>): Promise<void> {
    const values = Object.entries(config).map(([key, value]) => [key, { value }]);
    await writeFile(join(this.files, 'config.yaml'), stringify(Object.fromEntries(values)));
    const metadata = {
      os: platform(),
      startedAt: new Date(1000 * this.startTime).toISOString(),
      program: process.argv[1] ?? '',
      args: process.argv.slice(2),
      executable: process.execPath,
      host: hostname(),
    };
    await writeFile(join(this.files, 'wandb-metadata.json'), JSON.stringify(metadata, null, 2));
    await this.write(records.files(['config.yaml', 'wandb-metadata.json'], 'wandb'));
  }

  async metrics(metrics: Metrics, epoch: number, globalStep: number): Promise<void> {
    await this.flush();
    this.row = { ...metrics, epoch, ...this.position(epoch, globalStep) };
  }

  async figure(name: string, svg: string, globalStep: number): Promise<void> {
    const { bytes, width, height } = await rasterise(svg);
    const row: Row = (this.row ??= this.position(0, globalStep));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const path = `media/images/${name}_${row._step}_${sha256.slice(0, 20)}.png`;
    await mkdir(dirname(join(this.files, path)), { recursive: true });
    await writeFile(join(this.files, path), bytes);
    const size = bytes.length;
    row[name] = { _type: 'image-file', format: 'png', path, sha256, size, width, height };
    await this.write(records.files([path], 'media'));
  }

  async finish(succeeded: boolean): Promise<void> {
    await this.flush();
    await this.write(records.files(['wandb-summary.json'], 'wandb'));
    await this.write(records.exit(succeeded, secondsNow() - this.startTime));
  }

  private position(epoch: number, globalStep: number): Row {
    const now = secondsNow();
    return {
      'trainer/global_step': globalStep,
      _step: epoch,
      _timestamp: now,
      _runtime: now - this.startTime,
    };
  }

  private async flush(): Promise<void> {
    const { row } = this;
    if (!row) return;
    this.row = undefined;
    await this.write(records.history(row, row._step));
    await this.write(records.summary(row));
    await writeFileAtomic(join(this.files, 'wandb-summary.json'), records.toJson(row));
  }

  private write(body: records.RecordBody): Promise<void> {
    return this.store.append(records.encodeWandbRecord(++this.recordCount, body));
  }
}

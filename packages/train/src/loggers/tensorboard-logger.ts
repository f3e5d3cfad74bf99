import { appendFile, mkdir, readdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Logger, Metrics, RunPaths } from '@lfads/core';
import { encodeFileVersion, encodeRecord, encodeScalars } from './tfevents.js';

const secondsNow = () => Date.now() / 1000;

/** Writes scalars to a TensorBoard event file; a resumed run begins a new file in the same folder. */
export class TensorBoardLogger implements Logger {
  private path = '';

  /** @param folder where to write, relative to the run's folder */
  constructor(private readonly folder: string) {}

  async start(paths: RunPaths): Promise<void> {
    const folder = join(paths.dir, this.folder);
    await mkdir(folder, { recursive: true });
    const stem = `events.out.tfevents.${Math.floor(secondsNow())}.${hostname()}`;
    const number = (await readdir(folder)).filter((file) =>
      file.startsWith('events.out.tfevents.'),
    ).length;
    this.path = join(folder, `${stem}.${process.pid}.${number}`);
    await appendFile(this.path, encodeRecord(encodeFileVersion(secondsNow())));
  }

  async metrics(metrics: Metrics, epoch: number, globalStep: number): Promise<void> {
    const event = encodeScalars({ ...metrics, epoch }, globalStep, secondsNow());
    await appendFile(this.path, encodeRecord(event));
  }

  finish(): void {}
}

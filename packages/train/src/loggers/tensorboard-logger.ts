import { appendFile, mkdir, readdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Logger, Metrics, RunPaths } from '@lfads/core';
import { rasterise } from '../figures/rasterise.js';
import { flatten } from './flatten.js';
import { experiment, sessionEnd, sessionStart } from './hparams-summary.js';
import {
  encodeFileVersion,
  encodeRecord,
  encodeSummary,
  image,
  scalar,
  type SummaryValue,
} from './tfevents.js';

const secondsNow = () => Date.now() / 1000;

/**
 * Writes scalars, figures and the configuration's values to a TensorBoard event file; a resumed run begins
 * a new file in the same folder.
 */
export class TensorBoardLogger implements Logger {
  private path = '';

  /** @param folder where to write, relative to the run's folder */
  constructor(private readonly folder: string) {}

  async start(paths: RunPaths, hyperparameters: unknown): Promise<void> {
    const folder = join(paths.dir, this.folder);
    await mkdir(folder, { recursive: true });
    const stem = `events.out.tfevents.${Math.floor(secondsNow())}.${hostname()}`;
    const number = (await readdir(folder)).filter((file) =>
      file.startsWith('events.out.tfevents.'),
    ).length;
    this.path = join(folder, `${stem}.${process.pid}.${number}`);
    await appendFile(this.path, encodeRecord(encodeFileVersion(secondsNow())));
    const parameters = flatten(hyperparameters);
    await this.write([experiment(parameters, secondsNow())], 0);
    await this.write([sessionStart(parameters, secondsNow())], 0);
  }

  metrics(metrics: Metrics, epoch: number, globalStep: number): Promise<void> {
    const scalars = Object.entries({ ...metrics, epoch });
    return this.write(
      scalars.map(([tag, value]) => scalar(tag, value)),
      globalStep,
    );
  }

  async figure(name: string, svg: string, globalStep: number): Promise<void> {
    await this.write([image(name, await rasterise(svg))], globalStep);
  }

  finish(succeeded: boolean): Promise<void> {
    return this.write([sessionEnd(succeeded, secondsNow())], 0);
  }

  private write(values: readonly SummaryValue[], step: number): Promise<void> {
    return appendFile(this.path, encodeRecord(encodeSummary(values, step, secondsNow())));
  }
}

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Values } from '../comparison.js';
import { type Fixture, type FixtureConfig, readFixture } from '../fixture.js';
import { computeFixture } from './computed.js';
import { type DatasetErrors, datasetErrors } from './dataset-errors.js';
import { ENGINES } from './engines.js';
import { computeKernelsAlone } from './kernels-alone.js';
import { type KernelAccuracy, kernelAccuracy } from './kernel-accuracy.js';
import { isOneOf, KERNEL_DATASETS } from './kernel-datasets.js';
import { readSimpleCells } from './simple-cells.js';

/** Errors of the datasets of one file. */
export interface FixtureErrors {
  config: Partial<FixtureConfig>;
  datasets: readonly DatasetErrors[];
}

/**
 * The errors of all fixtures of a folder on every engine that runs here, of recorded decoders, and of kernels
 * alone: float64 rounded to float32, the best there is, takes the place of the reference there.
 */
export async function folderErrors(
  dir: string,
  engines: readonly string[] = ENGINES,
): Promise<FixtureErrors[]> {
  const { compute, recorded } = await readSimpleCells();
  const found: FixtureErrors[] = [
    { config: {}, datasets: await datasetErrors(computeKernelsAlone, engines, rounded) },
    { config: {}, datasets: await datasetErrors(compute, engines, recorded) },
  ];
  for (const file of (await readdir(dir)).filter((name) => name.endsWith('.h5')).sort()) {
    const fixture = await readFixture(join(dir, file), file);
    if (!holdsNumbers(fixture)) continue;
    const datasets = await datasetErrors(
      () => computeFixture(fixture),
      engines,
      (path) => fixture.values(path),
    );
    found.push({ config: fixture.config, datasets });
  }
  return found;
}

const rounded = (_path: string, exact: Values) => Float32Array.from(exact);

/** Whether it is a model or the pure functions. */
const holdsNumbers = ({ config, file }: Fixture) => 'sessions' in config || file === 'functions.h5';

/** One row for each kernel, in the order of `KERNEL_DATASETS`. */
export function accuracyByKernel(fixtures: readonly FixtureErrors[]): KernelAccuracy[] {
  const names = new Set(KERNEL_DATASETS.map(({ kernels }) => kernels.join()));
  return [...names].map((name) => {
    const entries = KERNEL_DATASETS.filter(({ kernels }) => kernels.join() === name);
    const exercised = fixtures.flatMap(({ config, datasets }) =>
      datasets.filter(({ path }) => entries.some((entry) => isOneOf(entry, path, config))),
    );
    return kernelAccuracy(entries[0]!.kernels, exercised);
  });
}

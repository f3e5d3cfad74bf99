import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { checkFixedPoints } from './checks/fixed-points.js';
import { checkFixture } from './check-fixture.js';
import { type Comparison, missing } from './comparison.js';
import { MissingPart } from './components.js';
import { type Fixture, readFixture } from './fixture.js';
import { checkFunctions } from './functions/index.js';

export interface FixtureReport {
  file: string;
  /** False also when skipped. */
  passed: boolean;
  skippedReason: string | null;
  compared: Comparison[];
  notes: string[];
}

const FUNCTIONS = 'functions.h5';
const FIXED_POINTS = 'fixed_points.h5';

/** Checks every fixture of a folder, in the order of the files' names. */
export async function checkFolder(dir: string): Promise<FixtureReport[]> {
  const files = (await readdir(dir)).filter((file) => file.endsWith('.h5')).sort();
  const reports: FixtureReport[] = [];
  for (const file of files) reports.push(await checkFile(dir, file));
  return reports;
}

export async function checkFile(dir: string, file: string): Promise<FixtureReport> {
  try {
    return checkLoaded(await readFixture(join(dir, file), file));
  } catch (error) {
    return failed(file, error);
  }
}

/** One file that cannot be read or run does not keep the others from being checked. */
const failed = (file: string, error: unknown): FixtureReport => ({
  file,
  passed: false,
  skippedReason: null,
  compared: [missing('(all)', error instanceof Error ? error.message : String(error))],
  notes: [],
});

export function checkLoaded(fixture: Fixture): FixtureReport {
  const { file } = fixture;
  const skipped = (skippedReason: string): FixtureReport => ({
    file,
    passed: false,
    skippedReason,
    compared: [],
    notes: [],
  });
  const isModel = fixture.names('params').length > 0 && 'sessions' in fixture.config;
  if (!isModel && file !== FUNCTIONS && file !== FIXED_POINTS)
    return skipped('holds neither a model nor pure functions');
  try {
    const { compared, unknown } = isModel
      ? { compared: checkFixture(fixture), unknown: [] }
      : (tf.tidy(
          () => (file === FUNCTIONS ? checkFunctions : checkFixedPoints)(fixture) as never,
        ) as ReturnType<typeof checkFunctions>);
    return {
      file,
      passed: compared.length > 0 && compared.every(({ passed }) => passed),
      skippedReason: null,
      compared,
      notes: unknown.map((name) => `nothing here computes ${name}`),
    };
  } catch (error) {
    if (error instanceof MissingPart) return skipped(error.message);
    return failed(file, error);
  }
}

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CpuBackendError } from '@lfads/backend-cpu';
import { setCompositeOps } from '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it } from 'vitest';
import { checkFolder, checkLoaded, type FixtureReport } from './check-folder.js';
import { type Fixture, readFixture } from './fixture.js';
import { choose, COMBINATIONS } from './matrix.js';
import { fixtureText, reportJson } from './report.js';

const folder = fileURLToPath(new URL('../../../../shared/parity', import.meta.url));
const file = '02_nocontroller_ext_poissonbps.h5';

const expectAllPassed = (reports: readonly FixtureReport[]) => {
  const failed = reports.filter(({ passed, skippedReason }) => !passed && skippedReason === null);
  expect(failed.map(fixtureText)).toEqual([]);
  const skipped = reports.filter(({ skippedReason }) => skippedReason !== null);
  expect(skipped.map(({ file, skippedReason }) => [file, skippedReason])).toEqual([]);
};

afterEach(() => setCompositeOps(false));

describe.skipIf(!existsSync(folder))('every fixture in shared/parity', () => {
  it.for(COMBINATIONS)(
    'is reproduced: $name',
    { timeout: 600_000 },
    async (combination, { skip }) => {
      await choose(combination).catch((error: unknown) => {
        if (!(error instanceof CpuBackendError)) throw error;
        if (error.code === 'LFADS_CPU_ENGINE_UNAVAILABLE') skip(error.message);
        throw error;
      });
      const reports = await checkFolder(folder);
      expectAllPassed(reports);
      const notes = reports.flatMap((report) => report.notes);
      expect(notes.filter((note) => note.startsWith('nothing here computes'))).toEqual([]);
    },
  );

  it('has its row and every combination its column in docs/parity.md, and none fails', () => {
    const page = readFileSync(new URL('../../../docs/parity.md', import.meta.url), 'utf8');
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.h5'))) {
      expect(page).toContain(`\`${file}\``);
    }
    for (const { name } of COMBINATIONS) expect(page).toContain(name);
    expect(page).not.toContain('fails');
  });

  it('leaves no tensor behind', async () => {
    await tf.setBackend('cpu');
    const fixture = await readFixture(join(folder, file), file);
    const { numTensors } = tf.memory();
    checkLoaded(fixture);
    expect(tf.memory().numTensors).toBe(numTensors);
  });

  it.each([
    'output/params/0/factors',
    'loss/total',
    'grads/readout.0.bias',
    'after_step/readout.0.bias',
  ])('fails when %s differs, and is named as the worst field', async (path) => {
    await tf.setBackend('cpu');
    const report = checkLoaded(await fixtureWith(path, (value) => value + 0.05));
    expect(report.passed).toBe(false);
    expect(report.compared.filter(({ passed }) => !passed).map(({ field }) => field)).toEqual([
      path,
    ]);
    expect(JSON.parse(reportJson([report])).fixtures[0]).toMatchObject({
      file,
      passed: false,
      skipped_reason: null,
      worst: { field: path },
    });
  });

  it('is skipped with a reason when it needs a part that is not there', async () => {
    const fixture = await readFixture(join(folder, file), file);
    fixture.config.reconstruction = { type: 'Binomial' };
    expect(checkLoaded(fixture)).toMatchObject({
      passed: false,
      skippedReason: 'there is no part Binomial',
    });
  });
});

/** The fixture with the first value of one dataset changed. */
async function fixtureWith(path: string, change: (value: number) => number): Promise<Fixture> {
  const fixture = await readFixture(join(folder, file), file);
  const read = fixture.values.bind(fixture);
  fixture.values = (name) => {
    const values = read(name);
    if (name === path) values[0] = change(values[0]!);
    return values;
  };
  return fixture;
}

import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StepStreams } from '@lfads/core';
import { readH5 } from '@lfads/data';
import { decodeSafetensors, encodeSafetensors, type NamedArray } from '@lfads/train';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jsonLines, workplace } from '../test-support/cli.js';
import { parityFixtures, writeParityRun } from '../test-support/parity-run.js';
import { tinyOverrides, writeTinyData } from '../test-support/tiny-data.js';
import { importRun } from './import-run.js';
import { createProjectRegistry } from './project-registry.js';

const place = workplace();
afterAll(() => place.remove());

/** Bounds of the fixtures. */
const RTOL = 1e-4;
const ATOL = 1e-5;

describe.skipIf(parityFixtures.length === 0)('a model trained in Python (../shared/parity)', () => {
  test.each(parityFixtures)('%s predicts identically here', async (fixture) => {
    const dir = place.path(fixture);
    mkdirSync(dir);
    const { config, arrays, entry, weights } = await writeParityRun(fixture, dir);
    const registry = await createProjectRegistry(dir, []);
    const choice = { configName: entry, overrides: [] };
    const run = await importRun(dir, { weights, choice, name: 'python' }, registry, {});
    const { model, dataModule } = run.parts;
    for (const session of config.batch.keys()) {
      const [batch] = dataModule.predictBatches(session, 'valid');
      const outputs = tf.tidy(() => {
        const random = new StepStreams(0, 0);
        const found = model.predict(new Map([[session, batch!]]), { sample: false, random });
        const { outputParams, factors } = found.get(session)!;
        return { outputParams: outputParams.dataSync(), factors: factors.dataSync() };
      });
      const expectClose = (name: string, found: ArrayLike<number>) => {
        const expected = arrays.get(name)!.data as Float32Array;
        expect(found.length).toBe(expected.length);
        const excess = Array.from(found, (value, i) => {
          return Math.abs(value - expected[i]!) / (ATOL + RTOL * Math.abs(expected[i]!));
        });
        expect(Math.max(...excess), name).toBeLessThanOrEqual(1);
      };
      expectClose(`output/means/${session}/output_params`, outputs.outputParams);
      expectClose(`output/params/${session}/factors`, outputs.factors);
      tf.dispose({ ...batch! } as tf.TensorContainer);
    }
    const { out, err, exitCode } = await place.lfads(['export', run.paths.dir, '--json']);
    expect(exitCode, err).toBe(0);
    const exported = await readWeights(String(jsonLines(out)[0]!['weights']));
    const holding = new Map([...exported].filter(([, { values }]) => values.length > 0));
    const given = await readWeights(weights);
    expect([...holding.keys()].sort()).toEqual([...given.keys()].sort());
    for (const [name, array] of given) expect(holding.get(name), name).toEqual(array);
  });
});

const readWeights = async (file: string) => decodeSafetensors(await readFile(file), file);

describe('a run of lfads', () => {
  let run = '';
  let weights = '';
  beforeAll(async () => {
    await writeTinyData(place.path('tiny.h5'));
    const trained = await place.lfads(['train', '--json', ...tinyOverrides(place.path('tiny.h5'))]);
    expect(trained.exitCode, trained.err).toBe(0);
    run = String(jsonLines(trained.out).at(-1)!['run_dir']);
    const { out } = await place.lfads(['export', run, '--out', 'mine/model', '--json']);
    weights = String(jsonLines(out)[0]!['weights']);
  });

  test('is exported, imported with the config beside it, and sampled as before', async () => {
    const { out, err, exitCode } = await place.lfads(['import', weights, '--json']);
    expect(exitCode, err).toBe(0);
    const imported = String(jsonLines(out)[0]!['run_dir']);
    expect(imported).toContain(join('runs', 'model'));
    const sampled = await place.lfads(['sample', imported, '--json']);
    expect(sampled.exitCode, sampled.err).toBe(0);
    const [output] = jsonLines(sampled.out)[0]!['outputs'] as string[];
    expect(await readH5(output!)).toEqual(await readH5(join(run, 'lfads_output_tiny.h5')));
    const resumed = await place.lfads([
      'train',
      '--resume',
      imported,
      'trainer.max_epochs=1',
      '--json',
    ]);
    expect(jsonLines(resumed.out).at(-1)).toMatchObject({ event: 'done', epochs: 1 });
  });

  test('is not exported over another', async () => {
    const again = ['export', run, '--out', 'mine/model'];
    const { exitCode, err } = await place.lfads(again);
    expect(exitCode).toBe(2);
    expect(err).toContain('LFADS_EXPORT_EXISTS');
    expect((await place.lfads([...again, '--overwrite', '--checkpoint', 'last'])).exitCode).toBe(0);
  });

  test('of another shape is refused with every parameter that does not fit, and leaves no folder', async () => {
    const arrays = new Map<string, NamedArray>(await readWeights(weights));
    arrays.delete('decoder.ic_to_g0.bias');
    arrays.set('decoder.con_h0', { shape: [1, 2], values: new Float32Array(2) });
    arrays.set('readout.7.weight', { shape: [1], values: new Float32Array(1) });
    await writeFile(place.path('other.safetensors'), encodeSafetensors(arrays));
    await writeFile(
      place.path('other.json'),
      await readFile(weights.replace('.safetensors', '.json')),
    );
    const { exitCode, err } = await place.lfads(['import', 'other.safetensors']);
    expect(exitCode).toBe(2);
    expect(err).toMatch(/LFADS_PARAMETER_MISMATCH/);
    expect(err).toMatch(/decoder\.ic_to_g0\.bias: missing, the model has \[8\]/);
    expect(err).toMatch(/decoder\.con_h0: \[1, 2\], the model has/);
    expect(err).toMatch(/readout\.7\.weight: \[1\], not a parameter/);
    expect(existsSync(place.path('runs', 'other'))).toBe(false);
  });

  test.each([
    ['without a config', async () => {}, /LFADS_IMPORT_CONFIG[\s\S]*--config-name/],
    [
      'with another JSON file beside it',
      () => writeFile(place.path('bare.json'), '[1]'),
      /LFADS_IMPORT_CONFIG[\s\S]*bare\.json is not/,
    ],
  ])('%s is refused', async (_, prepare, message) => {
    await writeFile(place.path('bare.safetensors'), await readFile(weights));
    await prepare();
    const { exitCode, err } = await place.lfads(['import', 'bare.safetensors']);
    expect(exitCode).toBe(2);
    expect(err).toMatch(message);
    expect(readdirSync(place.path('runs'))).not.toContain('bare');
  });

  test('that is not there, or no safetensors, is named', async () => {
    const absent = await place.lfads(['import', 'absent.safetensors']);
    expect(absent.err).toMatch(/LFADS_IMPORT_FILE[\s\S]*absent\.safetensors/);
    await writeFile(place.path('pickle.pt'), 'PK');
    const pickle = await place.lfads(['import', 'pickle.pt', '--config-name', 'single']);
    expect(pickle.err).toMatch(/LFADS_CHECKPOINT_CORRUPT[\s\S]*pickle\.pt/);
  });
});

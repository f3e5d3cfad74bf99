import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunPaths } from '@lfads/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { CsvLogger } from './csv-logger.js';
import { JsonLinesLogger } from './json-lines-logger.js';
import { temporaryFolder } from '../test-support/temporary-folder.js';

let paths: RunPaths;
beforeEach(async () => {
  const dir = await temporaryFolder();
  paths = { dir, checkpoints: join(dir, 'checkpoints') };
});

describe('the CSV logger', () => {
  const csv = async () =>
    (await readFile(join(paths.dir, 'logs/metrics.csv'), 'utf8')).trim().split('\n');

  it('writes one row per epoch, with NaN as nan', async () => {
    const logger = new CsvLogger('logs');
    await logger.start(paths, {}, false);
    await logger.metrics({ 'train/loss': 2.5, 'train/r2': NaN }, 0, 10);
    await logger.metrics({ 'train/loss': 1.5, 'train/r2': 0.25 }, 1, 20);
    expect(await csv()).toEqual([
      'epoch,step,train/loss,train/r2',
      '0,10,2.5,nan',
      '1,20,1.5,0.25',
    ]);
  });

  it('adds columns that appear later, leaving older rows empty there', async () => {
    const logger = new CsvLogger('logs');
    await logger.start(paths, {}, false);
    await logger.metrics({ a: 1 }, 0, 1);
    await logger.metrics({ a: 2, b: 3 }, 1, 2);
    await logger.metrics({ b: 4 }, 2, 3);
    expect(await csv()).toEqual(['epoch,step,a,b', '0,1,1,', '1,2,2,3', '2,3,,4']);
  });

  it('drops, when resumed, the epochs that are done again', async () => {
    const first = new CsvLogger('logs');
    await first.start(paths, {}, false);
    for (const epoch of [0, 1, 2]) await first.metrics({ a: epoch }, epoch, epoch);
    const second = new CsvLogger('logs');
    await second.start(paths, {}, true);
    await second.metrics({ a: 10 }, 1, 1);
    await second.metrics({ a: 20 }, 2, 2);
    expect(await csv()).toEqual(['epoch,step,a', '0,0,0', '1,1,10', '2,2,20']);
  });
});

describe('the JSON lines logger', () => {
  it('writes one object per epoch', async () => {
    const logger = new JsonLinesLogger('');
    await logger.start(paths);
    await logger.metrics({ 'valid/bps': 0.5, 'valid/r2': NaN }, 3, 40);
    const lines = (await readFile(join(paths.dir, 'metrics.jsonl'), 'utf8')).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { epoch: 3, step: 40, metrics: { 'valid/bps': 0.5, 'valid/r2': null } },
    ]);
  });
});

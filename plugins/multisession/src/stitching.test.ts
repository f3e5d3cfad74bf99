import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { initCpuBackend } from '@lfads/backend-cpu';
import { afterAll, beforeAll, expect, describe, it } from 'vitest';
import { simulateAndStitch, trainOn } from './demonstration/compare.js';

const EPOCHS = 80;
const dir = mkdtempSync(join(tmpdir(), 'lfads-stitching-'));
afterAll(() => rmSync(dir, { recursive: true }));

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length;

describe('five sessions of other neurons, 12 to 20, with the same dynamics', () => {
  let files: string[];
  const plain: number[] = [];
  beforeAll(async () => {
    await initCpuBackend();
    files = await simulateAndStitch(dir, {});
    for (const file of files) plain.push((await trainOn(dir, [file], EPOCHS, 'plain')).r2[0]!);
  });

  it('are inferred better by one model on held-out trials than by one each', async () => {
    const { r2 } = await trainOn(dir, files, EPOCHS, 'stitched');
    expect(r2).toHaveLength(5);
    expect(mean(r2)).toBeGreaterThan(mean(plain) + 0.03);
  });

  it('let one be added to a model of the others, whose dynamics stay as they are', async () => {
    const others = [...files.slice(0, 1), ...files.slice(2)];
    const { parameters } = await trainOn(dir, others, EPOCHS, 'stitched');
    const added = await trainOn(dir, [files[1]!], EPOCHS, 'added', parameters);
    const shared = [...parameters.keys()].filter((name) => !/^read(in|out)\./.test(name));
    expect(shared.length).toBeGreaterThan(5);
    for (const name of shared) {
      expect(added.parameters.get(name)!.values).toEqual(parameters.get(name)!.values);
    }
    expect(added.r2[0]).toBeGreaterThan(plain[1]! + 0.02);
  });
});

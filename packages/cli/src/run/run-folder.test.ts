import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createRunFolder, openRunFolder } from './run-folder.js';

const cwd = mkdtempSync(join(tmpdir(), 'lfads-runs-'));
afterAll(() => rmSync(cwd, { recursive: true }));

test('two runs of one second get folders of their own', async () => {
  const now = new Date(2026, 2, 1, 14, 5, 9);
  const first = await createRunFolder(cwd, 'mine', now);
  const second = await createRunFolder(cwd, 'mine', now);
  expect(first.dir).toBe(join(cwd, 'runs', 'mine', '2026-03-01_14-05-09'));
  expect(second.dir).toBe(`${first.dir}-2`);
  expect(existsSync(second.checkpoints)).toBe(true);
});

test('a folder without a config is no run', () => {
  expect(() => openRunFolder(cwd, 'runs/mine')).toThrow(
    expect.objectContaining({ code: 'LFADS_RUN_NOT_FOUND' }),
  );
});

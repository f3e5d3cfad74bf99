import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createRunFolder, createTimestampFolder, openRunFolder } from './run-folder.js';

const cwd = mkdtempSync(join(tmpdir(), 'lfads-runs-'));
afterAll(() => rmSync(cwd, { recursive: true }));

test('two runs of one second get folders of their own', async () => {
  const now = new Date(2026, 2, 1, 14, 5, 9);
  const first = await createTimestampFolder(cwd, 'mine', now);
  const second = await createTimestampFolder(cwd, 'mine', now);
  expect(first).toBe(join(cwd, 'runs', 'mine', '2026-03-01_14-05-09'));
  expect(second).toBe(`${first}-2`);
});

test('a run can have a folder of its own, unless something is in it', async () => {
  const { dir, checkpoints } = await createRunFolder(join(cwd, 'here', 'a'));
  expect([dir, existsSync(checkpoints)]).toEqual([join(cwd, 'here', 'a'), true]);
  await expect(createRunFolder(dir)).rejects.toMatchObject({ code: 'LFADS_RUN_FOLDER_TAKEN' });
});

test('a folder without a config is no run', () => {
  expect(() => openRunFolder(cwd, 'runs/mine')).toThrow(
    expect.objectContaining({ code: 'LFADS_RUN_NOT_FOUND' }),
  );
});

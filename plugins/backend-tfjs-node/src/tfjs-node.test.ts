import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRegistry, createRunContainer, type Backend } from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { findTfjsNode, PACKAGES, tfjsNodePlugin } from './index.js';
import { polyfillUtil } from './polyfill-util.js';

const backend = (options: Record<string, unknown> = {}) =>
  createRunContainer(createRegistry([tfjsNodePlugin])).create<Backend>(
    '@lfads/backend-tfjs-node/TfjsNode',
    options,
  );

const installed = PACKAGES.some((name) => {
  try {
    return findTfjsNode(name) === name;
  } catch {
    return false;
  }
});

afterEach(() => vi.unstubAllEnvs());

describe.skipIf(installed)('where neither package is installed', () => {
  it('says what to install for the CPU and for a GPU', async () => {
    vi.stubEnv('LFADS_TFJS_NODE', '');
    await expect(backend().start()).rejects.toMatchObject({
      code: 'LFADS_TFJS_NODE_MISSING',
      hint: expect.stringMatching(/tfjs-node"[\s\S]*tfjs-node-gpu"/),
    });
    expect(await backend().probe!()).toMatchObject({ available: false, gpu: false });
  });

  it('names the package that was asked for', async () => {
    vi.stubEnv('LFADS_TFJS_NODE', '');
    const [gpuPackage] = PACKAGES;
    await expect(backend({ package: gpuPackage }).start()).rejects.toThrow(
      `${gpuPackage} is not installed`,
    );
  });
});

it('a folder that is no package is named', () => {
  vi.stubEnv('LFADS_TFJS_NODE', '/nowhere');
  expect(() => findTfjsNode()).toThrow('LFADS_TFJS_NODE names /nowhere');
});

it('a package that does not load leaves the back end in use as it is, and its fault is told', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lfads-broken-'));
  writeFileSync(join(folder, 'package.json'), '{"main":"index.js"}');
  writeFileSync(join(folder, 'index.js'), 'throw new Error("no binding");');
  vi.stubEnv('LFADS_TFJS_NODE', folder);
  const before = tf.engine().backendName;
  await expect(backend().start()).rejects.toMatchObject({
    code: 'LFADS_TFJS_NODE_LOAD',
    message: expect.stringContaining('no binding'),
  });
  expect(tf.engine().backendName).toBe(before);
  rmSync(folder, { recursive: true });
});

it('what newer Node versions took out of node:util is there again', async () => {
  const { createRequire } = await import('node:module');
  const util = createRequire(import.meta.url)('node:util');
  const removed = { isArray: util.isArray, isNullOrUndefined: util.isNullOrUndefined };
  delete util.isArray;
  delete util.isNullOrUndefined;
  polyfillUtil();
  expect([util.isNullOrUndefined(null), util.isNullOrUndefined(0), util.isArray([])]).toEqual([
    true,
    false,
    true,
  ]);
  Object.assign(util, removed);
});

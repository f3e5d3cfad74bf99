import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as ops from '@lfads/ops';
import { beforeAll, describe, expect, it } from 'vitest';
import { readFixture } from '../fixture.js';
import { accuracyByKernel, type FixtureErrors, folderErrors } from './accuracy.js';
import { accuracyJson, accuracyPage } from './accuracy-report.js';
import { computeFixture } from './computed.js';
import { errorsOf } from './errors.js';
import { inFloat64 } from './float64.js';
import { keepsBound, worstRatio } from './kernel-accuracy.js';
import { KERNEL_DATASETS } from './kernel-datasets.js';

const local = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const folder = local('../../../../../shared/parity');

it('measures every fused kernel', () => {
  const fused = Object.values<unknown>(ops).filter(
    (value): value is string => typeof value === 'string' && value.startsWith('Lfads'),
  );
  const measured = new Set(KERNEL_DATASETS.flatMap(({ kernels }) => kernels));
  expect(fused.filter((kernel) => !measured.has(kernel))).toEqual([]);
});

it('has a line in docs/accuracy.md for every kernel', async () => {
  const page = await readFile(local('../../../../docs/accuracy.md'), 'utf8');
  const bounds = page.slice(page.indexOf('## Bound'), page.indexOf('## Largest error'));
  const lines = bounds.match(/^\| (?!kernel|-).*$/gm)!.map((line) => line.split('|')[1]!.trim());
  const names = KERNEL_DATASETS.map(({ kernels }) => kernels.join(', ').replace(/Lfads/g, ''));
  expect(lines).toEqual([...new Set(names)]);
});

describe.skipIf(!existsSync(folder))('against float64, on the fixtures in shared/parity', () => {
  let fixtures: FixtureErrors[];
  beforeAll(async () => {
    fixtures = await folderErrors(folder);
  });

  it('no kernel errs more than twice what PyTorch does, on any engine', () => {
    const rows = accuracyByKernel(fixtures);
    expect([...rows[0]!.ours.keys()]).toContain('composite');
    const beyond = rows.filter((row) => !keepsBound(row));
    expect(beyond.map((row) => `${row.kernels.join()}: ${worstRatio(row)}`)).toEqual([]);
  });

  it('one number that an engine gets wrong is beyond the bound', () => {
    const spoilt = fixtures.map(({ config, datasets }) => ({
      config,
      datasets: datasets.map((dataset) =>
        dataset.path === 'mvn_kl/ic/result'
          ? {
              ...dataset,
              ours: new Map([...dataset.ours].map(([e, o]) => [e, { ...o, largest: 7 }])),
            }
          : dataset,
      ),
    }));
    const beyond = accuracyByKernel(spoilt).filter((row) => !keepsBound(row));
    expect(beyond.map(({ kernels }) => kernels)).toEqual([[ops.NORMAL_KL]]);
  });

  it('the page and the JSON line give every kernel and engine', async () => {
    const rows = accuracyByKernel(fixtures);
    const page = await accuracyPage(rows, fixtures, { cpu: 'this one', node: '20' });
    const { kernels } = JSON.parse(accuracyJson(rows)) as { kernels: { ours: object }[] };
    expect(kernels).toHaveLength(rows.length);
    for (const engine of rows[0]!.ours.keys()) {
      expect(page).toContain(engine);
      expect(Object.keys(kernels[0]!.ours)).toContain(engine);
    }
  });

  it.each(['01_poisson_ar_forward_heldout.h5', '05_gamma_studentt.h5'])(
    'float64 reproduces the float32 errors that the reference states of itself in %s',
    async (file) => {
      const fixture = await readFixture(join(folder, file), file);
      const exact = inFloat64(() => computeFixture(fixture));
      for (const group of ['output/params', 'output/sampled', 'grads', 'grads_sampled']) {
        const errors = fixture.names(group).map((name) => {
          const path = `${group}/${name}`;
          return errorsOf(fixture.values(path), exact.get(path)!, 1).largest;
        });
        const stated = fixture.float32Error(`${group}/${fixture.names(group)[0]}`);
        expect(Math.max(...errors) / stated).toBeCloseTo(1, 1);
      }
    },
  );
});

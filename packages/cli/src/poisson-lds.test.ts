import { simulatePoissonLds, writeH5 } from '@lfads/data';
import { loadCheckpoint, type NamedArray } from '@lfads/train';
import { join } from 'node:path';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { afterAll, expect, test } from 'vitest';
import { jsonLines, workplace } from './test-support/cli.js';

const place = workplace();
afterAll(() => place.remove());

interface Complex {
  re: number;
  im: number;
}

/** Of a square matrix, row-major: those in the upper half-plane, the longest-lived first. */
function eigenvalues(values: ArrayLike<number>): Complex[] {
  const size = Math.sqrt(values.length);
  const { realEigenvalues, imaginaryEigenvalues } = new EigenvalueDecomposition(
    Matrix.from1DArray(size, size, Array.from(values)),
  );
  return realEigenvalues
    .map((re, i) => ({ re, im: imaginaryEigenvalues[i]! }))
    .filter(({ im }) => im >= 0)
    .sort((a, b) => Math.hypot(b.re, b.im) - Math.hypot(a.re, a.im));
}

/** |λ - truth| / |truth| of the nearest of `found`. */
const error = (found: readonly Complex[], truth: Complex): number =>
  Math.min(...found.map(({ re, im }) => Math.hypot(re - truth.re, im - truth.im))) /
  Math.hypot(truth.re, truth.im);

test('model=poisson_lds recovers the eigenvalues of a known Poisson linear dynamical system', async () => {
  const { datasets, attributes } = simulatePoissonLds();
  await writeH5(place.path('lds.h5'), datasets, attributes);
  const overrides = [
    'model=poisson_lds',
    `datamodule.datafile_pattern=${place.path('lds.h5')}`,
    'datamodule.batch_size=16',
    'posterior_sampling.fn.num_samples=1',
  ];
  const dynamicsAfter = async (epochs: number): Promise<NamedArray> => {
    const argv = ['train', '--json', ...overrides, `trainer.max_epochs=${epochs}`];
    const { out, err, exitCode } = await place.lfads(argv);
    expect(exitCode, err).toBe(0);
    const run = String(jsonLines(out).at(-1)!['run_dir']);
    const { parameters } = await loadCheckpoint(join(run, 'checkpoints', 'best.json'));
    return parameters.get('decoder.rnn.cell.gen_cell.weight_hh')!;
  };
  const truth = eigenvalues(datasets.get('dynamics')!.data as Float64Array);
  expect(truth).toHaveLength(2);
  const errors = async (epochs: number) => {
    const longestLived = eigenvalues((await dynamicsAfter(epochs)).values).slice(0, truth.length);
    return truth.map((value) => error(longestLived, value));
  };
  expect(Math.max(...(await errors(1)))).toBeGreaterThan(0.1);
  expect(Math.max(...(await errors(60)))).toBeLessThan(0.1);
});

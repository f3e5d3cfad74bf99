import { type H5Array, readH5, simulateLorenz, writeH5 } from '@lfads/data';
import { afterAll, expect, test } from 'vitest';
import { jsonLines, workplace } from '../../test-support/cli.js';
import { scoreRates } from '../demo/score.js';

const place = workplace();
afterAll(() => place.remove());

test('with half of all samples missing, rates come within 0.05 of the R² with all of them', async () => {
  const { datasets, attributes } = simulateLorenz();
  await writeH5(place.path('whole.h5'), datasets, attributes);
  const hide = ['sbtt', 'hide', 'whole.h5', 'half.h5', '--fraction', '0.5', '--json'];
  const hidden = await place.lfads(hide);
  expect(hidden.exitCode, hidden.err).toBe(0);
  const [counts, truth] = ['valid_recon_data', 'valid_truth'].map(
    (key) => datasets.get(key) as unknown as H5Array,
  ) as [H5Array, H5Array];
  const rateR2 = async (file: string, ...more: string[]) => {
    const { exitCode, out, err } = await place.lfads([
      'train',
      '--json',
      'model=lorenz',
      `datamodule.datafile_pattern=${place.path(file)}`,
      'trainer.max_epochs=45',
      'posterior_sampling.fn.num_samples=20',
      ...more,
    ]);
    expect(exitCode, err).toBe(0);
    const [output] = jsonLines(out).at(-1)!['outputs'] as string[];
    const rates = (await readH5(output!, ['valid_output_params'])).get('valid_output_params')!;
    return scoreRates(rates, counts, truth).rateR2;
  };
  const whole = await rateR2('whole.h5');
  const half = await rateR2('half.h5', '+augmentations=sbtt');
  expect(whole).toBeGreaterThan(0.9);
  expect(half).toBeGreaterThan(whole - 0.05);

  const refused = await place.lfads([
    'train',
    `datamodule.datafile_pattern=${place.path('half.h5')}`,
  ]);
  expect(refused.exitCode).toBe(2);
  expect(refused.err).toContain('NaN');
});

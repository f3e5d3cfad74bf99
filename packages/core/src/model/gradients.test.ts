import { expect, it } from 'vitest';
import type { Batch } from '../contracts/index.js';
import { StepStreams } from '../random/index.js';
import { smallModel, smallSession } from '../test-support/small-model.js';
import { lossAndGradients } from './gradients.js';

const batch: Batch = new Map([[0, smallSession(1)]]);
const gradientsOf = (scalars: Parameters<typeof smallModel>[0]) =>
  lossAndGradients(smallModel(scalars), batch, {
    split: 'valid',
    epoch: 0,
    random: new StepStreams(9, 4),
  }).gradients;

it('leaves the start state of an unused controller out, but for the compatible mode', () => {
  const unused = { ci_enc_dim: 0 };
  expect(gradientsOf({ scalars: unused }).has('decoder.con_h0')).toBe(false);
  const gradients = gradientsOf({ scalars: { ...unused, compat: 'lfads-torch-1.1' } });
  expect([...gradients.get('decoder.con_h0')!.dataSync()]).toEqual([0, 0, 0, 0]);
});

import { expect, it } from 'vitest';
import { hasWeightDecay } from './weight-decay.js';

const spared = [
  'ic_prior.mean',
  'co_prior.logtaus',
  'decoder.con_h0',
  'encoder.ic_enc_h0',
  'encoder.ic_linear.bias',
  'decoder.rnn.cell.gen_cell.bias_ih',
  'recon.0.scale',
];

it('lets weights decay', () => {
  for (const name of ['readout.0.weight', 'decoder.rnn.cell.gen_cell.weight_ih', 'weight_hh']) {
    expect(hasWeightDecay(name)).toBe(true);
  }
});

it('spares priors, biases and start states', () => {
  expect(spared.filter((name) => hasWeightDecay(name))).toEqual([]);
});

it('lets everything decay in the compatible mode', () => {
  expect(spared.filter((name) => !hasWeightDecay(name, 'lfads-torch-1.1'))).toEqual([]);
});

import { describe, expect, it } from 'vitest';
import { lfadsHyperparameters, lfadsScalars, usesController } from './hyperparameters.js';

const scalars = {
  encod_data_dim: 4,
  encod_seq_len: 6,
  recon_seq_len: 8,
  ic_enc_dim: 5,
  ci_enc_dim: 3,
  con_dim: 4,
  co_dim: 2,
  ic_dim: 3,
  gen_dim: 7,
  fac_dim: 3,
};

describe('the model’s scalars', () => {
  it('keep their names in camel case', () => {
    const hps = lfadsHyperparameters({ ...scalars, lr_adam_beta1: 0.8, l2_ic_enc_scale: 2 });
    expect(hps).toMatchObject({ encodDataDim: 4, lrAdamBeta1: 0.8, l2IcEncScale: 2 });
  });

  it('may bound states by infinity', () => {
    expect(lfadsHyperparameters({ ...scalars, cell_clip: Infinity }).cellClip).toBe(Infinity);
  });

  it('are refused with the key that is wrong', () => {
    expect(() => lfadsHyperparameters({ ...scalars, dropout_rate: 1 })).toThrow('dropout_rate');
    expect(() => lfadsHyperparameters({ ...scalars, gen_dims: 3 } as never)).toThrow('gen_dims');
  });

  it('are described, each of them', () => {
    const silent = Object.entries(lfadsScalars).filter(([, schema]) => !schema.description);
    expect(silent).toEqual([]);
  });

  it('leave out the controller when any of its sizes is zero', () => {
    const without = (key: string) => usesController(lfadsHyperparameters({ ...scalars, [key]: 0 }));
    expect(['ci_enc_dim', 'con_dim', 'co_dim'].map(without)).toEqual([false, false, false]);
    expect(usesController(lfadsHyperparameters(scalars))).toBe(true);
  });
});

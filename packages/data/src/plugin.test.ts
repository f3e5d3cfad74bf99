import { createRegistry, createRunContainer } from '@lfads/core';
import { describe, expect, it } from 'vitest';
import { BasicDataModule } from './basic-data-module.js';
import { dataPlugin } from './plugin.js';

const create = (options: object) =>
  createRunContainer(createRegistry([dataPlugin])).create('@lfads/data/BasicDataModule', options);

describe('@lfads/data/BasicDataModule in a config', () => {
  it('has the defaults of lfads-torch', () => {
    const dataModule = create({ datafile_pattern: 'x.h5' }) as BasicDataModule;
    expect(dataModule).toBeInstanceOf(BasicDataModule);
    expect(dataModule.options).toEqual({
      datafilePattern: 'x.h5',
      batchKeys: [],
      attrKeys: [],
      batchSize: 64,
      reshuffleTvSeed: undefined,
      reshuffleTvRatio: undefined,
      svRate: 0,
      svSeed: 0,
      dmIcEncSeqLen: 0,
      allowNan: false,
    });
  });

  it('takes its options by the names of lfads-torch, null for absent', () => {
    const { options } = create({
      datafile_pattern: ['a.h5', 'b*.h5'],
      batch_keys: ['behavior'],
      batch_size: 7,
      reshuffle_tv_seed: 3,
      reshuffle_tv_ratio: null,
      sv_rate: 0.1,
      sv_seed: 5,
      dm_ic_enc_seq_len: 4,
    }) as BasicDataModule;
    expect(options).toMatchObject({
      datafilePattern: ['a.h5', 'b*.h5'],
      batchKeys: ['behavior'],
      batchSize: 7,
      reshuffleTvSeed: 3,
      reshuffleTvRatio: undefined,
      svRate: 0.1,
      svSeed: 5,
      dmIcEncSeqLen: 4,
    });
  });

  it.each([
    [{}, 'datafile_pattern'],
    [{ datafile_pattern: 'x.h5', batch_size: 0 }, 'batch_size'],
    [{ datafile_pattern: 'x.h5', sv_rate: 1 }, 'sv_rate'],
    [{ datafile_pattern: 'x.h5', reshuffle_tv_ratio: 1.2 }, 'reshuffle_tv_ratio'],
    [{ datafile_pattern: 'x.h5', batchSize: 3 }, 'batchSize'],
  ])('refuses %j, naming %s', (options, key) => {
    expect(() => create(options)).toThrow(key);
  });

  it('describes every option', () => {
    for (const { options } of dataPlugin.components) {
      const { shape } = options as unknown as { shape: Record<string, { description?: string }> };
      for (const [key, { description }] of Object.entries(shape)) {
        expect([key, description]).toEqual([key, expect.any(String)]);
      }
    }
  });
});

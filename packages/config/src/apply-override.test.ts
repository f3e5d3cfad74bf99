import { describe, expect, it } from 'vitest';
import { composeText } from './test-support/compose-files.js';
import { problemOf } from './test-support/problems-of.js';

const YAML = `
seed: 0
nothing: null
model:
  fac_dim: 8
  train_aug_stack:
    transforms:
      - cd_rate: 0.3
        cd_pass_rate: 0.0
      - sigma: 1
  text: run_\${seed}
`;
const compose = (...overrides: string[]) =>
  composeText(YAML, overrides).tree as Record<string, never>;
const refused = (...overrides: string[]) => problemOf(() => compose(...overrides));

describe('setting values', () => {
  it('changes a value, in lists by index', () => {
    expect(
      compose('model.fac_dim=3', 'model.train_aug_stack.transforms.0.cd_rate=0.5'),
    ).toMatchObject({
      model: {
        fac_dim: 3,
        train_aug_stack: { transforms: [{ cd_rate: 0.5, cd_pass_rate: 0 }, { sigma: 1 }] },
      },
    });
  });

  it('replaces a list as a whole', () => {
    expect(compose('model.train_aug_stack.transforms=[]')).toMatchObject({
      model: { train_aug_stack: { transforms: [] } },
    });
  });

  it('joins a dict with the mapping that is there', () => {
    expect(compose('model.train_aug_stack.transforms.0={cd_rate: 0.1}')).toMatchObject({
      model: { train_aug_stack: { transforms: [{ cd_rate: 0.1, cd_pass_rate: 0 }, {}] } },
    });
  });

  it('may use interpolations', () => {
    expect(compose('seed=${model.fac_dim}')).toMatchObject({ seed: 8, model: { text: 'run_8' } });
  });

  it('lets later overrides win', () => {
    expect(compose('seed=1', 'seed=2')).toMatchObject({ seed: 2 });
  });

  it('names the nearest key when there is no such one', () => {
    expect(refused('model.fac_dims=3')).toMatchObject({
      code: 'LFADS_CONFIG_UNKNOWN_KEY',
      path: 'model.fac_dims',
      message: '"model" has no key "fac_dims".',
      hint: 'Did you mean "model.fac_dim"?  To add it, write +model.fac_dims=3.',
      origin: { kind: 'override', column: 1 },
    });
  });

  it('names the places that have a key of that name', () => {
    expect(refused('model.cd_rate=3').hint).toContain(
      '"model.train_aug_stack.transforms.0.cd_rate"',
    );
  });

  it('counts the items when an index is too large', () => {
    expect(refused('model.train_aug_stack.transforms.2.x=1').message).toContain(
      'has no item 2: it has 2',
    );
  });

  it('refuses unknown keys inside a dict', () => {
    expect(refused('model={fac_dim: 3, facdim: 4}')).toMatchObject({ path: 'model.facdim' });
  });

  it('refuses to look inside a number or an interpolation', () => {
    expect(refused('seed.x=1')).toMatchObject({
      code: 'LFADS_CONFIG_NOT_A_CONTAINER',
      path: 'seed',
    });
    expect(refused('+model.text.x=1')).toMatchObject({ code: 'LFADS_CONFIG_NOT_A_CONTAINER' });
  });
});

describe('adding values', () => {
  it('makes what is missing on the way', () => {
    expect(compose('+a.b.c=1')).toMatchObject({ a: { b: { c: 1 } } });
    expect(compose('+nothing.x=1')).toMatchObject({ nothing: { x: 1 } });
  });

  it('appends to a list with the next index', () => {
    expect(compose('+model.train_aug_stack.transforms.2={sigma: 2}')).toMatchObject({
      model: { train_aug_stack: { transforms: [{}, { sigma: 1 }, { sigma: 2 }] } },
    });
    expect(refused('+model.train_aug_stack.transforms.3={x: 1}').code).toBe(
      'LFADS_CONFIG_UNKNOWN_KEY',
    );
  });

  it('joins a dict with a mapping', () => {
    expect(compose('+model={extra: 1}')).toMatchObject({ model: { extra: 1, fac_dim: 8 } });
  });

  it('refuses what exists', () => {
    expect(refused('+seed=1')).toMatchObject({
      code: 'LFADS_CONFIG_KEY_EXISTS',
      hint: 'To change it, write seed=1.',
      origin: { column: 2 },
    });
  });

  it('does either with ++', () => {
    expect(compose('++seed=1', '++fresh.x=2')).toMatchObject({ seed: 1, fresh: { x: 2 } });
  });
});

describe('removing values', () => {
  it('removes a key, or an item of a list', () => {
    const tree = compose('~seed', '~model.text', '~model.train_aug_stack.transforms.0');
    expect(tree).toEqual({
      nothing: null,
      model: { fac_dim: 8, train_aug_stack: { transforms: [{ sigma: 1 }] } },
    });
  });

  it('removes on condition of a value', () => {
    expect(compose('~model.fac_dim=8')['model']).not.toHaveProperty('fac_dim');
    expect(refused('~model.fac_dim=9')).toMatchObject({ code: 'LFADS_CONFIG_VALUE_DIFFERS' });
  });

  it('names the nearest key when there is no such one', () => {
    expect(refused('~sead')).toMatchObject({
      code: 'LFADS_CONFIG_UNKNOWN_KEY',
      hint: 'Did you mean "seed"?',
    });
  });
});

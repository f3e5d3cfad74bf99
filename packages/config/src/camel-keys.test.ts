import { describe, expect, expectTypeOf, it } from 'vitest';
import { camelKeys } from './camel-keys.js';

class Part {
  some_field = 1;
}

describe('camelKeys', () => {
  it('maps snake_case to camelCase', () => {
    const mapped = camelKeys({
      fac_dim: 3,
      lr_adam_beta1: 0.9,
      l2_gen_scale: 0,
      cd_2_x: 1,
      _target_: 'x',
      seed: 1,
    });
    expect(mapped).toEqual({
      facDim: 3,
      lrAdamBeta1: 0.9,
      l2GenScale: 0,
      cd2X: 1,
      _target_: 'x',
      seed: 1,
    });
    expectTypeOf(mapped.facDim).toEqualTypeOf<number>();
    expectTypeOf(mapped.lrAdamBeta1).toEqualTypeOf<number>();
  });

  it('leaves inner keys alone unless asked', () => {
    expect(camelKeys({ a_b: { c_d: 1 } })).toEqual({ aB: { c_d: 1 } });
    expect(camelKeys({ a_b: [{ c_d: 1 }] }, true)).toEqual({ aB: [{ cD: 1 }] });
  });

  it('never looks into instances', () => {
    const part = new Part();
    expect(camelKeys({ the_part: part }, true)).toEqual({ thePart: part });
    expect(part).toEqual({ some_field: 1 });
  });
});

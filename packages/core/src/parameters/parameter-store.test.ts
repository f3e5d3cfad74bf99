import { describe, expect, it } from 'vitest';
import { constant, gruBias, varianceScaling, zeros } from './initializers.js';
import { ParameterStore } from './parameter-store.js';

const valuesOf = (store: ParameterStore, name: string) => [...store.snapshot().get(name)!.values];

describe('a parameter store', () => {
  it('draws the same initial values from the same seed', () => {
    const draw = (seed: number) => {
      const store = new ParameterStore(seed);
      store.scope('a').create('weight', [3, 5], varianceScaling(5));
      return valuesOf(store, 'a.weight');
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  it('leaves the values of one part as they are when another part comes', () => {
    const alone = new ParameterStore(3);
    alone.scope('second').create('weight', [4], varianceScaling(4));
    const both = new ParameterStore(3);
    both.scope('first').create('weight', [4], varianceScaling(4));
    both.scope('second').create('weight', [4], varianceScaling(4));
    expect(valuesOf(both, 'second.weight')).toEqual(valuesOf(alone, 'second.weight'));
    expect(valuesOf(both, 'first.weight')).not.toEqual(valuesOf(both, 'second.weight'));
  });

  it('scales normal draws by one over the root of the fan-in', () => {
    const store = new ParameterStore(0);
    store.scope().create('weight', [400, 100], varianceScaling(100));
    const values = valuesOf(store, 'weight');
    const variance = values.reduce((sum, value) => sum + value * value, 0) / values.length;
    expect(Math.sqrt(variance)).toBeCloseTo(0.1, 2);
  });

  it("starts a GRU's gates open and its candidate without bias", () => {
    const store = new ParameterStore(0);
    store.scope().create('bias_ih', [6], gruBias);
    expect(valuesOf(store, 'bias_ih')).toEqual([1, 1, 1, 1, 0, 0]);
  });

  it('lists frozen parameters apart from those to train', () => {
    const store = new ParameterStore(0);
    store.scope().create('bias_hh', [2], zeros, { trainable: false });
    store.scope().create('bias_ih', [2], zeros);
    expect([...store.entries.keys()]).toEqual(['bias_hh', 'bias_ih']);
    expect([...store.trainable().keys()]).toEqual(['bias_ih']);
  });

  it('freezes parameters by their names', () => {
    const store = new ParameterStore(0);
    for (const name of ['a', 'b']) store.scope().create(name, [2], zeros);
    store.freeze((name) => name === 'a');
    expect([...store.trainable().keys()]).toEqual(['b']);
  });

  it('lets parts use parameters without elements, but does not list them', () => {
    const store = new ParameterStore(0);
    expect(store.scope().create('con_h0', [1, 0], zeros).shape).toEqual([1, 0]);
    expect(store.entries.size).toBe(0);
    store.load(new Map());
  });

  it('refuses a name taken twice', () => {
    const scope = new ParameterStore(0).scope('prior');
    scope.create('mean', [2], zeros);
    expect(() => scope.create('mean', [2], zeros)).toThrow('"prior.mean"');
  });

  it('gives back what it loaded', () => {
    const store = new ParameterStore(0);
    store.scope().create('x', [2, 2], zeros);
    store.load(new Map([['x', { shape: [2, 2], values: Float32Array.of(1, 2, 3, 4) }]]));
    expect(valuesOf(store, 'x')).toEqual([1, 2, 3, 4]);
  });

  it('names every parameter that is missing, surplus or of another shape, and then loads none', () => {
    const store = new ParameterStore(0);
    for (const name of ['kept', 'lost', 'reshaped']) store.scope().create(name, [2], constant(5));
    const values = Float32Array.of(1, 2);
    const load = () =>
      store.load(
        new Map([
          ['kept', { shape: [2], values }],
          ['reshaped', { shape: [1, 2], values }],
          ['unknown', { shape: [2], values }],
        ]),
      );
    expect(load).toThrow(/lost: missing[^]*reshaped: \[1, 2\][^]*unknown: \[2\], not a parameter/);
    expect(valuesOf(store, 'kept')).toEqual([5, 5]);
  });

  it('keeps the place of parameters that hold nothing in files, which may lack them', () => {
    const store = new ParameterStore(1);
    store.scope('cell').create('weight', [6, 0], zeros);
    expect([...store.trainable().keys()]).toEqual([]);
    expect(store.snapshot().get('cell.weight')).toEqual({
      shape: [6, 0],
      values: new Float32Array(),
    });
    store.load(store.snapshot());
    store.load(new Map());
    const other = { shape: [3, 0], values: new Float32Array() };
    expect(() => store.load(new Map([['cell.weight', other]]))).toThrow(
      /cell\.weight: \[3, 0\], the model has \[6, 0\]/,
    );
  });
});

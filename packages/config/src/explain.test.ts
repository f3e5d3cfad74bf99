import { corePlugin, createRegistry } from '@lfads/core';
import { describe, expect, it } from 'vitest';
import { explainKey } from './explain.js';
import { describeOrigin } from './origin.js';
import { composeFiles } from './test-support/compose-files.js';
import { problemOf } from './test-support/problems-of.js';

const registry = createRegistry([corePlugin]);
const config = composeFiles(
  {
    'main.yaml':
      'defaults: [{prior: normal}, _self_]\nprior:\n  variance: ${default_variance}\ndefault_variance: 0.2\n',
    'prior/normal.yaml':
      '_target_: lfads_torch.modules.priors.MultivariateNormal\nmean: 0\nvariance: 0.1\nshape: 3\n',
  },
  ['prior.variance=0.5', '+extra=1', '~extra'],
);
const explain = (key: string) => explainKey(config, key, registry);

describe('explaining a key', () => {
  it('tells every place that set it, in order, as it was written there', () => {
    const { value, setBy } = explain('prior.variance');
    expect(value).toBe(0.5);
    const root = setBy[0]?.origin.kind === 'file' ? setBy[0].origin.root : '';
    expect(setBy.map((place) => [describeOrigin(place.origin, root), place.value])).toEqual([
      ['prior/normal.yaml:3:11', 0.1],
      ['main.yaml:3:13', '${default_variance}'],
      ['override "prior.variance=0.5"', 0.5],
    ]);
  });

  it("tells what the component's option is for, its type, bounds and default", () => {
    expect(explain('prior.variance').option).toMatchObject({
      of: '@lfads/core/MultivariateNormal',
      name: 'variance',
      type: 'number',
      bounds: '> 0',
      default: 0.1,
      description: 'Variance of every dimension',
    });
    expect(explain('default_variance').option).toBeUndefined();
  });

  it('tells what component a mapping is', () => {
    expect(explain('prior').component).toEqual({
      target: '@lfads/core/MultivariateNormal',
      kind: 'prior',
      summary: expect.stringContaining('Normal prior') as string,
    });
  });

  it('names the nearest key when there is none', () => {
    const problem = problemOf(() => explain('prior.varience'));
    expect(problem).toMatchObject({ code: 'LFADS_CONFIG_UNKNOWN_KEY', path: 'prior.varience' });
    expect(problem.hint).toContain('"prior.variance"');
  });

  it('counts a removal', () => {
    expect(config.historyOf('extra').map(({ value }) => value)).toEqual([1, undefined]);
  });
});

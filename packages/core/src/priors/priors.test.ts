import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { Prior } from '../contracts/index.js';
import { StepStreams } from '../random/index.js';
import { expectClose, hasFunctions, openFixture } from '../test-support/functions-fixture.js';
import { plainScope } from '../test-support/plain-scope.js';
import {
  AutoregressiveMultivariateNormal,
  MultivariateNormal,
  MultivariateStudentT,
  Null,
} from './index.js';

const built = (prior: Prior) => {
  const scope = plainScope();
  prior.build(scope);
  return { prior, variables: scope.variables };
};

/** Gives the prior the fixture's parameters, and compares its KL and all gradients with the fixture's. */
const expectKl = async (
  group: string,
  prior: Prior,
  names: { params: Record<string, string>; mean: string; std: string; noise?: string },
) => {
  const fixture = await openFixture(group);
  const { variables } = built(prior);
  for (const [ours, theirs] of Object.entries(names.params)) {
    variables.get(ours)!.assign(fixture.tensor(theirs));
  }
  const [mean, std] = [fixture.tensor(names.mean), fixture.tensor(names.std)];
  const noise = names.noise === undefined ? undefined : fixture.tensor(names.noise);
  expectClose(prior.kl(mean, std, noise), fixture.values('result'));
  const gradients = tf.grads((m: tf.Tensor, s: tf.Tensor) => prior.kl(m, s, noise))([mean, std]);
  expectClose(gradients[0]!, fixture.values(`grad_${names.mean}`));
  expectClose(gradients[1]!, fixture.values(`grad_${names.std}`));
  const byParam = tf.variableGrads(() => prior.kl(mean, std, noise)).grads;
  for (const [ours, theirs] of Object.entries(names.params)) {
    const variable = variables.get(ours)!;
    if (variable.trainable) expectClose(byParam[variable.name]!, fixture.values(`grad_${theirs}`));
  }
};

describe.skipIf(!hasFunctions)('priors against the reference', () => {
  it.each(['ic', 'co'])('MultivariateNormal gives the KL and gradients of %s', async (part) => {
    const shape = part === 'ic' ? 4 : 3;
    await expectKl(`mvn_kl/${part}`, new MultivariateNormal({ mean: 0, variance: 1, shape }), {
      params: { mean: 'prior_mean', logvar: 'prior_logvar' },
      mean: 'post_mean',
      std: 'post_std',
    });
  });

  it('AutoregressiveMultivariateNormal gives the KL and gradients of one sample', async () => {
    const prior = new AutoregressiveMultivariateNormal({ tau: 10, nvar: 0.1, shape: 3 });
    await expectKl('ar_kl', prior, {
      params: { logtaus: 'logtaus', lognvars: 'lognvars' },
      mean: 'post_mean',
      std: 'post_std',
      noise: 'eps',
    });
  });

  it.each(['ic', 'co'])('MultivariateStudentT gives the KL and gradients of %s', async (part) => {
    const shape = part === 'ic' ? 4 : 3;
    const prior = new MultivariateStudentT({ loc: 0, scale: 1, df: 5, shape });
    await expectKl(`studentt_kl/${part}`, prior, {
      params: { loc: 'prior_loc', logscale: 'prior_logscale' },
      mean: 'post_loc',
      std: 'post_scale',
      noise: 't_draws',
    });
  });
});

describe('priors', () => {
  it('start with the values they are given', () => {
    const normal = built(new MultivariateNormal({ mean: 0.5, variance: 0.25, shape: 2 }));
    expectClose(normal.variables.get('mean')!, [0.5, 0.5]);
    expectClose(normal.variables.get('logvar')!, [Math.log(0.25), Math.log(0.25)]);
    expect(normal.variables.get('logvar')!.trainable).toBe(false);
    const student = built(new MultivariateStudentT({ loc: -1, scale: 2, df: 4, shape: 1 }));
    expectClose(student.variables.get('loc')!, [-1]);
    expectClose(student.variables.get('logscale')!, [Math.log(2)]);
  });

  it('sample mean + std * noise, with gradients to both', () => {
    const { prior } = built(new MultivariateNormal({ mean: 0, variance: 1, shape: 2 }));
    const noise = tf.tensor2d([[1, -2]]);
    const sample = (mean: tf.Tensor, std: tf.Tensor) =>
      prior.makePosterior(mean, std).sample(noise);
    const [mean, std] = [tf.tensor2d([[3, 4]]), tf.tensor2d([[0.5, 2]])];
    expectClose(sample(mean, std), [3.5, 0]);
    const [dMean, dStd] = tf.grads(sample)([mean, std]);
    expectClose(dMean!, [1, 1]);
    expectClose(dStd!, [1, -2]);
  });

  it('Null samples nothing and costs nothing', () => {
    const prior = new Null();
    const mean = tf.tensor2d([[3, 4]]);
    const noise = prior.drawNoise(new StepStreams(1, 1), 'ic', [1, 2]);
    expectClose(prior.makePosterior(mean).sample(noise), [3, 4]);
    expectClose(prior.kl(), [0]);
  });

  it("Student-t noise has the t distribution's quartiles and tails", () => {
    const prior = new MultivariateStudentT({ loc: 0, scale: 1, df: 5, shape: 4 });
    const draws = prior.drawNoise(new StepStreams(7, 0), 'ic', [10_000, 4]).dataSync();
    const sorted = Float32Array.from(draws).sort();
    const quantile = (p: number) => sorted[Math.floor(p * sorted.length)]!;
    expect(sorted.every(Number.isFinite)).toBe(true);
    expect(quantile(0.5)).toBeCloseTo(0, 1);
    expect(quantile(0.75)).toBeCloseTo(0.7267, 1);
    expect(quantile(0.975)).toBeGreaterThan(2.45);
    expect(quantile(0.975)).toBeLessThan(2.7);
  });
});

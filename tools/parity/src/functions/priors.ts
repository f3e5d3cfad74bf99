import type { Prior } from '@lfads/core';
import { arNormalKl } from '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Comparison } from '../comparison.js';
import { createPart } from '../components.js';
import type { PartConfig } from '../fixture.js';
import { buildPart, type Group } from './group.js';

/**
 * log p of each trial: with a posterior of unit deviation around the sample and no noise, log q is a
 * constant, and what the KL adds to it is -log p.
 */
export function checkArLogProb(group: Group): Comparison[] {
  const logProb = (sample: Tensor3D, logtaus: Tensor1D, lognvars: Tensor1D) => {
    const kl = arNormalKl(sample, tf.onesLike(sample), tf.zerosLike(sample), logtaus, lognvars, 1);
    return tf.sub<tf.Scalar>((-sample.size * Math.log(2 * Math.PI)) / 2, kl);
  };
  const sample = group.tensor<Tensor3D>('sample');
  const logtaus = group.tensor<Tensor1D>('logtaus');
  const lognvars = group.tensor<Tensor1D>('lognvars');
  const trials = tf.split(sample, sample.shape[0], 0) as Tensor3D[];
  return [
    group.compare('result', tf.stack(trials.map((trial) => logProb(trial, logtaus, lognvars)))),
    ...group.compareGradients({ sample, logtaus, lognvars }, (...inputs) =>
      logProb(...(inputs as [Tensor3D, Tensor1D, Tensor1D])),
    ),
  ];
}

export const checkArKl = (group: Group): Comparison[] =>
  checkKl(
    group,
    { type: 'AutoregressiveMultivariateNormal', tau: 10, nvar: 0.1 },
    { mean: 'post_mean', std: 'post_std', noise: 'eps', parameters: ['logtaus', 'lognvars'] },
    '',
  );

export const checkNormalKl = (group: Group): Comparison[] =>
  checkKl(
    group,
    { type: 'MultivariateNormal', mean: 0, variance: 1 },
    { mean: 'post_mean', std: 'post_std', parameters: ['mean', 'logvar'] },
    'prior_',
  );

export const checkStudentTKl = (group: Group): Comparison[] =>
  checkKl(
    group,
    { type: 'MultivariateStudentT', loc: 0, scale: 1, df: group.number('df') },
    { mean: 'post_loc', std: 'post_scale', noise: 't_draws', parameters: ['loc', 'logscale'] },
    'prior_',
  );

interface KlInputs {
  mean: string;
  std: string;
  noise?: string;
  parameters: string[];
}

function checkKl(group: Group, config: PartConfig, inputs: KlInputs, prefix: string): Comparison[] {
  const mean = group.tensor(inputs.mean);
  const prior = createPart<Prior>({ ...config, shape: mean.shape.at(-1) });
  const parameters = buildPart(
    prior,
    Object.fromEntries(inputs.parameters.map((name) => [name, group.values(prefix + name)])),
  );
  const std = group.tensor(inputs.std);
  const noise = inputs.noise === undefined ? undefined : group.tensor(inputs.noise);
  const learned = Object.fromEntries(
    Object.entries(parameters).map(([name, variable]) => [prefix + name, variable]),
  );
  return [
    group.compare('result', prior.kl(mean, std, noise)),
    ...group.compareGradients({ [inputs.mean]: mean, [inputs.std]: std, ...learned }, (m, s) =>
      prior.kl(m!, s!, noise),
    ),
  ];
}

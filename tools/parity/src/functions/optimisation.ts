import { AdamW, plateauStep, startPlateau } from '@lfads/train';
import * as tf from '@tensorflow/tfjs-core';
import type { Comparison } from '../comparison.js';
import type { Group } from './group.js';

export function checkAdamW(group: Group): Comparison[] {
  const [lr, beta1, beta2, epsilon, weightDecay, clipNorm] = [...group.values('hyper')] as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const names = group.names();
  const indices = names
    .filter((name) => name.startsWith('start/'))
    .map((name) => name.split('/')[1]!);
  const variables = new Map(indices.map((i) => [i, tf.variable(group.tensor(`start/${i}`))]));
  const optimizer = new AdamW(variables, { beta1, beta2, epsilon, compat: 'lfads-torch-1.1' });
  const steps = names.filter(
    (name) => name.startsWith('grad/') && name.endsWith(`/${indices[0]}`),
  ).length;
  const norms: number[] = [];
  const compared: Comparison[] = [];
  for (let step = 0; step < steps; step++) {
    const gradients = new Map(indices.map((i) => [i, group.tensor(`grad/${step}/${i}`)]));
    norms.push(optimizer.step(gradients, { lr, weightDecay, clipNorm }).gradNorm);
    compared.push(...indices.map((i) => group.compare(`after/${step}/${i}`, variables.get(i)!)));
  }
  optimizer.dispose();
  variables.forEach((variable) => variable.dispose());
  return [...compared, group.compare('grad_norm_before_clip', norms)];
}

export function checkPlateau(group: Group): Comparison[] {
  const [lr, factor, patience, , minLr] = [...group.values('hyper')] as [
    number,
    number,
    number,
    number,
    number,
  ];
  let state = startPlateau(lr);
  const rates = Array.from(group.values('metric'), (metric) => {
    state = plateauStep(state, metric, { factor, patience, minLr });
    return state.learningRate;
  });
  return [group.compare('result_lr', rates)];
}

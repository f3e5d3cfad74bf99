import { gruCell, gruSequence, linear, normalizeRows } from '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Comparison } from '../comparison.js';
import type { Group } from './group.js';

export function checkGruCell(group: Group): Comparison[] {
  const biasHh = group.tensor<Tensor1D>('bias_hh');
  const clip = group.number('clip_value');
  const names = ['input', 'hidden', 'weight_ih', 'weight_hh', 'bias_ih'];
  const step = (...inputs: tf.Tensor[]) => {
    const [x, h, weightIh, weightHh, biasIh] = inputs as [
      Tensor2D,
      Tensor2D,
      Tensor2D,
      Tensor2D,
      Tensor1D,
    ];
    return gruCell({ x, h, weightIh, weightHh, biasIh, biasHh }, clip);
  };
  const inputs = Object.fromEntries(names.map((name) => [name, group.tensor(name)]));
  return [
    group.compare('result', step(...Object.values(inputs))),
    ...group.compareGradients(inputs, step, group.tensor('cotangent')),
  ];
}

export function checkBidirectionalGru(group: Group): Comparison[] {
  const x = group.tensor<Tensor3D>('input');
  const starts = tf.unstack(group.tensor('h0'), 0) as Tensor2D[];
  const run = <Output extends 'sequence' | 'last'>(output: Output) =>
    ['fwd', 'bwd'].map((direction, i) => {
      const of = (name: string) => group.tensor(`params/${direction}_gru.cell.${name}`);
      const inputs = {
        x,
        h0: starts[i]!,
        weightIh: of('weight_ih') as Tensor2D,
        weightHh: of('weight_hh') as Tensor2D,
        bias: tf.add(of('bias_ih'), of('bias_hh')) as Tensor1D,
      };
      return gruSequence(inputs, { output, reverse: i === 1 }) as tf.Tensor;
    });
  return [
    group.compare('result_output', tf.concat(run('sequence'), 2)),
    group.compare('result_h_n', tf.stack(run('last'))),
  ];
}

export function checkKernelNormalizedLinear(group: Group): Comparison[] {
  const inputs = {
    weight: group.tensor<Tensor2D>('weight'),
    input: group.tensor<Tensor2D>('input'),
  };
  const map = (weight: tf.Tensor, input: tf.Tensor) =>
    linear(input, normalizeRows(weight as Tensor2D));
  return [
    group.compare('result', map(inputs.weight, inputs.input)),
    ...group.compareGradients(
      inputs,
      (weight, input) => map(weight!, input!),
      group.tensor('cotangent'),
    ),
  ];
}

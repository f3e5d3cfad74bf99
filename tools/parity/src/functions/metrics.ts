import { bitsPerSpike, r2Score, ramp, regionalBitsPerSpike, SmoothedMetric } from '@lfads/core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import type { Comparison } from '../comparison.js';
import type { Group } from './group.js';

export const checkBitsPerSpike = (group: Group): Comparison[] => [
  group.compare('result', [
    bitsPerSpike(group.tensor<Tensor3D>('log_rates'), group.tensor<Tensor3D>('counts')),
  ]),
];

export function checkRegionalBitsPerSpike(group: Group): Comparison[] {
  const encoder = {
    channels: group.number('encod_data_dim'),
    steps: group.number('encod_seq_len'),
  };
  const [logRates, counts] = [
    group.tensor<Tensor3D>('log_rates'),
    group.tensor<Tensor3D>('counts'),
  ];
  const { bps, coBps, fpBps } = regionalBitsPerSpike(logRates, counts, encoder);
  return [group.compare('result', [bps, coBps, fpBps])];
}

export const checkR2Score = (group: Group): Comparison[] => [
  group.compare('result', [r2Score(group.tensor('preds'), group.tensor('targets'))]),
];

export function checkSmoothedMetric(group: Group): Comparison[] {
  const metric = new SmoothedMetric(group.number('coef'));
  const sizes = [...group.values('batch_sizes')];
  const values = group.values('batch_values');
  const epochs = Array.from({ length: values.length / sizes.length }, (_, epoch) => {
    sizes.forEach((size, i) => metric.update(values[epoch * sizes.length + i]!, size));
    return metric.compute();
  });
  return [group.compare('result', epochs)];
}

export function checkRamp(group: Group): Comparison[] {
  const rows = group.values('epoch_start_increase');
  const ramps = Array.from({ length: rows.length / 3 }, (_, i) =>
    ramp(rows[3 * i]!, rows[3 * i + 1]!, rows[3 * i + 2]!),
  );
  return [group.compare('result', ramps)];
}

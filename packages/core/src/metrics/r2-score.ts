import type { Tensor } from '@tensorflow/tfjs-core';

/**
 * R², the mean over the last axis; all leading axes are samples. Channels whose target never changes have
 * no R² and are left out; NaN when there is no other.
 *
 * @param preds, targets of one shape `[..., N]`
 */
export const r2Score = (preds: Tensor, targets: Tensor): number => {
  const channels = targets.shape.at(-1)!;
  const samples = targets.size / channels;
  const predicted = preds.dataSync();
  const target = targets.dataSync();
  const mean = new Float64Array(channels);
  const changes = new Uint8Array(channels);
  for (let i = 0; i < target.length; i++) {
    const channel = i % channels;
    mean[channel]! += target[i]! / samples;
    if (target[i] !== target[channel]) changes[channel] = 1;
  }
  const total = new Float64Array(channels);
  const residual = new Float64Array(channels);
  for (let i = 0; i < target.length; i++) {
    const channel = i % channels;
    total[channel]! += (target[i]! - mean[channel]!) ** 2;
    residual[channel]! += (target[i]! - predicted[i]!) ** 2;
  }
  let sum = 0;
  let scored = 0;
  for (let channel = 0; channel < channels; channel++) {
    if (changes[channel] === 0) continue;
    sum += 1 - residual[channel]! / total[channel]!;
    scored += 1;
  }
  return sum / scored;
};

import type { FitProgress } from '@lfads/train';
import { duration } from './duration.js';

/**
 * The progress line of a training: where it is, the losses of the last complete epoch, pace, time left.
 * Feed it every progress report in order.
 */
export function trainingProgress(): (progress: FitProgress) => string {
  let losses = '';
  let left = '';
  return (progress) => {
    if (progress.kind === 'epoch') {
      losses = ['train/recon', 'valid/recon']
        .flatMap((name) => {
          const value = progress.metrics[name];
          return value === undefined ? [] : [`${name} ${value.toFixed(4)}`];
        })
        .join('  ');
      left = `${duration(progress.secondsLeft)} left`;
    }
    const place = `epoch ${progress.epoch + 1}/${progress.maxEpochs}`;
    const batch = progress.kind === 'batch' ? `batch ${progress.batch}/${progress.batches}` : '';
    const pace = `${Math.round(progress.trialsPerSecond)} trials/s`;
    return [place, batch, losses, pace, left].filter((part) => part !== '').join('  ');
  };
}

import type { DataModule, DataStatistics, SessionStatistics } from '@lfads/core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/** Running sums over the bins of all trials, per channel. */
class ChannelSums {
  readonly sums: Float64Array;
  readonly counts: Float64Array;
  readonly maxima: Float32Array;

  constructor(private readonly channels: number) {
    this.sums = new Float64Array(channels);
    this.counts = new Float64Array(channels);
    this.maxima = new Float32Array(channels).fill(-Infinity);
  }

  add(data: Tensor3D): void {
    const values = data.dataSync<'float32'>();
    values.forEach((value, i) => {
      if (Number.isNaN(value)) return;
      const channel = i % this.channels;
      this.sums[channel]! += value;
      this.counts[channel]! += 1;
      this.maxima[channel] = Math.max(this.maxima[channel]!, value);
    });
  }

  means(): Float32Array {
    return Float32Array.from(this.sums, (sum, channel) => sum / this.counts[channel]!);
  }
}

function sessionStatistics(dataModule: DataModule, index: number): SessionStatistics {
  const { encodChannels, reconChannels } = dataModule.sessions[index]!;
  const [encod, recon] = [new ChannelSums(encodChannels), new ChannelSums(reconChannels)];
  for (const batch of dataModule.predictBatches(index, 'train')) {
    encod.add(batch.encodData);
    recon.add(batch.reconData);
    tf.dispose({ ...batch });
  }
  return { encodMeans: encod.means(), reconMeans: recon.means(), reconMaxima: recon.maxima };
}

/** Statistics of a data module's training trials; each session is read once, when it is asked for. A channel without data has the mean NaN. */
export function dataStatistics(dataModule: DataModule): DataStatistics {
  const known = new Map<number, SessionStatistics>();
  return {
    session(index) {
      const found = known.get(index) ?? sessionStatistics(dataModule, index);
      known.set(index, found);
      return found;
    },
  };
}

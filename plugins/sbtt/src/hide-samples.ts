import { createRandomStreams, LfadsError } from '@lfads/core';
import { type H5Dataset, readH5 } from '@lfads/data';

export interface HideOptions {
  /** Share of the samples to hide, in [0, 1). */
  fraction: number;
  seed: number;
}

/** Arrays that hold samples: what the encoders see, and what is to be predicted. */
const SAMPLES = /^(train|valid|test)_(encod|recon)_data$/;

/**
 * The arrays of a data file with a share of its samples replaced by NaN. A sample is one channel in one bin of one
 * trial; where encoder and target hold the same one, it is hidden from both.
 *
 * @returns the changed arrays, float32, by their keys
 * @throws LfadsError LFADS_SBTT_NO_SAMPLES when the file has none
 */
export async function hideSamples(
  path: string,
  { fraction, seed }: HideOptions,
): Promise<Map<string, H5Dataset>> {
  const arrays = [...(await readH5(path))].filter(([key]) => SAMPLES.test(key));
  if (arrays.length === 0) {
    throw new LfadsError(
      'LFADS_SBTT_NO_SAMPLES',
      `${path} has no train_encod_data or train_recon_data.`,
      'Give a file in the layout of @lfads/data.',
    );
  }
  const extents = new Map<string, number[]>();
  for (const [key, { shape }] of arrays) {
    const split = key.split('_')[0]!;
    const known = extents.get(split) ?? [0, 0, 0];
    extents.set(
      split,
      known.map((size, axis) => Math.max(size, shape[axis] ?? 0)),
    );
  }
  const hidden = new Map(
    [...extents].map(([split, [trials = 0, steps = 0, channels = 0]]) => {
      const draws = createRandomStreams(seed).named(`sbtt/${split}`);
      return [split, draws.uniform(trials * steps * channels)] as const;
    }),
  );
  return new Map(
    arrays.map(([key, { shape, data }]) => {
      const split = key.split('_')[0]!;
      const [, allSteps = 0, allChannels = 0] = extents.get(split)!;
      const [, steps = 0, channels = 0] = shape;
      const uniform = hidden.get(split)!;
      const values = Float32Array.from(data as ArrayLike<number>, (value, i) => {
        const channel = i % channels;
        const step = Math.floor(i / channels) % steps;
        const trial = Math.floor(i / channels / steps);
        const at = (trial * allSteps + step) * allChannels + channel;
        return uniform[at]! < fraction ? NaN : value;
      });
      return [key, { shape, data: values }];
    }),
  );
}

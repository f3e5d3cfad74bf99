/** One channel's values over time. */
export type Channel = ArrayLike<number>;

/** One trial of an array `[trial, time, channel]`, as `[channel][time]`. */
export function trialChannels(
  array: { shape: readonly number[]; data: ArrayLike<number> },
  trial: number,
): number[][] {
  const [, steps = 0, channels = 0] = array.shape;
  const start = trial * steps * channels;
  return Array.from({ length: channels }, (_, channel) =>
    Array.from({ length: steps }, (_, t) => Number(array.data[start + t * channels + channel])),
  );
}

/** Standard deviation over time. */
export function modulation(channel: Channel): number {
  const values = Array.from(channel);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

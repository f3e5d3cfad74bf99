import { LfadsError } from '@lfads/core';
import type { Series } from './series.js';

export interface BehaviorOptions {
  /** Channels of the behaviour to decode; default: all. */
  behaviorChannels?: readonly number[] | undefined;
  /** Steps by which the activity leads the behaviour that is decoded from it; default 0. */
  behaviorLag?: number | undefined;
}

/**
 * What is to be decoded from the rates of each step: chosen channels of the behaviour, as many steps later as the activity
 * leads; NaN where that is not recorded.
 *
 * @param behavior `[trial, step, channel]`
 * @throws LfadsError LFADS_NLB_BEHAVIOR_CHANNEL when there is no such channel
 */
export function alignedBehavior(
  { shape, data }: Series,
  { behaviorChannels, behaviorLag = 0 }: BehaviorOptions,
): Series {
  const [trials = 0, steps = 0, channels = 0] = shape;
  const chosen = behaviorChannels ?? Array.from({ length: channels }, (_, channel) => channel);
  const unknown = chosen.find((channel) => channel >= channels);
  if (unknown !== undefined) {
    throw new LfadsError(
      'LFADS_NLB_BEHAVIOR_CHANNEL',
      `The behaviour has no channel ${unknown}: it has ${channels}.`,
      `Choose among 0 to ${channels - 1}.`,
    );
  }
  const width = chosen.length;
  const values = Float64Array.from({ length: trials * steps * width }, (_, i) => {
    const row = Math.floor(i / width);
    const step = (row % steps) + behaviorLag;
    if (step < 0 || step >= steps) return NaN;
    return data[(row + behaviorLag) * channels + chosen[i % width]!]!;
  });
  return { shape: [trials, steps, width], data: values };
}

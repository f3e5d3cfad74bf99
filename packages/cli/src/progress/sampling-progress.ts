import type { SamplingProgress } from '@lfads/train';

/** The progress line of posterior sampling. */
export const samplingProgress = ({ session, split, done, trials }: SamplingProgress): string =>
  `sampling posteriors  ${session} ${split}  ${done}/${trials} trials`;

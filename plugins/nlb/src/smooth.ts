import type { Series } from './series.js';

/** How many standard deviations of the kernel count. */
const REACH = 4;

/**
 * Smooths each trial and channel over time with a Gaussian; at a trial's ends the kernel's rest is
 * normalised to 1.
 *
 * @param sd standard deviation in bins; 0 leaves the values as they are
 */
export function smooth({ shape, data }: Series, sd: number): Series {
  const [trials = 0, steps = 0, channels = 0] = shape;
  const reach = Math.ceil(REACH * sd);
  const kernel = Float64Array.from({ length: reach + 1 }, (_, lag) =>
    lag === 0 ? 1 : Math.exp(-0.5 * (lag / sd) ** 2),
  );
  const smoothed = new Float64Array(data.length);
  for (let step = 0; step < steps; step++) {
    const [first, last] = [Math.max(0, step - reach), Math.min(steps - 1, step + reach)];
    let total = 0;
    for (let from = first; from <= last; from++) total += kernel[Math.abs(from - step)]!;
    for (let from = first; from <= last; from++) {
      const weight = kernel[Math.abs(from - step)]! / total;
      for (let trial = 0; trial < trials; trial++) {
        const [to, source] = [step, from].map((t) => (trial * steps + t) * channels) as [
          number,
          number,
        ];
        for (let channel = 0; channel < channels; channel++) {
          smoothed[to + channel]! += weight * data[source + channel]!;
        }
      }
    }
  }
  return { shape, data: smoothed };
}

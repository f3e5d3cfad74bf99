import type { StepPart, StepProfile } from './profile-steps.js';
import { percent, textTable } from './text-table.js';

/** Outside kernels, parts below this share are not worth a line of their own. */
const WORTH_A_LINE = 0.01;

/** A step's time, kernel by kernel and outside kernels. */
export function profileTable(profile: StepProfile): string {
  const { kernels, outside, total_ms: total } = profile;
  const small = outside.filter(({ share }) => share < WORTH_A_LINE);
  const lines = [
    ...kernels,
    ...outside.filter(({ share }) => share >= WORTH_A_LINE),
    ...(small.length > 0 ? [together(`${small.length} smaller parts outside kernels`, small)] : []),
  ].map(cells);
  const sum = (name: string, share: number) => [
    name,
    '',
    (share * total).toFixed(3),
    percent(share, 1),
    '',
  ];
  return textTable(
    ['part', 'calls a step', 'ms a step', '% of step', 'GFLOP/s'],
    [
      ...lines,
      sum('in kernels', profile.kernels_share),
      sum('  of these masks and noise', profile.random_share),
      sum('outside kernels', profile.outside_share),
      sum('step, with clocks around its kernels', 1),
    ],
  );
}

function cells({ name, calls, ms, share, gflops }: StepPart): string[] {
  const speed = gflops === null ? '' : gflops.toFixed(0);
  return [name, calls.toFixed(1), ms.toFixed(3), percent(share, 1), speed];
}

function together(name: string, parts: readonly StepPart[]): StepPart {
  const total = (of: (part: StepPart) => number) => parts.reduce((sum, part) => sum + of(part), 0);
  return {
    name,
    calls: total(({ calls }) => calls),
    ms: total(({ ms }) => ms),
    share: total(({ share }) => share),
    gflops: null,
  };
}

import { profileKernels, type Profile } from '@lfads/backend-cpu';

/** A part of a step: one kernel, or work outside kernels. */
export interface StepPart {
  name: string;
  calls: number;
  ms: number;
  share: number;
  /** Of its matrix products; null for kernels without. */
  gflops: number | null;
}

/** Where a step's time goes, per step: `kernels` and `outside` add up to `total_ms`. */
export interface StepProfile {
  steps: number;
  total_ms: number;
  /** C++ kernels, the longest first. */
  kernels: StepPart[];
  /** Kernels in JavaScript, and what JavaScript does around the C++ ones, the longest first; then all else. */
  outside: StepPart[];
  kernels_share: number;
  outside_share: number;
  /** Of the kernels, those that draw and apply dropout masks and noise. */
  random_share: number;
  /** Newly allocated for tensors, none of the pool's own memory being free. */
  allocated_kb: number;
}

export const REST = 'tape, model, optimiser, garbage collection';

const RANDOM = ['philox', 'maskScale'];

/** Takes steps for so many seconds, two at least, with a clock around every kernel. */
export function profileSteps(step: () => void, seconds: number): StepProfile {
  let steps = 0;
  const profile = profileKernels(() => {
    const end = performance.now() + 1000 * seconds;
    while (steps < 2 || performance.now() < end) {
      step();
      steps++;
    }
  });
  return perStep(profile, steps);
}

/** The accounts of one of so many steps. */
export function perStep(profile: Profile, steps: number): StepProfile {
  const part = (name: string, calls: number, ms: number, flops = 0): StepPart => ({
    name,
    calls: calls / steps,
    ms: ms / steps,
    share: ms / profile.totalMs,
    gflops: flops > 0 ? flops / ms / 1e6 : null,
  });
  const kernels = profile.kernels.map((k) => part(k.name, k.calls, k.ms, k.flops));
  const outside = [
    ...profile.javascript.map(({ name, calls, ms }) => part(name, calls, ms)),
    part(REST, steps, profile.restMs),
  ];
  return {
    steps,
    total_ms: profile.totalMs / steps,
    kernels,
    outside,
    kernels_share: shareOf(kernels),
    outside_share: shareOf(outside),
    random_share: shareOf(kernels.filter(({ name }) => RANDOM.includes(name))),
    allocated_kb: profile.allocatedBytes / 1024 / steps,
  };
}

const shareOf = (parts: readonly StepPart[]) => parts.reduce((sum, { share }) => sum + share, 0);

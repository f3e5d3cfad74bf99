import * as tf from '@tensorflow/tfjs-core';
import type { SteadyState } from './measurement.js';

/** At most `times` as long as the timed steps take. */
const WARM_UP = { steps: 3, seconds: 2, times: 3 };
const FEWEST_RUNS = 5;
/** Steps so slow that the fewest of them would take this many times the time allowed are stopped short. */
const PATIENCE = 5;

/** Takes steps until the JIT and the pool of tensors' memory have seen enough; one, where one is slow. */
export function warmUp(step: () => void, seconds: number): void {
  const start = performance.now();
  const elapsed = () => (performance.now() - start) / 1000;
  const least = Math.min(WARM_UP.seconds, WARM_UP.times * seconds);
  for (let i = 0; i < WARM_UP.steps || elapsed() < least; i++) {
    step();
    if (elapsed() > PATIENCE * seconds) return;
  }
}

/** Times steps for so many seconds, and counts what they did to memory. */
export function timeSteps(
  step: () => void,
  seconds: number,
): { times: number[]; steady: SteadyState } {
  const before = memory();
  const times: number[] = [];
  const start = performance.now();
  let elapsed = 0;
  do {
    const begin = performance.now();
    step();
    const end = performance.now();
    times.push(end - begin);
    elapsed = (end - start) / 1000;
  } while (elapsed < seconds || (times.length < FEWEST_RUNS && elapsed < PATIENCE * seconds));
  const after = memory();
  return {
    times,
    steady: {
      minor_page_faults: (after.faults - before.faults) / times.length,
      rss_growth_kb: (after.rss - before.rss) / 1024 / times.length,
      new_tensors: after.tensors - before.tensors,
    },
  };
}

function memory() {
  return {
    faults: process.resourceUsage().minorPageFault,
    rss: process.memoryUsage.rss(),
    tensors: tf.memory().numTensors,
  };
}

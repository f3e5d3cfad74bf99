import { hashStream, philoxWords } from '@lfads/ops';
import type { InitialDraws } from '../contracts/index.js';

const toUnit = 2 ** -24;

/**
 * Draws for the initial values of the parameter `name`. Computed outside tensors, so that a seed gives
 * the same parameters, bit for bit, on every backend.
 */
export function initialDraws(seed: number, name: string): InitialDraws {
  const stream = hashStream(`init/${name}`);
  let draw = 0;
  const words = (count: number) => philoxWords(seed, stream, 0, draw++, Math.ceil(count / 4));
  return {
    uniform: (size) => Float32Array.from(words(size).subarray(0, size), (w) => (w >>> 8) * toUnit),
    normal: (size) => boxMuller(words(size + (size % 2)), size),
  };
}

/** Box-Muller on word pairs, as the op `philox` does it. */
function boxMuller(words: Uint32Array, size: number): Float32Array {
  const values = new Float32Array(size);
  for (let i = 0; i < size; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(((words[i]! >>> 8) + 1) * toUnit));
    const angle = 2 * Math.PI * (words[i + 1]! >>> 8) * toUnit;
    values[i] = radius * Math.cos(angle);
    if (i + 1 < size) values[i + 1] = radius * Math.sin(angle);
  }
  return values;
}

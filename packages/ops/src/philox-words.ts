const ROUNDS = 10;
const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;

type Words4 = readonly [number, number, number, number];

/**
 * Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"): four random words
 * from a counter and a key, written to `out` from `offset`. All are uint32.
 */
export function philox4x32(
  [c0, c1, c2, c3]: Words4,
  [k0, k1]: readonly [number, number],
  out: Uint32Array,
  offset: number,
): void {
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = multiplyHigh(c0, MULTIPLIER_0);
    const high1 = multiplyHigh(c2, MULTIPLIER_1);
    const low0 = Math.imul(c0, MULTIPLIER_0);
    const low1 = Math.imul(c2, MULTIPLIER_1);
    c0 = high1 ^ c1 ^ k0;
    c1 = low1;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = (k0 + WEYL_0) | 0;
    k1 = (k1 + WEYL_1) | 0;
  }
  out[offset] = c0;
  out[offset + 1] = c1;
  out[offset + 2] = c2;
  out[offset + 3] = c3;
}

/** The upper 32 bits of a 32 x 32 bit product, from products of 16-bit halves. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const low = Math.imul(aLow, bLow) >>> 16;
  const middle = (Math.imul(aHigh, bLow) >>> 0) + low;
  const carry = (Math.imul(aLow, bHigh) >>> 0) + (middle & 0xffff);
  return (Math.imul(aHigh, bHigh) + (middle >>> 16) + (carry >>> 16)) | 0;
}

/**
 * The words of blocks 0 … blocks - 1: block i is Philox of counter (i, 0, step, draw) under the key
 * (seed, stream), all uint32.
 *
 * @returns 4 * blocks words
 */
export function philoxWords(
  seed: number,
  stream: number,
  step: number,
  draw: number,
  blocks: number,
): Uint32Array {
  const words = new Uint32Array(4 * blocks);
  const key = [seed, stream] as const;
  for (let block = 0; block < blocks; block++) {
    philox4x32([block, 0, step, draw], key, words, 4 * block);
  }
  return words;
}

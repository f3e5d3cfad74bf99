import type { Workload } from './workloads.js';

export type Mode = 'train' | 'infer';

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/** Floating-point operations of the matrix products alone: 2mnk forward, and again per gradient taken. */
function product(m: number, n: number, k: number, gradients: number): number {
  return 2 * m * n * k * (1 + gradients);
}

/**
 * Operations in the matrix products of one pass. The data's own gradient is not taken (the read-in is
 * frozen), so the encoders' input products count one gradient.
 */
export function gemmFlops(w: Workload, mode: Mode): number {
  const g = mode === 'train' ? 2 : 0;
  const dataGradients = mode === 'train' ? 1 : 0;
  const trials = total(w.batch);
  const input = w.readinDim ?? w.encodChannels[0]!;
  const encoded = trials * w.encodSeqLen;
  const decoded = trials * w.reconSeqLen;
  const encoder = (hidden: number) =>
    2 *
    (product(encoded, 3 * hidden, input, dataGradients) + product(encoded, 3 * hidden, hidden, g));
  const perSession = w.batch.map(
    (size, s) =>
      product(size * w.reconSeqLen, w.reconChannels[s]!, w.facDim, g) +
      (w.readinDim ? product(size * w.encodSeqLen, w.readinDim, w.encodChannels[s]!, 0) : 0),
  );
  return (
    encoder(w.icEncDim) +
    encoder(w.ciEncDim) +
    product(trials, 2 * w.icDim, 2 * w.icEncDim, g) +
    product(trials, w.genDim, w.icDim, g) +
    product(encoded, 3 * w.conDim, 2 * w.ciEncDim, g) +
    product(decoded, 3 * w.conDim, w.conDim + w.facDim, g) +
    product(decoded, 2 * w.coDim, w.conDim, g) +
    product(decoded, 3 * w.genDim, w.genDim + w.coDim, g) +
    product(decoded, w.facDim, w.genDim, g) +
    total(perSession)
  );
}

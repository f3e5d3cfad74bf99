import * as ops from '@lfads/ops';
import type { Tensor } from '@tensorflow/tfjs-core';
import { randomTensor } from './against-composite.js';

type Named = Record<string, Tensor>;

export interface GruSizes {
  B: number;
  T: number;
  I: number;
  H: number;
}
export const gruTensors = ({ B, T, I, H }: GruSizes): Named => ({
  x: randomTensor([B, T, I], 1),
  h0: randomTensor([1, H], 2),
  weightIh: randomTensor([3 * H, I], 3, 0.5),
  weightHh: randomTensor([3 * H, H], 4, 0.5),
  bias: randomTensor([3 * H], 5, 0.5),
});
export const runGru =
  (options: ops.GruSequenceOptions = {}) =>
  (tensors: Named): Named => ({
    h: ops.gruSequence(tensors as unknown as ops.GruSequenceTensors, options),
  });

export interface DecoderSizes {
  B: number;
  T: number;
  /** Units of generator, factors, controller's input, controller and its outputs. */
  G: number;
  F: number;
  I: number;
  C: number;
  K: number;
}
/** The rows of the generator's matrices. */
export const generatorRows = (cell: ops.DecoderCell, G: number): number =>
  cell === 'gru' ? 3 * G : G;
export const CELLS: readonly ops.DecoderCell[] = ['gru', 'tanh', 'relu', 'linear'];

/** A decoder with its controller, sampling. */
export const decoderTensors = (
  { B, T, G, F, I, C, K }: DecoderSizes,
  cell: ops.DecoderCell = 'gru',
): Named => ({
  g0: randomTensor([B, G], 1),
  genWeightIh: randomTensor([generatorRows(cell, G), K], 2, 0.5),
  genWeightHh: randomTensor([generatorRows(cell, G), G], 3, 0.4),
  genBias: randomTensor([generatorRows(cell, G)], 4),
  facWeight: randomTensor([F, G], 5, 0.4),
  ci: randomTensor([B, T, I], 6),
  conH0: randomTensor([1, C], 7),
  conWeightIh: randomTensor([3 * C, I + F], 8, 0.4),
  conWeightHh: randomTensor([3 * C, C], 9, 0.4),
  conBias: randomTensor([3 * C], 10),
  coWeight: randomTensor([2 * K, C], 11, 0.4),
  coBias: randomTensor([2 * K], 12),
});
export const runDecoder =
  ({ B, T, K }: DecoderSizes, clip = 5, cell: ops.DecoderCell = 'gru') =>
  (tensors: Named): Named =>
    ops.decoderSequence(
      { ...tensors, coNoise: randomTensor([B, T, K], 20) } as unknown as ops.DecoderSequenceTensors,
      { steps: T, clip, maskScale: 1, cell },
    ) as unknown as Named;

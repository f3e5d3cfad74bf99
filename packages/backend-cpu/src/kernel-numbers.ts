/** The kernels' numbers: their places in the table of native/kernels.cpp. */
export const KERNEL = {
  gruSequence: 0,
  gruSequenceGrad: 1,
  linear: 2,
  linearGrad: 3,
  matMul: 4,
  poissonNll: 5,
  poissonNllGrad: 6,
  poissonNllSum: 7,
  poissonNllSumGrad: 8,
  poissonSums: 9,
  adamW: 10,
  philox: 11,
  decoderSequence: 12,
  decoderSequenceGrad: 13,
} as const;

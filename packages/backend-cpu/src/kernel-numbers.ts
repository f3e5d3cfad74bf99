/**
 * Raised, together with the number in native/addon.cpp, with every change of the kernels' numbers or
 * arguments: an addon with another number is not used.
 */
export const KERNEL_ABI = 3;

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
  maskScale: 14,
  controllerInput: 15,
  controllerInputGrad: 16,
  normalKl: 17,
  normalKlGrad: 18,
  arNormalKl: 19,
  arNormalKlGrad: 20,
  sum: 21,
  unary: 22,
  binary: 23,
  logicalNot: 24,
  normalizeRows: 25,
  normalizeRowsGrad: 26,
  normalParameters: 27,
  normalParametersGrad: 28,
  scaledNoise: 29,
} as const;

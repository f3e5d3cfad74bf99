import './tfjs.js';

export { adamwStep, type AdamWOptions, type AdamWState } from './adamw-step.js';
export { adamwUpdate, type AdamWUpdate } from './adamw-update.js';
export { arNormalKl } from './ar-normal-kl.js';
export { controllerInput, type ControllerInputOptions } from './controller-input.js';
export {
  decoderSequence,
  type ControllerTensors,
  type DecoderSequenceOptions,
  type DecoderSequenceOutputs,
  type DecoderSequenceTensors,
} from './decoder-sequence.js';
export type { DecoderCell } from './decoder-cells.js';
export { digamma } from './digamma.js';
export { OpError } from './errors.js';
export { setCompositeOps, withCompositeOps } from './fused.js';
export { gammaln } from './gammaln.js';
export { globalNorm } from './global-norm.js';
export { gradientMask } from './gradient-mask.js';
export { gruCell, type GruCellInputs } from './gru-cell.js';
export { gruSequence, type GruSequenceOptions, type GruSequenceTensors } from './gru-sequence.js';
export { hashStream } from './hash-stream.js';
export * from './kernels.js';
export { linear } from './linear.js';
export { maskScale } from './mask-scale.js';
export { stopGradient, withoutGradient } from './no-gradient.js';
export { normalKl } from './normal-kl.js';
export { normalizeRows } from './normalize-rows.js';
export { philox, type PhiloxOptions } from './philox.js';
export { philox4x32, philoxWords } from './philox-words.js';
export { poissonNll } from './poisson-nll.js';
export { poissonNllSum, type PoissonNllSumOptions } from './poisson-nll-sum.js';
export { poissonSums } from './poisson-sums.js';
export { sumSquares } from './sum-squares.js';
export { trigamma } from './trigamma.js';
export { normalParameters, type NormalParameters } from './normal-parameters.js';
export { scaledNoise } from './scaled-noise.js';
export { weightedSum } from './weighted-sum.js';

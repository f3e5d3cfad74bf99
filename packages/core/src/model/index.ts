export { AUTO_SIZES, type AutoSize, type SizeSources } from './auto-sizes.js';
export { lossAndGradients, readScalars, type LossAndGradients } from './gradients.js';
export { createGru, GruCell, gruStep } from './gru.js';
export * from './hyperparameters.js';
export { Lfads, type ForwardOptions, type LossOptions } from './lfads.js';
export type { BatchLoss, LossParts } from './loss.js';
export type { LfadsParts } from './parts.js';
export { ramp } from './ramps.js';

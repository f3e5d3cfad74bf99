export { Affine } from './affine.js';
export type { AffineOptions } from './affine.js';
export { FanInLinear } from './fan-in-linear.js';
export { Identity } from './identity.js';
export { KernelNormalizedLinear } from './kernel-normalized-linear.js';
export type { LinearOptions } from './linear-options.js';
export { Mlp } from './mlp.js';
export type { MlpOptions } from './mlp.js';

export { Affine } from './affine.js';
export type { AffineOptions } from './affine.js';
export { FanInLinear } from './fan-in-linear.js';
export type { FanInLinearOptions } from './fan-in-linear.js';
export { Identity } from './identity.js';

export { AutoregressiveMultivariateNormal } from './autoregressive-multivariate-normal.js';
export type { AutoregressiveMultivariateNormalOptions } from './autoregressive-multivariate-normal.js';
export { locationScale } from './location-scale.js';
export { MultivariateNormal } from './multivariate-normal.js';
export type { MultivariateNormalOptions } from './multivariate-normal.js';
export { MultivariateStudentT } from './multivariate-student-t.js';
export type { MultivariateStudentTOptions } from './multivariate-student-t.js';
export { Null } from './null.js';

export { Gaussian } from './gaussian.js';
export { MSE } from './mse.js';
export { blockParams, eachParam, onlyParam, singleParam } from './output-params.js';
export { Poisson } from './poisson.js';
export { PoissonBPS } from './poisson-bps.js';

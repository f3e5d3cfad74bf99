export { Bernoulli } from './bernoulli.js';
export { Gaussian } from './gaussian.js';
export { MSE } from './mse.js';
export { NegativeBinomial } from './negative-binomial.js';
export { blockParams, eachParam, onlyParam, singleParam } from './output-params.js';
export { Poisson } from './poisson.js';
export { PoissonBPS } from './poisson-bps.js';
export { Gamma } from './gamma.js';
export { gammaNll } from './gamma-nll.js';
export {
  describePosition,
  describeSupport,
  describeUnsupported,
  findUnsupported,
} from './support.js';

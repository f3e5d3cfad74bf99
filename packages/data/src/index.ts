export { DATA_ERRORS, type DataErrorCode } from './errors.js';
export type { H5Array, H5AttributeValue, H5Dataset, NumericArray } from './h5/types.js';
export { decodeHalf } from './h5/half-float.js';
export { readH5, readH5Attributes } from './h5/read.js';
export { appendH5, copyWithDatasets, writeH5, type H5WriteOptions } from './h5/write.js';
export { BasicDataModule } from './basic-data-module.js';
export type { BasicDataModuleOptions } from './session/options.js';
export { basicDataModule } from './basic-data-module.definition.js';
export { checkSupport } from './check-support.js';
export { dataStatistics } from './data-statistics.js';
export { dataPlugin } from './plugin.js';
export {
  sessionOutputPath,
  writeSessionOutput,
  type SessionOutputFile,
  type SplitOutputs,
} from './session-output.js';
export { simulateLorenz, type LorenzOptions, type Simulation } from './simulate/lorenz.js';
export { simulatePoissonLds, type Mode, type PoissonLdsOptions } from './simulate/poisson-lds.js';
export { type WindowOptions, type Windows, windowsOf } from './windows/windows.js';

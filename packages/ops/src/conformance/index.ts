import '../tfjs.js';
import type { ConformanceCase } from './case.js';
import { parameterCases } from './parameter-cases.js';
import { pointwiseCases } from './pointwise-cases.js';
import { recurrentCases } from './recurrent-cases.js';

export type { ConformanceCase } from './case.js';
export { checkComposite, checkConformance } from './check.js';

/** Every fused kernel of the contract on many shapes, masks and options. */
export const conformanceCases: readonly ConformanceCase[] = [
  ...recurrentCases,
  ...pointwiseCases,
  ...parameterCases,
];

export { type Check, ConformanceError } from './check.js';
export {
  conformance,
  conformanceChecks,
  type ConformanceOptions,
  type RegisterTest,
} from './conformance.js';
export type { PriorPlace } from './suites/prior.js';
export type { Options, SubjectOptions } from './subject.js';
export type { ChangeState } from './training.js';

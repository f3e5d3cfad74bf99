export { alignedBehavior, type BehaviorOptions } from './behavior.js';
export { bitsPerSpike } from './bits-per-spike.js';
export { conditionsOf } from './conditions.js';
export { evaluateFile, type EvaluateOptions } from './evaluate-file.js';
export {
  evaluate,
  type Evaluation,
  type EvaluationData,
  type ScoreName,
  SCORES,
} from './evaluation.js';
export { type Arrays, fromRecording, type Rates, type RecordingOptions } from './from-recording.js';
export { fromTarget } from './from-target.js';
export { nlbPlugin, nlbPlugin as default } from './plugin.js';
export { type Conditions, psthOf, psthR2, type PsthOptions } from './psth.js';
export {
  addMoments,
  inputScale,
  type LinearMap,
  mapR2,
  type Moments,
  moments,
  ridge,
} from './ridge.js';
export { allRows, crop, type Range, rows, type Series } from './series.js';
export { smooth } from './smooth.js';
export { speedTpCorrelation } from './speed-tp-correlation.js';
export { type DecodedSplit, velocityDecoding } from './velocity-decoding.js';

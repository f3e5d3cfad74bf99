export {
  EarlyStoppingWithBurnInPeriod,
  type EarlyStoppingOptions,
} from './callbacks/early-stopping.js';
export { LearningRateMonitor } from './callbacks/learning-rate-monitor.js';
export { ModelCheckpoint, type ModelCheckpointOptions } from './callbacks/model-checkpoint.js';
export { RasterPlot, type RasterPlotOptions } from './callbacks/raster-plot.js';
export { TrajectoryPlot, type TrajectoryPlotOptions } from './callbacks/trajectory-plot.js';
export {
  loadCheckpoint,
  removeCheckpoint,
  saveCheckpoint,
  type Checkpoint,
} from './checkpoints/checkpoint.js';
export { writeFileAtomic } from './checkpoints/atomic-write.js';
export { initialCheckpoint } from './checkpoints/initial-checkpoint.js';
export type { RunState } from './checkpoints/run-state.js';
export {
  decodeSafetensors,
  encodeSafetensors,
  type NamedArray,
} from './checkpoints/safetensors.js';
export { TRAIN_ERROR_CODES, type TrainErrorCode } from './error-codes.js';
export type { FitResult, TrainerOptions } from './fit/fit.js';
export type { FitState } from './fit/fit-state.js';
export type { BatchProgress, EpochProgress, FitProgress } from './fit/progress.js';
export type { FitOptions } from './fit/run.js';
export { AdamW, type AdamWOptions } from './optimizer/adamw.js';
export { adamWFactory, type AdamWChanges } from './optimizer/adamw-factory.js';
export { reduceOnPlateau, type ReduceOnPlateauOptions } from './optimizer/reduce-on-plateau.js';
export {
  plateauStep,
  startPlateau,
  type PlateauOptions,
  type PlateauState,
} from './optimizer/plateau.js';
export { trainStep, type TrainStepOptions, type TrainStepResult } from './step/train-step.js';
export { Trainer } from './trainer.js';
export { trainPlugin } from './plugin/index.js';
export type { PosteriorSampling } from './plugin/posterior-sampling.js';
export {
  runPosteriorSampling,
  type PosteriorSamplingOptions,
  type SamplingProgress,
} from './posterior/posterior-sampling.js';
export { CsvLogger } from './loggers/csv-logger.js';
export { JsonLinesLogger } from './loggers/json-lines-logger.js';
export { TensorBoardLogger } from './loggers/tensorboard-logger.js';
export { WandbLogger, type WandbLoggerOptions } from './loggers/wandb-logger.js';

import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import type { Compat } from './compat.js';
import type { Metrics } from './training.js';

/** A plain array with its shape, as checkpoints hold it. */
export interface NamedArray {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export interface OptimizerStepOptions {
  /** Learning rate. */
  lr: number;
  /** Decay per step is `lr * weightDecay`. */
  weightDecay: number;
  /** Largest 2-norm of all gradients together; larger ones are scaled down. Infinity: no clipping. */
  clipNorm: number;
  /** The gradients' norm, when the caller has it already. */
  gradNorm?: number;
}

/** What a resumed run needs of an optimiser. */
export interface OptimizerState {
  /** `<name>/<parameter>`: running averages and the like. */
  readonly moments: ReadonlyMap<string, NamedArray>;
  /** Steps made, by parameter. */
  readonly steps: Readonly<Record<string, number>>;
}

/** Changes parameters by their gradients. */
export interface Optimizer {
  /** @param gradients by parameter name, of the parameters' shapes; they stay the caller's. */
  step(gradients: ReadonlyMap<string, Tensor>, options: OptimizerStepOptions): { gradNorm: number };
  getState(): OptimizerState;
  setState(state: OptimizerState): void;
  dispose(): void;
}

/** What the model says of its optimiser (`model.lr_adam_beta1`, …). */
export interface OptimizerDefaults {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly compat?: Compat;
}

/** A part chosen by `trainer.optimizer`: makes the optimiser of one training. */
export interface OptimizerFactory {
  create(parameters: ReadonlyMap<string, Variable>, defaults: OptimizerDefaults): Optimizer;
}

/** What a schedule carries from epoch to epoch, JSON-serialisable. */
export interface ScheduleState {
  readonly learningRate: number;
  readonly [key: string]: unknown;
}

/** What the model says of its learning rate (`model.lr_init`, `model.lr_decay`, …). */
export interface ScheduleDefaults {
  /** Whether the rate changes at all. */
  readonly lrScheduler: boolean;
  readonly lrInit: number;
  readonly lrStop: number;
  readonly lrDecay: number;
  readonly lrPatience: number;
}

/** A part chosen by `trainer.schedule`: the learning rate of every epoch. */
export interface Schedule {
  start(defaults: ScheduleDefaults): ScheduleState;
  /**
   * After an epoch.
   * @param epoch 0-based, the one that has ended
   * @param metrics of that epoch: `valid/recon_smth`, …
   */
  next(
    state: ScheduleState,
    epoch: number,
    metrics: Metrics,
    defaults: ScheduleDefaults,
  ): ScheduleState;
}

import { fit, type FitResult, type TrainerOptions } from './fit/fit.js';
import type { FitOptions } from './fit/run.js';

/** A training's schedule; what is trained comes with `fit`. */
export class Trainer {
  constructor(readonly options: TrainerOptions) {}

  fit(options: FitOptions): Promise<FitResult> {
    return fit(this.options, options);
  }
}

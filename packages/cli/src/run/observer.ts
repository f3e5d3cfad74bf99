import type { BackendInfo } from '@lfads/core';
import type { FitProgress, SamplingProgress } from '@lfads/train';

/** Who watches a run. */
export interface RunObserver {
  /** The run's folder exists and training is about to begin. */
  started(runDir: string, backend: BackendInfo): void;
  training(progress: FitProgress): void;
  sampling(progress: SamplingProgress): void;
  warning(message: string): void;
}

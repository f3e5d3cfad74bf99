import type {
  AugmentationOrder,
  GeneratorCell,
  Prior,
  Readin,
  Readout,
  Reconstruction,
} from '../contracts/index.js';

/** What a model is put together from; readin, readout and reconstruction by session. */
export interface LfadsParts {
  readin: readonly Readin[];
  readout: readonly Readout[];
  reconstruction: readonly Reconstruction[];
  icPrior: Prior;
  coPrior: Prior;
  trainAugStack: AugmentationOrder;
  inferAugStack: AugmentationOrder;
  /** Default: lfads-torch's clipped GRU. */
  generatorCell?: GeneratorCell | undefined;
}

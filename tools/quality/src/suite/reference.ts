/** What a trained model reaches on lorenz.h5, and when. */
export interface Milestone {
  epochs: number;
  /** R² of the rates: mean over neurons, and over all. */
  rateR2: number;
  rateR2Overall: number;
  bitsPerSpike: number;
}

/**
 * lfads-torch 1.1.0, trained with the same config and seed 0 on the same data, scored in the same way: the
 * best checkpoint of the first epochs, 50 posterior samples.
 */
export const REFERENCE: readonly Milestone[] = [
  { epochs: 100, rateR2: 0.935, rateR2Overall: 0.94, bitsPerSpike: 0.3825 },
  { epochs: 134, rateR2: 0.949, rateR2Overall: 0.956, bitsPerSpike: 0.3876 },
];

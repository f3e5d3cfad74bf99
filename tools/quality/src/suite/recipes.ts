/** How one data set is trained. */
export interface Recipe {
  /** Stem of the data file. */
  data: string;
  title: string;
  overrides: readonly string[];
}

/** The reference's own config for these data: no controller, and its penalties. */
const LORENZ_REFERENCE = [
  'model=lorenz',
  'model.l2_gen_scale=1e-4',
  'model.kl_ic_scale=1e-4',
  'datamodule=lorenz',
  // A longer training than the reference's 134 epochs, in less than a sixth of its time.
  'trainer.max_epochs=200',
  // The fitness at any epoch is that of the best checkpoint until then.
  'callbacks.model_checkpoint.save_top_k=-1',
];

export const RECIPES: readonly Recipe[] = [
  {
    data: 'lorenz',
    title: 'Simulated spikes of 30 neurons on a Lorenz attractor',
    overrides: LORENZ_REFERENCE,
  },
  ...(
    [
      ['macaque_grasp_cosmooth', 'Macaque motor cortex, reach to grasp: held-out units and time'],
      ['rat_timing', 'Rat motor cortex, two timed lever taps'],
      ['macaque_continuous', 'Macaque motor cortex, continuous hand movements'],
    ] as const
  ).map(([data, title]) => ({ data, title, overrides: [`model=${data}`, `datamodule=${data}`] })),
];

import { writeH5 } from '@lfads/data';

export const TRIALS = { train: 20, valid: 8 };
export const STEPS = 12;
export const CHANNELS = 5;

/** Writes a small file of spike counts: channels that rise and fall with a phase of their own. */
export async function writeTinyData(path: string, change: (arrays: Arrays) => void = () => {}) {
  const arrays: Arrays = new Map();
  for (const [split, trials] of Object.entries(TRIALS)) {
    const shape = [trials, STEPS, CHANNELS];
    const data = Float32Array.from({ length: trials * STEPS * CHANNELS }, (_, i) => {
      const channel = i % CHANNELS;
      const step = Math.floor(i / CHANNELS) % STEPS;
      const trial = Math.floor(i / CHANNELS / STEPS);
      return Math.max(0, Math.round(1.4 * Math.sin(step / 3 + channel + trial) + 0.6));
    });
    arrays.set(`${split}_encod_data`, { shape, data });
    arrays.set(`${split}_recon_data`, { shape, data });
    arrays.set(`${split}_truth`, { shape, data: data.map((count) => 0.5 * count + 0.25) });
  }
  change(arrays);
  await writeH5(path, arrays);
}

type Arrays = Map<string, { shape: number[]; data: Float32Array }>;

/** Overrides that fit the Lorenz config to the tiny file, and keep it small. */
export const tinyOverrides = (file: string): string[] => [
  'model=lorenz',
  `datamodule.datafile_pattern=${file}`,
  'datamodule.batch_size=8',
  'model.ic_enc_dim=6',
  'model.ic_dim=4',
  'model.gen_dim=8',
  'model.fac_dim=3',
  'trainer.max_epochs=4',
  'posterior_sampling.fn.num_samples=3',
];

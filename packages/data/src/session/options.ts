/** Options of BasicDataModule; the names in YAML are lfads-torch's, in snake_case. */
export interface BasicDataModuleOptions {
  /** A path, a glob pattern, or a list of them. Each file is a session; they are sorted by path. */
  datafilePattern: string | readonly string[];
  /** Further arrays that come with the batches: `train_<key>`, `valid_<key>`. */
  batchKeys?: readonly string[];
  /** Arrays kept for analysis, under their own names. */
  attrKeys?: readonly string[];
  /**
   * Trials per training batch over all sessions; each session gets an equal share. `auto`: 64, or less
   * where a session has fewer training trials than its share.
   */
  batchSize?: number | 'auto';
  /** Mixes training and validation trials before use. */
  reshuffleTvSeed?: number | undefined;
  /** The share of validation trials after mixing; as many as before when absent. */
  reshuffleTvRatio?: number | undefined;
  /** Probability that a sample is hidden from the encoder for sample validation. */
  svRate?: number;
  svSeed?: number;
  /** Steps at the start that belong to the initial condition's encoder alone (the model's ic_enc_seq_len). */
  dmIcEncSeqLen?: number;
  /** NaN marks missing samples of encod_data and recon_data. */
  allowNan?: boolean;
}

export type ResolvedOptions = Required<BasicDataModuleOptions>;

export const resolveOptions = (options: BasicDataModuleOptions): ResolvedOptions => ({
  batchKeys: [],
  attrKeys: [],
  batchSize: 64,
  reshuffleTvSeed: undefined,
  reshuffleTvRatio: undefined,
  svRate: 0,
  svSeed: 0,
  dmIcEncSeqLen: 0,
  allowNan: false,
  ...options,
});

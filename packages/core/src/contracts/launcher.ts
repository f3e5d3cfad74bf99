/** One training of a sweep. */
export interface Job {
  /** Unique in the sweep; a folder's name. */
  readonly id: string;
  /** Changes of the sweep's config: `model.kl_ic_scale=1e-5`. */
  readonly overrides: readonly string[];
  /** The run's folder, absolute. */
  readonly dir: string;
}

export type JobResult =
  | { readonly ok: true; readonly metrics: Readonly<Record<string, number>> }
  | { readonly ok: false; readonly reason: string };

/** Where the trainings of a sweep are run: in processes of this machine, on a cluster. */
export interface Launcher {
  /** How many jobs it takes at a time. */
  readonly slots: number;
  /** Runs a job to its end. A job that fails gives its reason; only a launcher that cannot go on throws. */
  launch(job: Job, signal: AbortSignal): Promise<JobResult>;
  dispose?(): void | Promise<void>;
}

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

/** What runs a job on a machine that sees the sweep's folder. */
export interface JobCommand {
  /**
   * A program and its arguments. Its standard output is the lines of `lfads train --json`, of which the last tells
   * what came of the job. SIGINT stops it, with a checkpoint saved.
   */
  readonly argv: readonly string[];
  /** The folder it is started in, absolute. */
  readonly cwd: string;
}

/** Where the trainings of a sweep are run: in processes of this machine, on a cluster. */
export interface Launcher {
  /** How many jobs it takes at a time. */
  readonly slots: number;
  /** Runs a job to its end. A job that fails gives its reason; only a launcher that cannot go on throws. */
  launch(job: Job, signal: AbortSignal): Promise<JobResult>;
  dispose?(): void | Promise<void>;
}

/** What was started to compute with. */
export interface BackendInfo {
  /** Name of the tfjs back end: `lfads-cpu`, `tensorflow`. */
  readonly name: string;
  /** In words: `native (avx512), 2 threads`. */
  readonly words: string;
  /** Whether a GPU computes. */
  readonly gpu: boolean;
  /** Why this one, or what would be faster. */
  readonly note?: string;
  /** For machines: `{ engine: 'native', threads: 2 }`. */
  readonly details?: Readonly<Record<string, string | number>>;
}

/** What `lfads doctor` says of a back end that is not in use. */
export interface BackendProbe {
  readonly available: boolean;
  /** Whether it would compute on a GPU. */
  readonly gpu: boolean;
  /** What it would compute with, or what to install. */
  readonly note: string;
}

/** Something that computes: a tfjs back end and what has to be done before it can be used. */
export interface Backend {
  /**
   * Registers the back end with tfjs and makes it the one in use.
   * @throws LfadsError with what to install, when it cannot be started
   */
  start(): Promise<BackendInfo>;
  /** Looks whether it could be started, and leaves the back end in use as it is. */
  probe?(): Promise<BackendProbe>;
}

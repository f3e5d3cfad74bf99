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
}

/** Something that computes: a tfjs back end and what has to be done before it can be used. */
export interface Backend {
  /**
   * Registers the back end with tfjs and makes it the one in use.
   * @throws LfadsError with what to install, when it cannot be started
   */
  start(): Promise<BackendInfo>;
}

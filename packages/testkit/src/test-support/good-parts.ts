import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type {
  Augmentation,
  Callback,
  DataModule,
  DataSplit,
  Job,
  JobResult,
  Launcher,
  LoadedBatch,
  Logger,
  Metrics,
  RunPaths,
  SessionBatch,
  SessionInfo,
  TrainingState,
} from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { uniforms } from '../numbers.js';

/** Halves half of the input, and weighs the losses by what was left. */
export const goodAugmentation = (): Augmentation => ({
  processBatch(batch, { random, session }) {
    const mask = random.bernoulli(`good/${session}`, batch.encodData.shape, 0.5);
    const weight = tf.add(tf.cast(mask, 'float32'), 0.5);
    return { batch: { ...batch, encodData: tf.mul(batch.encodData, weight) }, memo: weight };
  },
  processLosses: (losses, memo) => tf.mul(losses, tf.mean(memo as tf.Tensor)),
});

const TRIALS: Record<DataSplit, number> = { train: 4, valid: 2, test: 1 };
const [STEPS, CHANNELS, BATCH] = [3, 2, 2];

/** Two sessions of made-up counts. */
export class GoodData implements DataModule {
  readonly sessions: readonly SessionInfo[] = ['a', 'b'].map((name) => ({
    name,
    path: `${name}.h5`,
    encodSteps: STEPS,
    encodChannels: CHANNELS,
    reconSteps: STEPS,
    reconChannels: CHANNELS,
    extInputDim: 0,
    trials: TRIALS,
  }));
  readonly trainBatchCount = TRIALS.train / BATCH;
  private version = 0;

  async setup(): Promise<void> {}

  async reload(): Promise<void> {
    this.version++;
  }

  trainBatches(seed: number, epoch: number): Iterable<LoadedBatch> {
    return this.batches(seed, epoch);
  }

  *batches(seed: number, epoch: number): Generator<LoadedBatch> {
    for (let i = 0; i < TRIALS.train / BATCH; i++) {
      yield this.loaded(BATCH, 1000 * seed + 10 * epoch + i);
    }
  }

  *validBatches(): Generator<LoadedBatch> {
    yield this.loaded(TRIALS.valid, 7);
  }

  *predictBatches(session: number, split: DataSplit): Generator<SessionBatch> {
    yield* this.split(session, split);
  }

  *split(session: number, split: DataSplit): Generator<SessionBatch> {
    yield this.session(TRIALS[split], session);
  }

  private loaded(trials: number, seed: number): LoadedBatch {
    const batch = new Map([0, 1].map((s) => [s, this.session(trials, seed + s)] as const));
    return { batch, extra: new Map() };
  }

  private session(trials: number, seed: number): SessionBatch {
    const values = () =>
      tf.tensor3d(uniforms(trials * STEPS * CHANNELS, seed + 50 * this.version), [
        trials,
        STEPS,
        CHANNELS,
      ]);
    return { encodData: values(), reconData: values() };
  }
}

/** Counts epochs and stops at the fourth. */
export class GoodCallback implements Callback {
  private epochs = 0;

  onEpochEnd({ log, stop }: TrainingState): void {
    this.epochs += 1;
    log('epochs', this.epochs);
    if (this.epochs === 4) stop('four epochs');
  }

  getState(): { epochs: number } {
    return { epochs: this.epochs };
  }

  setState({ epochs }: { epochs: number }): void {
    this.epochs = epochs;
  }
}

/** Appends lines to a file of the run. */
export class GoodLogger implements Logger {
  /** For a logger that mixes runs up: the folder of the first. */
  static first: string | undefined;
  private folder = '';

  start(paths: RunPaths): void {
    this.begin(paths);
  }

  begin({ dir }: RunPaths): void {
    this.folder = join(dir, 'log');
    mkdirSync(this.folder, { recursive: true });
  }

  metrics(metrics: Metrics, epoch: number): void {
    this.write(`${epoch} ${JSON.stringify(metrics)}\n`);
  }

  write(text: string): void {
    appendFileSync(join(this.folder, 'lines'), text);
  }

  finish(): void {}
}

/** Knows what the jobs of the checks come to, without running them. */
export class GoodLauncher implements Launcher {
  readonly slots: number = 2;
  protected running = 0;

  async launch({ id }: Job, signal: AbortSignal): Promise<JobResult> {
    if (signal.aborted) return { ok: false, reason: 'It was not begun.' };
    this.running++;
    await new Promise((resolve) => setTimeout(resolve, 1));
    this.running--;
    if (id === 'done') return { ok: true, metrics: { 'valid/recon': 0.5 } };
    if (id === 'error') return { ok: false, reason: 'The data are gone.' };
    if (id === 'killed') return { ok: false, reason: 'It was killed.' };
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    return { ok: false, reason: 'It was stopped.' };
  }

  get busy(): boolean {
    return this.running > 0;
  }
}

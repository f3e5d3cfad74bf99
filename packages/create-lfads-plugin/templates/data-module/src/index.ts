import { createRandomStreams, defineDataModule, definePlugin, LfadsError } from '@lfads/core';
import type { DataModule, DataSplit, LoadedBatch, SessionBatch, SessionInfo } from '@lfads/core';
import { readH5 } from '@lfads/data';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';

interface Options {
  file: string;
  key: string;
  validEvery: number;
  batchSize: number;
}

/** One array of all trials in an HDF5 file; every n-th trial is for validation. */
class AllTrials implements DataModule {
  sessions: readonly SessionInfo[] = [];
  trainBatchCount = 0;
  private shape: readonly [trials: number, steps: number, channels: number] = [0, 0, 0];
  private data: ArrayLike<number> = [];
  private readonly trials: Record<DataSplit, number[]> = { train: [], valid: [], test: [] };

  constructor(private readonly options: Options) {}

  /** Reads and checks everything; called more than once. */
  async setup(): Promise<void> {
    if (this.sessions.length > 0) return;
    const { file, key, validEvery, batchSize } = this.options;
    const { shape, data } = (await readH5(file, [key])).get(key)!;
    const [trials, steps, channels] = shape;
    if (trials === undefined || steps === undefined || channels === undefined) {
      throw new LfadsError(
        'LFADS_TEMPLATE_SHAPE',
        `${file}: "${key}" has ${shape.length} axes.`,
        'It must be trials x time x channels.',
      );
    }
    this.shape = [trials, steps, channels];
    this.data = data;
    for (let trial = 0; trial < trials; trial++) {
      this.trials[trial % validEvery === 0 ? 'valid' : 'train'].push(trial);
    }
    this.trainBatchCount = Math.max(1, Math.floor(this.trials.train.length / batchSize));
    this.sessions = [
      {
        name: file.replace(/^.*[\\/]|\.\w+$/g, ''), // names the output file
        path: file,
        encodSteps: steps,
        encodChannels: channels,
        reconSteps: steps,
        reconChannels: channels,
        extInputDim: 0,
        trials: { train: this.trials.train.length, valid: this.trials.valid.length },
      },
    ];
  }

  /** The order depends on seed and epoch alone, so that a run can be resumed. */
  *trainBatches(seed: number, epoch: number): Generator<LoadedBatch> {
    const { train } = this.trials;
    const keys = createRandomStreams(seed).named(`order/${epoch}`).uniform(train.length);
    const order = [...keys.keys()].sort((a, b) => keys[a]! - keys[b]!).map((i) => train[i]!);
    for (let batch = 0; batch < this.trainBatchCount; batch++) {
      const start = batch * this.options.batchSize;
      yield this.loaded(order.slice(start, start + this.options.batchSize));
    }
  }

  *validBatches(): Generator<LoadedBatch> {
    yield this.loaded(this.trials.valid);
  }

  *predictBatches(_session: number, split: DataSplit): Generator<SessionBatch> {
    if (this.trials[split].length > 0) yield this.batch(this.trials[split]);
  }

  private loaded(trials: readonly number[]): LoadedBatch {
    return { batch: new Map([[0, this.batch(trials)]]), extra: new Map() };
  }

  /** The tensors are the caller's, who disposes of them. */
  private batch(trials: readonly number[]): SessionBatch {
    const [, steps, channels] = this.shape;
    const size = steps * channels;
    const values = new Float32Array(trials.length * size);
    trials.forEach((trial, i) => {
      for (let j = 0; j < size; j++) values[i * size + j] = this.data[trial * size + j]!;
    });
    const shape: [number, number, number] = [trials.length, steps, channels];
    return { encodData: tf.tensor3d(values, shape), reconData: tf.tensor3d(values, shape) };
  }
}

const templatePart = defineDataModule({
  target: 'lfads-plugin-template/TemplatePart',
  summary: 'All trials from one array of an HDF5 file; every n-th is for validation.',
  options: z.object({
    file: z.string().min(1).describe('HDF5 file'),
    key: z.string().min(1).default('spikes').describe('Its array, trials x time x channels'),
    valid_every: z.int().min(2).default(5).describe('Every n-th trial is for validation'),
    batch_size: z.int().positive().default(64).describe('Trials of a training batch'),
  }),
  create: ({ file, key, valid_every, batch_size }) =>
    new AllTrials({ file, key, validEvery: valid_every, batchSize: batch_size }),
});

export default definePlugin({
  name: 'lfads-plugin-template',
  contractVersion: 1,
  components: [templatePart],
});

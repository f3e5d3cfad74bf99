import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  type Callback,
  type DataSplit,
  defineCallback,
  LOG,
  type Log,
  SmoothedMetric,
  StepStreams,
} from '@lfads/core';
import { type H5Array, readH5 } from '@lfads/data';
import type { FitState } from '@lfads/train';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { evaluate } from './evaluation.js';
import { type Arrays, fromRecording, type RecordingOptions } from './from-recording.js';
import { fromTarget } from './from-target.js';
import { targetArrays } from './target-file.js';

/** What lfads-torch logs at least. */
const LEAST = -1;
/** Weight of the past in the smoothed scores. */
const SMOOTHING = 0.7;
const KEYS = [
  'train_behavior',
  'valid_behavior',
  'train_decode_mask',
  'valid_decode_mask',
  'psth',
  'train_cond_idx',
  'valid_cond_idx',
  'valid_jitter',
];

interface Options extends RecordingOptions {
  everyNEpochs: number;
  search: boolean;
  target: string | null;
  dataset: string | null;
}

/** Scores the rates of the first session as the Neural Latents Benchmark does, while training goes on. */
class NLBEvaluation implements Callback {
  private readonly smoothed = new Map<string, SmoothedMetric>();
  private besides: Arrays | undefined;

  constructor(
    private readonly options: Options,
    private readonly log: Log | undefined,
  ) {}

  async onValidationEnd(state: FitState): Promise<void> {
    if (state.epoch % this.options.everyNEpochs !== 0) return;
    this.besides ??= await this.otherArrays(state);
    const [train, valid] = [infer(state, 'train'), infer(state, 'valid')];
    const rates = { train: train.rates, valid: valid.rates };
    const recorded = new Map([
      ...this.besides,
      ['train_recon_data', train.recon],
      ['valid_recon_data', valid.recon],
      ['valid_encod_data', valid.encod],
    ]);
    const data =
      this.options.target === null
        ? fromRecording(recorded, rates, this.options)
        : fromTarget(this.besides, rates, this.options);
    const { scores } = evaluate(data, this.options);
    for (const [name, score] of Object.entries(scores)) {
      const metric = `nlb/${name}`;
      const value = Math.max(score, LEAST);
      const smoothed = this.smoothed.get(metric) ?? new SmoothedMetric(SMOOTHING);
      this.smoothed.set(metric, smoothed);
      smoothed.update(value, 1);
      state.log(metric, value);
      state.log(`${metric}_smth`, smoothed.compute());
    }
  }

  getState(): unknown {
    return Object.fromEntries([...this.smoothed].map(([name, one]) => [name, one.getState()]));
  }

  setState(state: unknown): void {
    for (const [name, saved] of Object.entries(state as Record<string, { previous: number }>)) {
      const metric = new SmoothedMetric(SMOOTHING);
      metric.setState(saved);
      this.smoothed.set(name, metric);
    }
  }

  /** What the session's file holds beside what the data module gives; or the targets. */
  private async otherArrays({ sessions }: FitState): Promise<Arrays> {
    const { target, dataset } = this.options;
    if (target !== null) return targetArrays(resolve(target), dataset ?? undefined);
    const { path, reshuffle } = sessions[0]!;
    if (reshuffle) {
      this.log?.warn(
        'NLBEvaluation scores no behaviour and no PSTHs: datamodule.reshuffle_tv_seed mixes the trials they belong to.',
      );
      return new Map();
    }
    if (!existsSync(path)) return new Map();
    return new Map([...(await readH5(path))].filter(([key]) => KEYS.includes(key)));
  }
}

/** Rates of all trials of a split by the means of the posteriors, and the data. */
function infer({ model, dataModule }: FitState, split: DataSplit) {
  const random = new StepStreams(0, 0);
  const [rates, encod, recon] = [new Trials(), new Trials(), new Trials()];
  for (const batch of dataModule.predictBatches(0, split)) {
    tf.tidy(() => {
      const outputs = model.predict(new Map([[0, batch]]), { sample: false, random });
      rates.add(outputs.get(0)!.outputParams as tf.Tensor3D);
      encod.add(batch.encodData);
      recon.add(batch.reconData);
    });
    tf.dispose(batch as never);
  }
  return { rates: rates.joined(), encod: encod.joined(), recon: recon.joined() };
}

/** Batches of trials that become one array. */
class Trials {
  private readonly parts: Float32Array[] = [];
  private shape = [0, 0, 0];

  add(tensor: tf.Tensor3D): void {
    const [trials, steps, channels] = tensor.shape;
    this.shape = [this.shape[0]! + trials, steps, channels];
    this.parts.push(Float32Array.from(tensor.dataSync()));
  }

  joined(): H5Array {
    const data = new Float32Array(this.shape.reduce((product, size) => product * size, 1));
    let at = 0;
    for (const part of this.parts) {
      data.set(part, at);
      at += part.length;
    }
    return { shape: this.shape, data };
  }
}

export const nlbEvaluation = defineCallback({
  target: '@lfads/plugin-nlb/NLBEvaluation',
  summary: 'Logs the scores of the Neural Latents Benchmark while training goes on.',
  docs: `Pei et al. 2021, Neural Latents Benchmark '21. Rates of the first session, by the means of the posteriors, are scored
by what its file holds besides: \`nlb/co_bps\` and \`nlb/fp_bps\` (bits per spike of held-out channels and of the steps ahead),
\`nlb/behavior_r2\` (behaviour decoded by ridge regression), \`nlb/psth_r2\` and \`nlb/tp_corr\`; none is logged below -1. Each comes
smoothed too, as \`…_smth\`, so that it can be monitored. The keys are described in the package's README.`,
  options: z.object({
    log_every_n_epochs: z.int().positive().default(20).describe('epochs between two scorings'),
    decoding_cv_sweep: z
      .boolean()
      .default(false)
      .describe("whether cross-validation chooses the decoder's penalty (else it is 0.01)"),
    behavior_channels: z
      .array(z.int().nonnegative())
      .nullable()
      .default(null)
      .describe('channels of the behaviour to decode; null: all'),
    behavior_lag: z
      .int()
      .default(0)
      .describe('bins by which the activity leads the behaviour that is decoded from it'),
    psth_sd: z
      .number()
      .nonnegative()
      .default(5)
      .describe('smoothing of PSTHs, in bins, where the file has none'),
    target: z
      .string()
      .nullable()
      .default(null)
      .describe(
        "HDF5 file of evaluation targets of the validation trials, as nlb_tools makes it; null: the data file's own keys",
      ),
    dataset: z
      .string()
      .nullable()
      .default(null)
      .describe('data set in the file of targets, such as mc_maze; null: the only one'),
  }),
  create: (options, context) =>
    new NLBEvaluation(
      {
        everyNEpochs: options.log_every_n_epochs,
        search: options.decoding_cv_sweep,
        behaviorChannels: options.behavior_channels ?? undefined,
        behaviorLag: options.behavior_lag,
        psthSd: options.psth_sd,
        target: options.target,
        dataset: options.dataset,
      },
      context.find(LOG),
    ) as Callback,
});

import type { Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import {
  type AugmentationContext,
  type Batch,
  type GeneratorCell,
  LfadsError,
  type PlaceSizes,
  type Prior,
  type SessionBatch,
  type SessionInfo,
  type SessionOutput,
  type Split,
  type StepRandom,
} from '../contracts/index.js';
import { ParameterStore } from '../parameters/index.js';
import { augmentBatch, type Augmented, augmentedBatch } from './augment.js';
import { checkBatch } from './batch-checks.js';
import { createDecoder, decode, type Decoded, type Decoder, fusedCell } from './decoder.js';
import { checkDimensions } from './dimension-checks.js';
import { dropoutOf, noDropout } from './dropout.js';
import { createEncoder, encode, type Encoder } from './encoder.js';
import { placeExternalInput } from './external-input.js';
import { GruCell } from './gru.js';
import { type LfadsHyperparameters, usesController } from './hyperparameters.js';
import { batchLoss, type BatchLoss } from './loss.js';
import type { LfadsParts } from './parts.js';
import { placeSizes } from './place-sizes.js';
import { joinSessions, sortedSessions, splitSessions } from './sessions.js';
import { sessionOutputs } from './session-outputs.js';
import { tidied } from './tidy.js';

export interface ForwardOptions {
  /** Sample the posteriors (where their priors are variational), or pass their means. */
  sample: boolean;
  /** Give rates `[B,T,N]`, or the output distribution's parameters `[B,T,N,P]`. */
  outputMeans: boolean;
  /** With dropout. */
  training: boolean;
  random: StepRandom;
}

export interface LossOptions {
  /** `train`: the training stack and dropout; `valid`: the inference stack. */
  split: Split;
  /** 0-based, for the ramps. */
  epoch: number;
  random: StepRandom;
  /** Sample the posteriors; default: `variational`. */
  sample?: boolean;
  /** Compute metrics too; default true. */
  metrics?: boolean;
}

/** What the network infers for all sessions' trials together. */
export interface Inferred extends Decoded {
  sessions: readonly number[];
  trials: readonly number[]; // by session
  icMean: Tensor2D;
  icStd: Tensor2D;
  /** Parameters of the output distribution, by session: `[B,T,N,P]`. */
  outputParams: Tensor4D[];
}

/**
 * Latent factor analysis via dynamical systems (Sussillo et al. 2016; Pandarinath et al. 2018; the
 * architecture is that of lfads-torch, Sedler & Pandarinath 2023).
 */
export class Lfads {
  private store: ParameterStore | undefined;
  private encoder!: Encoder;
  private decoder!: Decoder;
  private readonly generator: GeneratorCell;

  /** @param sessions the data that the model was configured for */
  constructor(
    readonly hparams: LfadsHyperparameters,
    readonly parts: LfadsParts,
    private readonly sessions?: readonly SessionInfo[],
  ) {
    this.generator = parts.generatorCell ?? new GruCell(hparams.cellClip);
  }

  get parameters(): ParameterStore {
    if (!this.store) {
      throw new LfadsError(
        'LFADS_MODEL_NOT_BUILT',
        'The model has no parameters yet.',
        'Call build() first.',
      );
    }
    return this.store;
  }

  /**
   * Creates all parameters from the seed.
   * @param sessions default: those that the model was configured for
   * @throws LfadsError (LFADS_MODEL_DIMENSIONS) listing every size on which config, parts and data disagree;
   *   (LFADS_MODEL_CHECKPOINTING) when gradient checkpointing is asked of a decoder that runs step by step
   */
  build(seed: number, sessions: readonly SessionInfo[] | undefined = this.sessions): void {
    const { hparams, parts } = this;
    checkDimensions(hparams, parts, sessions);
    this.store?.dispose();
    this.store = new ParameterStore(seed);
    const root = this.store.scope();
    this.encoder = createEncoder(root.child('encoder'), hparams);
    this.decoder = createDecoder(root.child('decoder'), hparams, this.generator);
    this.checkCheckpointing();
    parts.icPrior.build(root.child('ic_prior'));
    parts.coPrior.build(root.child('co_prior'));
    const places = parts.readin.map(
      (_, s) =>
        placeSizes(hparams, parts, s, sessions?.[s]) as Record<'readin' | 'readout', PlaceSizes>,
    );
    parts.readin.forEach((part, s) => part.build(root.child(`readin.${s}`), places[s]!.readin));
    parts.readout.forEach((part, s) => part.build(root.child(`readout.${s}`), places[s]!.readout));
    parts.reconstruction.forEach((part, s) =>
      part.build?.(root.child(`recon.${s}`), places[s]!.readout.outFeatures / part.nParams),
    );
  }

  private checkCheckpointing(): void {
    const { hparams, parts, decoder } = this;
    const sampled = usesController(hparams) ? parts.coPrior : undefined;
    if (!hparams.gradientCheckpointing || fusedCell(decoder.generator, sampled)) return;
    throw new LfadsError(
      'LFADS_MODEL_CHECKPOINTING',
      "gradient_checkpointing is true, but this generator_cell or co_prior runs step by step, which keeps every step's activations.",
      'Set model.gradient_checkpointing to false, or choose a generator cell whose steps can be computed again (GruCell, VanillaRnnCell, LinearCell).',
    );
  }

  /**
   * The forward pass, without augmentations. The caller owns all tensors of the result.
   * @throws LfadsError (LFADS_MODEL_BATCH, LFADS_MODEL_EXT_INPUT) when the batch does not fit the model
   */
  forward(batch: Batch, options: ForwardOptions): Map<number, SessionOutput> {
    const outputs = tidied(() => {
      const inferred = this.infer(batch, options);
      return sessionOutputs(inferred, this.hparams, this.decoder.conH0, (params, s) =>
        options.outputMeans ? this.parts.reconstruction[s]!.computeMeans(params) : params,
      );
    });
    return bySession(batch, outputs);
  }

  /** Inference stack, then the forward pass with means as outputs: what prediction and sampling use. */
  predict(batch: Batch, o: { sample: boolean; random: StepRandom }): Map<number, SessionOutput> {
    const outputs = tidied(() => {
      const augmented = this.augment(batch, 'valid', o.random, () => {});
      const options = { ...o, outputMeans: true, training: false };
      return [...this.forward(augmentedBatch(augmented), options).values()];
    });
    return bySession(batch, outputs);
  }

  /**
   * Training or validation loss of one batch (all scalars), with metrics by their names without split.
   * The caller owns all tensors of the result.
   */
  loss(batch: Batch, options: LossOptions): BatchLoss {
    return batchLoss(this, this.generator.recurrentWeights, batch, options);
  }

  /** Applies the split's stack to every session in turn. */
  augment(
    batch: Batch,
    split: Split,
    random: StepRandom,
    log: AugmentationContext['log'],
  ): Map<number, Augmented> {
    const { trainAugStack, inferAugStack } = this.parts;
    const stack = split === 'train' ? trainAugStack : inferAugStack;
    return new Map(
      sortedSessions(batch).map((session) => {
        const context = { session, split, random, log, compat: this.hparams.compat };
        return [session, augmentBatch(stack, batch.get(session)!, context)];
      }),
    );
  }

  /** The network itself. Call inside a tidy. */
  infer(batch: Batch, options: Omit<ForwardOptions, 'outputMeans'>): Inferred {
    const { hparams, parts } = this;
    const { random } = options;
    checkBatch(batch, hparams, parts.readin.length);
    const sessions = sortedSessions(batch);
    const batches = sessions.map((s) => batch.get(s)!);
    const readins = sessions.map((s) => parts.readin[s]!);
    const dropout = options.training ? dropoutOf(hparams.dropoutRate, random) : noDropout;

    const data = joinSessions(readins.map((readin, i) => readin.apply(batches[i]!.encodData)));
    const dataDependsOnParameters = readins.some((readin) => readin.trainable);
    const { icMean, icStd, ci } = encode(
      this.encoder,
      hparams,
      data,
      dropout,
      dataDependsOnParameters,
    );
    const sampled = (prior: Prior) => options.sample && prior.variational;
    const ic = sampled(parts.icPrior)
      ? (parts.icPrior
          .makePosterior(icMean, icStd)
          .sample(parts.icPrior.drawNoise(random, 'posterior/ic', icMean.shape)) as Tensor2D)
      : icMean;
    const coShape = [data.shape[0], hparams.reconSeqLen, hparams.coDim];
    const coNoise =
      usesController(hparams) && sampled(parts.coPrior)
        ? (parts.coPrior.drawNoise(random, 'posterior/co', coShape) as Tensor3D)
        : undefined;
    const ext = externalInput(batches, hparams);
    const decoded = decode(this.decoder, hparams, { ic, ci, ext, coNoise }, parts.coPrior, dropout);

    const trials = batches.map(({ encodData }) => encodData.shape[0]);
    const outputParams = splitSessions(decoded.factors, trials).map((factors, i) => {
      const s = sessions[i]!;
      return parts.reconstruction[s]!.reshapeOutputParams(parts.readout[s]!.apply(factors));
    });
    return { ...decoded, sessions, trials, icMean, icStd, outputParams };
  }

  dispose(): void {
    this.store?.dispose();
    this.store = undefined;
  }
}

const bySession = <T>(batch: Batch, values: readonly T[]): Map<number, T> =>
  new Map(sortedSessions(batch).map((session, i) => [session, values[i]!]));

const externalInput = (
  batches: readonly SessionBatch[],
  hps: LfadsHyperparameters,
): Tensor3D | undefined =>
  hps.extInputDim === 0
    ? undefined
    : placeExternalInput(joinSessions(batches.map(({ extInput }) => extInput!)), hps);

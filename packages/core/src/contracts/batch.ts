import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';

/** What the model reads of one session in one batch. Axes `[trials, time, channels]`, float32. */
export interface SessionBatch {
  /** Encoder input `[B, encod_seq_len, encod channels]`. */
  encodData: Tensor3D;
  /** Reconstruction target `[B, recon_seq_len, recon channels]`. */
  reconData: Tensor3D;
  /**
   * External input `[B, T, ext_input_dim]` from step `ic_enc_seq_len` on (what lies before it is left
   * out by the data module); zeros follow where it ends. Absent when the file has none.
   */
  extInput?: Tensor3D;
  /** True rates, of the target's shape, in the target's units per bin; only for the metric r2. */
  truth?: Tensor3D;
  /**
   * bool, of the target's shape: 1 where the target was measured; absent: everywhere. Set by augmentations
   * that put numbers in the place of missing targets, so that metrics leave these out.
   */
  observed?: Tensor3D;
  /** Sample-validation mask, bool, 1 = shown to the encoder; of the maskable part of encodData. */
  svMask?: Tensor3D;
}

/** One batch: sessions by index, in increasing order. */
export type Batch = ReadonlyMap<number, SessionBatch>;

/** Everything the model infers for one session. B trials, T = recon_seq_len steps. */
export interface SessionOutput {
  /** Distribution parameters `[B,T,N,P]`, or means (rates) `[B,T,N]`. */
  outputParams: Tensor;
  factors: Tensor3D; // [B,T,fac_dim]
  icMean: Tensor2D; // [B,ic_dim]
  icStd: Tensor2D;
  coMeans: Tensor3D; // [B,T,co_dim]
  coStds: Tensor3D;
  /** State after step t; stored before dropout. */
  genStates: Tensor3D; // [B,T,gen_dim]
  /** State before step 0. */
  genInit: Tensor2D; // [B,gen_dim]
  genInputs: Tensor3D; // [B,T,co_dim + ext_input_dim]
  conStates: Tensor3D; // [B,T,con_dim]
}

/** The names of these outputs in files, in the order of lfads-torch's SessionOutput. */
export const OUTPUT_NAMES = [
  ['output_params', 'outputParams'],
  ['factors', 'factors'],
  ['ic_mean', 'icMean'],
  ['ic_std', 'icStd'],
  ['co_means', 'coMeans'],
  ['co_stds', 'coStds'],
  ['gen_states', 'genStates'],
  ['gen_init', 'genInit'],
  ['gen_inputs', 'genInputs'],
  ['con_states', 'conStates'],
] as const satisfies readonly (readonly [string, keyof SessionOutput])[];

export type Split = 'train' | 'valid';

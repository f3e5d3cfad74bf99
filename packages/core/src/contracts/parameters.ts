import type { Rank, Variable } from '@tensorflow/tfjs-core';

/** Draws of one named random stream, for initial values: the same seed and name give the same values. */
export interface InitialDraws {
  normal(size: number): Float32Array;
  uniform(size: number): Float32Array;
}

export type Initializer = (shape: readonly number[], draws: InitialDraws) => Float32Array;

/**
 * Where a part creates its parameters. Names are dotted paths as in a PyTorch state_dict
 * (`encoder.ic_enc.fwd_gru.cell.weight_ih`), and so are files' keys.
 */
export interface ParameterScope {
  /** Dotted path of this scope, '' at the root. */
  readonly path: string;
  child(name: string): ParameterScope;
  /** Creates the variable `<path>.<name>`; a name taken twice is an error. */
  create<R extends Rank = Rank>(
    name: string,
    shape: readonly number[],
    init: Initializer,
    options?: { trainable?: boolean },
  ): Variable<R>;
}

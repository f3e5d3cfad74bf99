/** `${a.b}`: a reference to another key. `${f:x,y}`: the value that a resolver computes. */
export type Interpolation = Reference | ResolverCall;

interface Located {
  /** Offset of `${` in the text that was parsed. */
  readonly start: number;
  /** From `${` to `}`. */
  readonly source: string;
}

export interface Reference extends Located {
  readonly type: 'reference';
  /** Number of leading dots: 0 from the root, 1 beside the key itself, 2 one level up, … */
  readonly dots: number;
  readonly keys: readonly (string | Interpolation)[];
}

export interface ResolverCall extends Located {
  readonly type: 'call';
  readonly name: string;
  readonly args: readonly ValueAst[];
}

export interface TextAst {
  readonly type: 'text';
  readonly parts: readonly (string | Interpolation)[];
  /** Neither quoted nor escaped nor interpolated: may stand for a number, a boolean or null. */
  readonly bare: boolean;
  readonly start: number;
  readonly source: string;
}

export interface ListAst {
  readonly type: 'list';
  readonly items: readonly ValueAst[];
  readonly start: number;
}

export interface MapAst {
  readonly type: 'map';
  readonly entries: readonly { key: string; start: number; value: ValueAst }[];
  readonly start: number;
}

/** A value in an override or in a resolver's arguments. */
export type ValueAst = TextAst | ListAst | MapAst;

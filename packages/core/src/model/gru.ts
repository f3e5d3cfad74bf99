import { gruCell } from '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { FusedCell, GeneratorCell, GruWeights, ParameterScope } from '../contracts/index.js';
import { gruBias, varianceScaling, zeros } from '../parameters/index.js';

/**
 * The parameters of a clipped GRU. An encoder's matrices are scaled by input and state size together,
 * a decoder's each by its own. `bias_hh` is there for lfads-torch's files and never trained.
 */
export function createGru(
  scope: ParameterScope,
  inputDim: number,
  units: number,
  role: 'encoder' | 'decoder',
): GruWeights {
  const fanInput = role === 'encoder' ? inputDim + units : inputDim;
  const fanState = role === 'encoder' ? inputDim + units : units;
  const weight = (name: string, fanOut: number, fanIn: number) =>
    scope.create(name, [3 * units, fanOut], varianceScaling(fanIn)) as Tensor2D;
  return {
    ...(inputDim > 0 && { weightIh: weight('weight_ih', inputDim, fanInput) }),
    weightHh: weight('weight_hh', units, fanState),
    biasIh: scope.create('bias_ih', [3 * units], gruBias) as Tensor1D,
    biasHh: scope.create('bias_hh', [3 * units], zeros, { trainable: false }) as Tensor1D,
  };
}

/** Both biases act outside the reset product, so their sum is all that kernels need: `[3H]`. */
export const gruBiasSum = ({ biasIh, biasHh }: GruWeights): Tensor1D =>
  isZero(biasHh) ? biasIh : tf.add(biasIh, biasHh);

const zeroData = new WeakMap<object, boolean>();

/** Looked up once for each value that the (never trained) tensor is given. */
function isZero(x: Tensor1D): boolean {
  const known = zeroData.get(x.dataId);
  if (known !== undefined) return known;
  const zero = x.dataSync().every((value) => value === 0);
  zeroData.set(x.dataId, zero);
  return zero;
}

/** lfads-torch's generator: a GRU whose states stay within ±clip. */
export class GruCell implements GeneratorCell {
  readonly recurrentWeights = ['weight_hh'];
  private gru: GruWeights | undefined;

  constructor(private readonly clip: number) {}

  build(scope: ParameterScope, inputDim: number, genDim: number): void {
    this.gru = createGru(scope, inputDim, genDim, 'decoder');
  }

  step(input: Tensor2D | undefined, state: Tensor2D): Tensor2D {
    return gruStep(this.gru!, input, state, this.clip);
  }

  get fused(): FusedCell | undefined {
    if (!this.gru) return undefined;
    const { weightIh, weightHh } = this.gru;
    return { cell: 'gru', weightIh, weightHh, bias: gruBiasSum(this.gru), clip: this.clip };
  }
}

/** One step `[B,I]`, `[B,H]` to `[B,H]`, in plain tfjs ops. */
export function gruStep(
  { weightIh, weightHh, biasIh, biasHh }: GruWeights,
  input: Tensor2D | undefined,
  state: Tensor2D,
  clip: number,
): Tensor2D {
  const [batch, units] = state.shape;
  const x = input ?? tf.zeros<tf.Rank.R2>([batch, 1]);
  const fromInput = weightIh ?? tf.zeros<tf.Rank.R2>([3 * units, 1]);
  return gruCell({ x, h: state, weightIh: fromInput, weightHh, biasIh, biasHh }, clip);
}

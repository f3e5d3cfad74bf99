import type { Tensor2D } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { FusedCell, GeneratorCell, ParameterScope } from '../contracts/index.js';
import { slowRotations } from '../parameters/index.js';
import { defineGeneratorCell } from '../registry/index.js';
import { applyRecurrentMap, createRecurrentMap, type RecurrentMap } from './recurrent-map.js';

/** x' = A x + B u + b; A starts as slow rotations. */
export class LinearCell implements GeneratorCell {
  readonly recurrentWeights = ['weight_hh'];
  private map: RecurrentMap | undefined;

  build(scope: ParameterScope, inputDim: number, genDim: number): void {
    this.map = createRecurrentMap(scope, { inputDim, units: genDim, recurrent: slowRotations });
  }

  step(input: Tensor2D | undefined, state: Tensor2D): Tensor2D {
    return applyRecurrentMap(this.map!, input, state);
  }

  get fused(): FusedCell | undefined {
    return this.map && { ...this.map, cell: 'linear', clip: Infinity };
  }
}

export const linear = defineGeneratorCell({
  target: '@lfads/core/LinearCell',
  summary: 'Linear dynamics, for the Poisson linear dynamical system.',
  docs: `With the state x of \`gen_dim\` dimensions and the generator's input u,

    x[t] = A x[t-1] + B u[t] + b

With Poisson observations and the exponential link this is the Poisson linear dynamical system, fitted by the
ELBO of LFADS instead of a Laplace approximation. Inferred inputs, where the model has a controller,
take the place of the innovations. The eigenvalues of A are the time constants and frequencies of the dynamics;
A itself is determined up to a change of basis. A starts as rotations of pairs of dimensions, evenly spaced up to
0.25 radians per step: states persist, errors reach the first step at any length of the trials, and no two
modes start alike. States have no bound.

Parameters, below \`decoder.rnn.cell.gen_cell\`: \`weight_hh\` A [gen_dim, gen_dim], \`weight_ih\` B [gen_dim,
inputs] if there are inputs, \`bias\` b [gen_dim].

Source: Macke et al. 2011, Empirical models of spiking in neural populations, NeurIPS 24.`,
  options: z.object({}),
  create: () => new LinearCell(),
});

import { sumSquares } from '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';
import type { Reconstruction } from '../contracts/index.js';
import type { ParameterStore } from '../parameters/index.js';
import { type LfadsHyperparameters, usesController } from './hyperparameters.js';

/**
 * The penalty on recurrent matrices, `sum scale/2 ||W||²` divided by the number of their elements (of
 * those with a positive scale), plus the likelihoods' own penalties, undivided.
 */
export function l2Penalty(
  parameters: ParameterStore,
  hps: LfadsHyperparameters,
  generatorWeights: readonly string[],
  reconstructions: readonly Reconstruction[],
): tf.Scalar {
  const penalised = recurrentMatrices(hps, generatorWeights)
    .filter(([, scale]) => scale > 0)
    .map(([name, scale]) => ({ matrix: parameters.entries.get(name)!.variable, scale }));
  const elements = penalised.reduce((count, { matrix }) => count + matrix.size, 1e-8);
  const terms = reconstructions.flatMap((recon) => recon.computeL2?.() ?? []);
  if (penalised.length > 0) {
    terms.unshift(
      sumSquares(
        penalised.map(({ matrix }) => matrix),
        penalised.map(({ scale }) => (0.5 * scale) / elements),
      ),
    );
  }
  if (terms.length === 0) return tf.scalar(0);
  return terms.length === 1 ? terms[0]! : tf.addN(terms);
}

function recurrentMatrices(
  hps: LfadsHyperparameters,
  generatorWeights: readonly string[],
): [string, number][] {
  const encoder = (name: string, directions: string[], scale: number): [string, number][] =>
    directions.map((direction) => [`encoder.${name}.${direction}.cell.weight_hh`, scale]);
  return [
    ...encoder('ic_enc', ['fwd_gru', 'bwd_gru'], hps.l2IcEncScale),
    ...generatorWeights.map((name): [string, number] => [
      `decoder.rnn.cell.gen_cell.${name}`,
      hps.l2GenScale,
    ]),
    ...(usesController(hps)
      ? [
          ...encoder(
            'ci_enc',
            hps.ciEncCausal ? ['fwd_gru'] : ['fwd_gru', 'bwd_gru'],
            hps.l2CiEncScale,
          ),
          ['decoder.rnn.cell.con_cell.weight_hh', hps.l2ConScale] as [string, number],
        ]
      : []),
  ];
}

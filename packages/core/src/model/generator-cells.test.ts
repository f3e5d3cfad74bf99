import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { Batch, GeneratorCell } from '../contracts/index.js';
import { corePlugin } from '../components/index.js';
import { Null } from '../priors/index.js';
import { StepStreams } from '../random/index.js';
import { createRegistry, createRunContainer } from '../registry/index.js';
import { expectFiniteDifferences } from '../test-support/finite-differences.js';
import { smallModel, smallSession } from '../test-support/small-model.js';
import { lossAndGradients } from './gradients.js';
import type { Lfads } from './lfads.js';

const run = createRunContainer(createRegistry([corePlugin]));
const create = (name: string, options: object = {}) =>
  run.create<GeneratorCell>(`@lfads/core/${name}`, { ...options });

const cells: [string, () => GeneratorCell][] = [
  ['GruCell', () => create('GruCell')],
  ['VanillaRnnCell', () => create('VanillaRnnCell')],
  ['VanillaRnnCell', () => create('VanillaRnnCell', { nonlinearity: 'relu' })],
  ['LinearCell', () => create('LinearCell')],
  ['LstmCell', () => create('LstmCell')],
  ['StackedCell', () => create('StackedCell', { layers: [create('LstmCell'), create('GruCell')] })],
];

const extInput = tf.ones<tf.Rank.R3>([3, 6, 1]);
const random = () => new StepStreams(9, 4);
const lossOf = (model: Lfads, batch: Batch) =>
  lossAndGradients(model, batch, { split: 'valid', epoch: 100, random: random() });

it('are all tested here', () => {
  const registered = corePlugin.components.filter(({ kind }) => kind === 'generatorCell');
  const tested = new Set(cells.map(([name]) => `@lfads/core/${name}`));
  expect([...tested].sort()).toEqual(registered.map(({ target }) => target).sort());
});

describe.each(cells)('a model whose generator is a %s', (_, generatorCell) => {
  const controlled = { ext_input_dim: 1, recon_seq_len: 8, l2_gen_scale: 10, dropout_rate: 0.2 };
  const autonomous = { ci_enc_dim: 0, con_dim: 0, co_dim: 0, l2_gen_scale: 10 };
  const withInputs: Batch = new Map([[0, { ...smallSession(1, { recon: [8, 4] }), extInput }]]);
  const alone: Batch = new Map([[0, smallSession(1)]]);

  it.each([
    ['controller and external input', controlled, withInputs, {}],
    ['nothing that drives it', autonomous, alone, { coPrior: new Null() }],
  ])(
    'has outputs of its sizes and the gradient of its loss, with %s',
    (_, scalars, batch, parts) => {
      const model = smallModel({
        scalars: { ...scalars, loss_scale: 1 },
        parts: { ...parts, generatorCell: generatorCell() },
      });
      const { genStates, genInit } = model
        .predict(batch, { sample: true, random: random() })
        .get(0)!;
      expect(genStates.shape).toEqual([3, model.hparams.reconSeqLen, 7]);
      expect(genInit.shape).toEqual([3, 7]);

      const { loss, gradients } = lossOf(model, batch);
      expect(loss).toBeGreaterThan(0);
      const generator = [...model.parameters.trainable()].filter(([name]) =>
        /gen_cell|ic_to_g0/.test(name),
      );
      for (const [name, variable] of generator) {
        if (!gradients.has(name)) continue;
        expectFiniteDifferences(() => lossOf(model, batch).loss, variable, gradients.get(name)!, {
          elements: 2,
          step: 3e-3,
          tolerance: 3e-2,
        });
      }
    },
  );

  it('penalises its recurrent matrices, and nothing else of it', () => {
    const cell = generatorCell();
    const model = smallModel({
      scalars: { ...autonomous, l2_gen_scale: 1 },
      parts: { coPrior: new Null(), generatorCell: cell },
    });
    const recurrent = cell.recurrentWeights.map(
      (name) => model.parameters.entries.get(`decoder.rnn.cell.gen_cell.${name}`)!.variable,
    );
    const squares = recurrent.flatMap((matrix) => [...matrix.dataSync()].map((w) => w * w));
    const expected = squares.reduce((a, b) => a + b, 0) / squares.length / 2;
    expect(lossOf(model, alone).metrics.get('wt_l2')! / expected).toBeCloseTo(1, 5);
  });

  it('comes to a lower loss in a few steps, with dropout and samples', () => {
    const model = smallModel({
      scalars: { ...controlled, loss_scale: 1 },
      parts: { generatorCell: generatorCell() },
    });
    const before = lossOf(model, withInputs).loss;
    for (let step = 0; step < 5; step++) {
      const { gradients } = lossAndGradients(model, withInputs, {
        split: 'train',
        epoch: step,
        random: new StepStreams(9, step),
      });
      tf.tidy(() => {
        const norm = tf.sqrt(tf.addN([...gradients.values()].map((g) => tf.sum(tf.square(g)))));
        for (const [name, variable] of model.parameters.trainable()) {
          const gradient = gradients.get(name);
          if (gradient) variable.assign(tf.sub(variable, tf.mul(0.1, tf.div(gradient, norm))));
        }
      });
    }
    const after = lossOf(model, withInputs).loss;
    expect(after).toBeLessThan(before);
  });
});

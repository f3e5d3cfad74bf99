import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { Batch, GeneratorCell, SessionOutput } from '../contracts/index.js';
import { LinearCell, VanillaRnnCell } from '../generator-cells/index.js';
import { AutoregressiveMultivariateNormal, Null } from '../priors/index.js';
import { StepStreams } from '../random/index.js';
import { FanInLinear } from '../readins/index.js';
import { MSE } from '../reconstructions/index.js';
import { smallModel, smallSession } from '../test-support/small-model.js';
import { GruCell } from './gru.js';
import { lossAndGradients } from './gradients.js';
import type { Lfads } from './lfads.js';

const one: Batch = new Map([[0, smallSession(1)]]);
const random = () => new StepStreams(9, 4);
const shapes = (output: SessionOutput) =>
  Object.fromEntries(
    Object.entries(output).map(([name, tensor]: [string, Tensor]) => [name, tensor.shape]),
  );
const means = (model: Lfads, batch: Batch) =>
  model.forward(batch, { sample: false, outputMeans: true, training: false, random: random() });
const sampled = (model: Lfads, batch: Batch) =>
  model.forward(batch, { sample: true, outputMeans: true, training: false, random: random() });

function expectClose(actual: Tensor, expected: Tensor, tolerance = 1e-5): void {
  expect(actual.shape).toEqual(expected.shape);
  expect(tf.max(tf.abs(tf.sub(actual, expected))).dataSync()[0]).toBeLessThan(tolerance);
}

describe('the forward pass', () => {
  it('gives every output in its shape, with held-out channels and steps ahead', () => {
    const model = smallModel({ scalars: { recon_seq_len: 8 }, reconChannels: [5] });
    const batch: Batch = new Map([[0, smallSession(1, { recon: [8, 5] })]]);
    expect(shapes(means(model, batch).get(0)!)).toEqual({
      outputParams: [3, 8, 5],
      factors: [3, 8, 3],
      icMean: [3, 3],
      icStd: [3, 3],
      coMeans: [3, 8, 2],
      coStds: [3, 8, 2],
      genStates: [3, 8, 7],
      genInit: [3, 7],
      genInputs: [3, 8, 2],
      conStates: [3, 8, 4],
    });
  });

  it('does without a controller, whichever of its sizes is zero', () => {
    const model = smallModel({ scalars: { ci_enc_dim: 0, ext_input_dim: 1 } });
    const extInput = tf.ones<tf.Rank.R3>([3, 6, 1]);
    const output = sampled(model, new Map([[0, { ...smallSession(1), extInput }]])).get(0)!;
    expect(shapes(output)).toMatchObject({
      coMeans: [3, 6, 0],
      genInputs: [3, 6, 1],
      conStates: [3, 6, 4],
    });
  });

  it('repeats itself with the same draws and samples with others', () => {
    const model = smallModel();
    const rates = (seed: number) =>
      model.predict(one, { sample: true, random: new StepStreams(seed, 0) }).get(0)!.outputParams;
    expectClose(rates(1), rates(1), 1e-12);
    expect(() => expectClose(rates(1), rates(2))).toThrow();
  });

  it('passes means where the prior is not variational', () => {
    const parts = { icPrior: new Null(), coPrior: new Null() };
    const model = smallModel({ scalars: { variational: false }, parts });
    expectClose(
      sampled(model, one).get(0)!.outputParams,
      means(model, one).get(0)!.outputParams,
      1e-12,
    );
  });

  it('sees the steps ahead as nothing but a continuation', () => {
    const long = smallModel({ scalars: { recon_seq_len: 9 } });
    const short = smallModel();
    const ahead: Batch = new Map([[0, smallSession(1, { recon: [9, 4] })]]);
    const first = tf.slice(means(long, ahead).get(0)!.factors, [0, 0, 0], [-1, 6, -1]);
    expectClose(first, means(short, one).get(0)!.factors);
  });

  it('lets the external input act from the step on that it belongs to', () => {
    const model = smallModel({ scalars: { ext_input_dim: 1, ic_enc_seq_len: 2 } });
    const factors = (last: number) => {
      const extInput = tf.tensor3d([0, 0, last, 0], [1, 4, 1]);
      return means(model, new Map([[0, { ...smallSession(1, { trials: 1 }), extInput }]])).get(0)!
        .factors;
    };
    const changed = tf.any(tf.notEqual(factors(0), factors(1)), 2).dataSync();
    expect([...changed]).toEqual([0, 0, 0, 0, 1, 1]);
  });

  it('refuses a batch that does not fit, saying why', () => {
    const model = smallModel();
    const fails = (batch: Batch, reason: string) =>
      expect(() => means(model, batch)).toThrow(reason);
    fails(new Map(), 'no session');
    fails(new Map([[1, smallSession(1)]]), 'session 1');
    fails(new Map([[0, smallSession(1, { encod: [5, 4] })]]), 'encod_seq_len is 6');
    const extInput = tf.zeros<tf.Rank.R3>([3, 6, 1]);
    fails(new Map([[0, { ...smallSession(1), extInput }]]), 'ext_input_dim is 0');
  });
});

describe('a model of several sessions', () => {
  const sizes = [5, 6];
  const model = smallModel({
    reconChannels: sizes,
    parts: { readin: sizes.map((inFeatures) => new FanInLinear({ inFeatures, outFeatures: 4 })) },
  });
  const session = (s: number, trials: number) => smallSession(s, { trials, encod: [6, sizes[s]!] });
  const both: Batch = new Map([
    [1, session(1, 2)],
    [0, session(0, 3)],
  ]);

  it('infers of each session what it infers of it alone', () => {
    const together = means(model, both);
    expect([...together.keys()]).toEqual([0, 1]);
    for (const [s, batch] of both) {
      const alone = means(model, new Map([[s, batch]])).get(s)!;
      for (const name of Object.keys(alone) as (keyof SessionOutput)[]) {
        expectClose(together.get(s)![name], alone[name]);
      }
    }
  });

  it('weighs sessions alike in the loss, whatever their size', () => {
    const loss = (batch: Batch) =>
      lossAndGradients(model, batch, { split: 'valid', epoch: 0, random: random(), sample: false });
    const alone = [...both].map(([s, batch]) => loss(new Map([[s, batch]])).metrics.get('recon')!);
    const together = loss(both);
    expect(together.metrics.get('recon')).toBeCloseTo((alone[0]! + alone[1]!) / 2, 4);
    expect(together.metrics.get('recon/sess1')).toBeCloseTo(alone[0]!, 4);
    expect(together.batchSize).toBe(5);
  });

  it('gives every read-in a gradient', () => {
    const { gradients } = lossAndGradients(model, both, {
      split: 'train',
      epoch: 0,
      random: random(),
    });
    for (const s of [0, 1]) {
      expect(tf.max(tf.abs(gradients.get(`readin.${s}.weight`)!)).dataSync()[0]).toBeGreaterThan(0);
    }
  });
});

describe('the decoder’s loop, step by step', () => {
  /** The cell without its weights to show, as a cell of another kind would be. */
  const stepped = (cell: GeneratorCell): GeneratorCell => ({
    recurrentWeights: cell.recurrentWeights,
    build: (...sizes) => cell.build(...sizes),
    step: (...states) => cell.step(...states),
  });

  const cells: [string, () => GeneratorCell][] = [
    ['a GRU', () => new GruCell(5)],
    ['a GRU with a bound of its own', () => new GruCell(0.2)],
    ['tanh units', () => new VanillaRnnCell({ nonlinearity: 'tanh', clip: 0.4 })],
    ['rectified units', () => new VanillaRnnCell({ nonlinearity: 'relu', clip: Infinity })],
    ['linear dynamics', () => new LinearCell()],
  ];

  it.each(cells)('gives the numbers of the fused loop, with dropout and samples: %s', (_, cell) => {
    const scalars = { dropout_rate: 0.3, ext_input_dim: 1, recon_seq_len: 8 };
    const extInput = tf.ones<tf.Rank.R3>([3, 6, 1]);
    const batch: Batch = new Map([[0, { ...smallSession(1, { recon: [8, 4] }), extInput }]]);
    const run = (generatorCell: GeneratorCell) =>
      lossAndGradients(smallModel({ scalars, parts: { generatorCell } }), batch, {
        split: 'train',
        epoch: 3,
        random: random(),
      });
    const fused = run(cell());
    const inSteps = run(stepped(cell()));
    expect(inSteps.loss / fused.loss).toBeCloseTo(1, 5);
    for (const [name, gradient] of fused.gradients) {
      const scale = tf.max(tf.abs(gradient)).dataSync()[0]!;
      expectClose(inSteps.gradients.get(name)!, gradient, 1e-3 * scale + 1e-6);
    }
  });

  it('samples by the posterior of the prior where that is not location and scale', () => {
    class Fixed extends AutoregressiveMultivariateNormal {
      readonly locationScale = false;
      override makePosterior() {
        return { sample: (noise: Tensor) => tf.fill(noise.shape, 0.5) };
      }
    }
    const model = smallModel({ parts: { coPrior: new Fixed({ tau: 10, nvar: 0.1, shape: 2 }) } });
    const { genInputs } = sampled(model, one).get(0)!;
    expectClose(genInputs, tf.fill(genInputs.shape, 0.5));
  });
});

describe('the loss', () => {
  const options = { epoch: 0, random: random() };

  it('is the same by the summed and the elementwise path, and so are its gradients', () => {
    const run = (elementwise: boolean) => {
      const model = smallModel({ cdRate: 0.5 });
      if (elementwise) {
        for (const recon of model.parts.reconstruction) {
          Object.defineProperty(recon, 'summedLoss', { value: undefined });
        }
      }
      return lossAndGradients(model, one, { split: 'train', epoch: 0, random: random() });
    };
    const [summed, elementwise] = [run(false), run(true)];
    expect(summed.loss / elementwise.loss).toBeCloseTo(1, 5);
    for (const [name, gradient] of elementwise.gradients) {
      const scale = tf.max(tf.abs(gradient)).dataSync()[0]!;
      expectClose(summed.gradients.get(name)!, gradient, 1e-4 * scale + 1e-6);
    }
  });

  it('has dropout and the training stack in training only', () => {
    const model = smallModel({ scalars: { dropout_rate: 0.5 }, cdRate: 0.5 });
    const recon = (split: 'train' | 'valid', seed: number) =>
      lossAndGradients(model, one, {
        split,
        epoch: 0,
        random: new StepStreams(seed, 0),
        sample: false,
      }).metrics.get('recon');
    expect(recon('valid', 1)).toBe(recon('valid', 2));
    expect(recon('train', 1)).not.toBe(recon('train', 2));
  });

  it('reports bits per spike of counts only, and R² where there are true rates', () => {
    const truth = tf.randomUniform([3, 6, 4]) as Tensor3D;
    const batch: Batch = new Map([[0, { ...smallSession(1), truth }]]);
    const names = (model: Lfads) => {
      const { metrics } = lossAndGradients(model, batch, { ...options, split: 'valid' });
      return ['bps', 'co_bps', 'fp_bps', 'r2'].filter((name) => metrics.has(name));
    };
    expect(names(smallModel())).toEqual(['bps', 'co_bps', 'fp_bps', 'r2']);
    expect(names(smallModel({ parts: { reconstruction: [new MSE()] } }))).toEqual(['r2']);
  });

  it('ramps up its penalties', () => {
    const scalars = {
      l2_gen_scale: 100,
      l2_increase_epoch: 4,
      kl_start_epoch: 2,
      kl_increase_epoch: 4,
    };
    const model = smallModel({
      scalars: { ...scalars, loss_scale: 1, kl_ic_scale: 1, kl_co_scale: 1 },
    });
    const ramps = [
      [0, 0.2, 0],
      [2, 0.6, 0.2],
      [50, 1, 1],
    ] as const;
    for (const [epoch, l2Ramp, klRamp] of ramps) {
      const result = lossAndGradients(model, one, { split: 'valid', epoch, random: random() });
      const part = (name: string) => result.metrics.get(name)!;
      expect(part('wt_l2')).toBeGreaterThan(0);
      const total =
        part('recon') + part('wt_l2/ramp') * part('wt_l2') + part('wt_kl/ramp') * part('wt_kl');
      expect(result.loss / total).toBeCloseTo(1, 5);
      expect([part('wt_l2/ramp'), part('wt_kl/ramp')]).toEqual([l2Ramp, klRamp]);
    }
  });

  it('goes down along its gradient', () => {
    const model = smallModel({ scalars: { loss_scale: 1 } });
    const run = () => lossAndGradients(model, one, { split: 'valid', epoch: 0, random: random() });
    const before = run();
    for (const [name, variable] of model.parameters.trainable()) {
      const gradient = before.gradients.get(name);
      if (gradient) tf.tidy(() => variable.assign(tf.sub(variable, tf.mul(gradient, 1e-3))));
    }
    expect(run().loss).toBeLessThan(before.loss);
  });
});

describe('memory', () => {
  it('holds no more tensors after a step than before it', () => {
    const model = smallModel({ scalars: { dropout_rate: 0.2 }, cdRate: 0.3 });
    const step = (i: number) =>
      tf.tidy(() => {
        const steps = new StepStreams(0, i);
        lossAndGradients(model, one, { split: 'train', epoch: i, random: steps });
        model.predict(one, { sample: true, random: steps });
      });
    step(0);
    const { numTensors } = tf.memory();
    for (let i = 1; i < 5; i++) step(i);
    expect(tf.memory().numTensors).toBe(numTensors);
  });

  it('leaves the caller nothing to dispose but the results', () => {
    const model = smallModel();
    const before = tf.memory().numTensors;
    const output = model.predict(one, { sample: true, random: random() });
    for (const { ...tensors } of output.values()) tf.dispose(Object.values(tensors));
    const { loss, metrics, parts } = model.loss(one, {
      split: 'valid',
      epoch: 0,
      random: random(),
    });
    tf.dispose([loss, ...metrics.values(), ...Object.values(parts)].flat() as Tensor[]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('is given back with the model', () => {
    const before = tf.memory().numTensors;
    smallModel().dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { GeneratorCell } from '../contracts/index.js';
import { expectFiniteDifferences } from '../test-support/finite-differences.js';
import { expectClose } from '../test-support/functions-fixture.js';
import { plainScope } from '../test-support/plain-scope.js';
import { LinearCell, LstmCell, StackedCell, VanillaRnnCell } from './index.js';

const [BATCH, INPUT, UNITS] = [2, 2, 3];

/** 0.8 sin(rate i + phase) for i = 1, 2, …: numbers that PyTorch was given too. */
const wave = (shape: number[], rate: number, phase: number): tf.Tensor =>
  tf.tidy(() => {
    const size = shape.reduce((a, b) => a * b, 1);
    return tf.reshape(
      tf.mul(tf.sin(tf.add(tf.mul(tf.range(1, size + 1), rate), phase)), 0.8),
      shape,
    );
  });

const WAVES: Record<string, [rate: number, phase: number]> = {
  weight_ih: [1.3, 0.2],
  weight_hh: [0.7, 1.1],
  bias: [2.1, 0.4],
};

/** Builds the cell and gives each of its parameters a wave. */
function waving(cell: GeneratorCell, inputDim = INPUT) {
  const scope = plainScope();
  cell.build(scope, inputDim, UNITS);
  for (const [name, variable] of scope.variables) {
    variable.assign(wave(variable.shape, ...WAVES[name.split('.').at(-1)!]!));
  }
  return scope.variables;
}

const inputs = tf.unstack(wave([2, BATCH, INPUT], 0.9, 0.5)) as Tensor2D[];
const h0 = wave([BATCH, UNITS], 1.7, 0.3) as Tensor2D;

function twoSteps(cell: GeneratorCell, start: Tensor2D): number[] {
  waving(cell);
  const first = cell.step(inputs[0], start);
  return [...first.dataSync(), ...cell.step(inputs[1], first).dataSync()];
}

const cells: [string, () => GeneratorCell][] = [
  ['tanh', () => new VanillaRnnCell({ nonlinearity: 'tanh', clip: 5 })],
  ['relu', () => new VanillaRnnCell({ nonlinearity: 'relu', clip: 5 })],
  ['linear', () => new LinearCell()],
  ['LSTM', () => new LstmCell(5)],
  ['stacked', () => new StackedCell([new LstmCell(5), new LinearCell()])],
];

describe.each(cells)('the %s cell', (_, create) => {
  it.each([0, INPUT])('keeps the shape of its state, with %i inputs', (inputDim) => {
    const cell = create();
    const variables = waving(cell, inputDim);
    const first = cell instanceof StackedCell ? '0.weight_ih' : 'weight_ih';
    expect([...variables.keys()].includes(first)).toBe(inputDim > 0);
    for (const name of cell.recurrentWeights) expect([...variables.keys()]).toContain(name);
    const width = cell.stateDim?.(UNITS) ?? UNITS;
    const state = cell.step(
      inputDim > 0 ? inputs[0] : undefined,
      wave([BATCH, width], 1, 1) as Tensor2D,
    );
    expect(state.shape).toEqual([BATCH, width]);
    expect((cell.output?.(state) ?? state).shape).toEqual([BATCH, UNITS]);
  });

  it('has the gradient of its values, over two steps', () => {
    const cell = create();
    const variables = waving(cell);
    const width = cell.stateDim?.(UNITS) ?? UNITS;
    const start = tf.variable(wave([BATCH, width], 1.7, 0.3));
    const weights = wave([BATCH, width], 0.4, 0.1);
    const value = () => {
      const end = cell.step(inputs[1], cell.step(inputs[0], start as Tensor2D));
      return tf.sum(tf.mul(end, weights)) as tf.Scalar;
    };
    const all = [start, ...variables.values()];
    const { grads } = tf.variableGrads(value, all);
    for (const variable of all) {
      expectFiniteDifferences(() => value().dataSync()[0]!, variable, grads[variable.name]!);
    }
  });
});

/**
 * Of torch 2.13 in float64, with the cell's parameters and the data above:
 *
 *     wave = lambda n, rate, phase: 0.8 * torch.sin(torch.arange(1, n + 1) * rate + phase)
 *     cell = torch.nn.RNNCell(2, 3, nonlinearity=…).double()   # bias_hh = 0
 *     h = cell(x[0], h0); h = cell(x[1], h)   # LSTMCell likewise, each trial's h and then its c
 */
describe('two steps', () => {
  it.each([
    [
      'tanh',
      [0.9302739, -0.8696177, 0.2977277, 0.7519033, -0.5255468, -0.600642],
      [0.0807697, -0.1259611, -0.4110364, 0.878303, -0.813889, 0.2981373],
    ],
    [
      'relu',
      [1.6604212, 0, 0.3070244, 0.9773197, 0, 0],
      [1.0657072, 0, 0, 1.7674822, 0, 0.8591416],
    ],
  ] as const)('are those of torch.nn.RNNCell with %s', (nonlinearity, first, second) => {
    const found = twoSteps(new VanillaRnnCell({ nonlinearity, clip: 5 }), h0);
    expectClose(tf.tensor(found), [...first, ...second]);
  });

  it('are those of torch.nn.LSTMCell', () => {
    const c0 = wave([BATCH, UNITS], 1.1, 0.8) as Tensor2D;
    const found = twoSteps(new LstmCell(5), tf.concat([h0, c0], 1));
    expectClose(tf.tensor(found), [
      ...[0.355511, 0.0515812, -0.1791578, 0.5086945, 0.1205657, -0.8032574],
      ...[0.0369356, -0.0951236, 0.2126744, 0.0550782, -0.3219404, 0.4681251],
      ...[0.455327, -0.079036, -0.0702608, 0.8361521, -0.3676994, -0.1028549],
      ...[-0.0629927, -0.0340991, 0.0607395, -0.0889829, -0.1253144, 0.1129952],
    ]);
  });

  it('of a stack are those of its layers, each fed with what is read of the one below', () => {
    const c0 = wave([BATCH, UNITS], 1.1, 0.8) as Tensor2D;
    const [lower, upper] = [new LstmCell(5), new LinearCell()];
    const stack = new StackedCell([lower, upper]);
    const found = twoSteps(stack, tf.concat([h0, c0, h0], 1));
    let [below, above] = [tf.concat([h0, c0], 1), h0];
    const expected = inputs.flatMap((input) => {
      below = lower.step(input, below);
      above = upper.step(tf.slice(below, [0, 0], [BATCH, UNITS]), above);
      return [...tf.concat([below, above], 1).dataSync()];
    });
    expectClose(tf.tensor(found), expected);
    const read = stack.output(tf.concat([h0, c0, c0], 1));
    expectClose(read, [...c0.dataSync()]);
  });

  it('of the linear cell are A x + B u + b, written out', () => {
    const cell = new LinearCell();
    const found = twoSteps(cell, h0);
    const variables = waving(cell);
    const rows = (name: string) => variables.get(name)!.arraySync() as number[][];
    const [A, B] = [rows('weight_hh'), rows('weight_ih')];
    const b = variables.get('bias')!.arraySync() as number[];
    const dot = (x: number[], y: number[]) => x.reduce((sum, value, i) => sum + value * y[i]!, 0);
    const step = (x: number[], u: number[]) =>
      A.map((row, i) => dot(row, x) + dot(B[i]!, u) + b[i]!);
    const u = inputs.map((input) => input.arraySync());
    const first = h0.arraySync().map((x, trial) => step(x, u[0]![trial]!));
    const second = first.map((x, trial) => step(x, u[1]![trial]!));
    expectClose(tf.tensor(found), [...first, ...second].flat());
  });
});

it('bounds states by their clip alone', () => {
  const run = (clip: number) => twoSteps(new VanillaRnnCell({ nonlinearity: 'relu', clip }), h0);
  expect(Math.max(...run(0.9))).toBeCloseTo(0.9, 6);
  expect(Math.max(...run(Infinity))).toBeGreaterThan(1.7);
});

it('bounds the memory of an LSTM, and not what is added to it', () => {
  const cell = new LstmCell(0.3);
  waving(cell);
  const state = cell.step(inputs[0], wave([BATCH, 2 * UNITS], 1.7, 0.3) as Tensor2D);
  const memory = tf.slice(state, [0, UNITS], [BATCH, UNITS]).dataSync();
  expect(Math.max(...memory.map(Math.abs))).toBeCloseTo(0.3, 6);
});

it('starts an LSTM with its forget gate open', () => {
  const scope = plainScope();
  new LstmCell(5).build(scope, 0, 2);
  expect([...scope.variables.get('bias')!.dataSync()]).toEqual([0, 0, 1, 1, 0, 0, 0, 0]);
});

it('starts linear dynamics as slow rotations, which keep states as long as they are', () => {
  const scope = plainScope();
  const cell = new LinearCell();
  cell.build(scope, 0, 5);
  const weights = scope.variables.get('weight_hh')!;
  const product = tf.matMul(weights as tf.Tensor2D, weights as tf.Tensor2D, true, false);
  expectClose(product, [...tf.eye(5).dataSync()]);
  const at = (row: number, column: number) => weights.dataSync()[5 * row + column]!;
  expect(Math.atan2(at(1, 0), at(0, 0))).toBeCloseTo(0.125, 6);
  expect(Math.atan2(at(3, 2), at(2, 2))).toBeCloseTo(0.25, 6);
  expect(at(4, 4)).toBe(1);
});

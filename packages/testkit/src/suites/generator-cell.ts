import type { GeneratorCell } from '@lfads/core';
import { gruCell } from '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { type Check, ensure, ensureShape } from '../check.js';
import { ensureGradients } from '../gradients.js';
import { ensureClose, ensureFinite, type Named, uniforms } from '../numbers.js';
import { partChecks, type Use, withPart } from '../parts.js';
import type { Subject } from '../subject.js';

const [B, INPUTS, UNITS, MANY_STEPS] = [3, 2, 4, 100];

const stateDim = (cell: GeneratorCell) => cell.stateDim?.(UNITS) ?? UNITS;

const matrix = (rows: number, columns: number, seed: number): Tensor2D =>
  tf.tensor2d(
    uniforms(rows * columns, seed).map((draw) => 1.6 * draw - 0.8),
    [rows, columns],
  );

const inputsOf = (cell: GeneratorCell): Record<'input' | 'state', Tensor2D> => ({
  input: matrix(B, INPUTS, 1),
  state: matrix(B, stateDim(cell), 2),
});

const outputOf = (cell: GeneratorCell, state: Tensor2D) => cell.output?.(state) ?? state;

const step = (cell: GeneratorCell, { input, state }: Named): Tensor2D =>
  cell.step(input as Tensor2D, state as Tensor2D);

/** The step as the fused loop makes it. */
function fusedStep(cell: GeneratorCell, input: Tensor2D, state: Tensor2D): Tensor2D {
  const { cell: kind, weightIh, weightHh, bias, clip } = cell.fused!;
  if (kind === 'gru') {
    const none = tf.zeros<tf.Rank.R2>([3 * UNITS, INPUTS]);
    const weights = { weightIh: weightIh ?? none, weightHh, biasIh: bias };
    return gruCell({ x: input, h: state, ...weights }, clip);
  }
  const fromInput = weightIh ? tf.matMul(input, weightIh, false, true) : tf.zeros([1, UNITS]);
  const sum = tf.add(tf.add(tf.matMul(state, weightHh, false, true), fromInput), bias);
  const next = kind === 'tanh' ? tf.tanh(sum) : kind === 'relu' ? tf.relu(sum) : sum;
  return (Number.isFinite(clip) ? tf.clipByValue(next, -clip, clip) : next) as Tensor2D;
}

/** What a generator cell must keep to. */
export function generatorCellChecks(subject: Subject): Check[] {
  const use: Use<GeneratorCell> = {
    build: (cell, scope) => cell.build(scope, INPUTS, UNITS),
    exercise(cell) {
      const next = step(cell, inputsOf(cell));
      return { state: next, output: outputOf(cell, next) };
    },
  };
  const check = (name: string, run: (cell: GeneratorCell) => void): Check => ({
    name,
    run: () => withPart(subject, use, ({ part }) => tf.tidy(() => void run(part))),
  });
  return [
    ...partChecks(subject, use),
    check('a step keeps the shape of the state', (cell) => {
      ensureShape('The state', step(cell, inputsOf(cell)).shape, [B, stateDim(cell)]);
    }),
    check('gives an output of gen_dim', (cell) => {
      ensureShape('The output', outputOf(cell, inputsOf(cell).state).shape, [B, UNITS]);
    }),
    {
      name: 'runs without inputs',
      run: () => {
        const build: typeof use.build = (cell, scope) => cell.build(scope, 0, UNITS);
        withPart(subject, { build }, ({ part }) =>
          tf.tidy(() => {
            const next = part.step(undefined, inputsOf(part).state);
            ensureShape('The state', next.shape, [B, stateDim(part)]);
          }),
        );
      },
    },
    check('steps every trial by itself', (cell) => {
      const inputs = inputsOf(cell);
      const first = Object.fromEntries(
        Object.entries(inputs).map(([name, tensor]) => [name, tf.slice(tensor, 0, 1)]),
      );
      const alone = step(cell, first).dataSync();
      const together = tf.slice(step(cell, inputs), 0, 1).dataSync();
      ensureClose('The first trial without the others', alone, together);
    }),
    check(`stays finite over ${MANY_STEPS} steps`, (cell) => {
      const { input, state } = inputsOf(cell);
      let at = state;
      for (let i = 0; i < MANY_STEPS; i++) at = cell.step(input, at);
      ensureFinite('The state', at.dataSync());
    }),
    {
      name: 'its recurrent weights are parameters of its own',
      run: () =>
        withPart(subject, use, ({ part, store }) => {
          for (const name of part.recurrentWeights) {
            const entry = store.entries.get(name);
            ensure(
              entry?.variable.shape.length === 2,
              `recurrentWeights has "${name}", which is no matrix that it creates: ${[...store.entries.keys()].join(', ')}.`,
            );
          }
        }),
    },
    {
      name: "a step's gradient agrees with differences",
      run: () =>
        withPart(subject, use, ({ part, variables }) =>
          tf.tidy(() =>
            ensureGradients({
              run: (given) => step(part, given),
              inputs: inputsOf(part),
              variables,
            }),
          ),
        ),
    },
    check('the fused loop makes the same step', (cell) => {
      if (!cell.fused) return;
      const inputs = inputsOf(cell);
      const fused = fusedStep(cell, inputs.input, inputs.state).dataSync();
      ensureClose('The step of its fused form', fused, step(cell, inputs).dataSync());
    }),
  ];
}

import {
  corePlugin,
  createRegistry,
  createRunContainer,
  type GeneratorCell,
  ParameterStore,
} from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { compareGradient, compareValues, type Comparison } from '../comparison.js';
import type { Fixture } from '../fixture.js';

/** What belongs to a search for fixed points, not to a cell. */
const OF_THE_SEARCH =
  /\/(candidate_solution|eig_\w+|unstable_directions|residual_norm|q|peer\/.*|weights\/.*|candidates)$/;

type Step = (state: Tensor2D) => Tensor2D;

/** The cell of a network, at its constant input. */
function stepOf(fixture: Fixture, network: string): Step {
  const weights = fixture.names(`${network}/weights`);
  const target = weights.includes('bias_ih') ? '@lfads/core/GruCell' : '@lfads/core/VanillaRnnCell';
  const container = createRunContainer(createRegistry([corePlugin]));
  const cell = container.create<GeneratorCell>(target, { cell_clip: Infinity });
  const input = fixture.tensor(`${network}/weights/input`);
  const [units] = fixture.shape(`${network}/candidates`).slice(1) as [number];
  const store = new ParameterStore(0);
  cell.build(store.scope(), input.size, units);
  const valueOf = (name: string) => {
    const path = `${network}/weights/${name}`;
    return { shape: fixture.shape(path), values: fixture.values(path) };
  };
  store.load(new Map([...store.snapshot().keys()].map((name) => [name, valueOf(name)])));
  return (state) => {
    const inputs = tf.tile(tf.reshape(input, [1, -1]), [state.shape[0], 1]) as Tensor2D;
    return cell.step(inputs, state);
  };
}

/** Mean over units of the squared change in a step [trials]. */
const speed = (step: Step, state: Tensor2D) => tf.mean(tf.squaredDifference(step(state), state), 1);

/** dF_i / dh_j of every state [points, units, units]. */
function jacobians(step: Step, states: Tensor2D): tf.Tensor {
  const units = states.shape[1];
  const rows = Array.from({ length: units }, (_, unit) => {
    const f = (state: tf.Tensor) => tf.sum(tf.slice(step(state as Tensor2D), [0, unit], [-1, 1]));
    return tf.grad(f)(states);
  });
  return tf.stack(rows, 1);
}

function checkNetwork(fixture: Fixture, network: string): Comparison[] {
  const step = stepOf(fixture, network);
  const at = (name: string) => `${network}/${name}`;
  const candidates = fixture.tensor(at('candidates')) as Tensor2D;
  const points = fixture.tensor(at('fixed_points')) as Tensor2D;
  const units = candidates.shape[1];
  const halfSquare = (state: tf.Tensor) =>
    tf.mul(tf.sum(speed(step, state as Tensor2D)), units / 2) as tf.Scalar;
  const compare = (name: string, found: tf.Tensor) =>
    compareValues(at(name), found.dataSync(), fixture.values(at(name)));
  const known = at('known_fixed_points');
  return [
    compare('candidate_next', step(candidates)),
    compare('candidate_mean_square', speed(step, candidates)),
    compare('candidate_q', tf.mul(speed(step, candidates), units / 2)),
    compareGradient(
      at('candidate_q_grad'),
      tf.grad(halfSquare)(candidates).dataSync(),
      fixture.values(at('candidate_q_grad')),
      0,
    ),
    compare('fixed_points', step(points)),
    compare('jacobians', jacobians(step, points)),
    ...(fixture.has(known)
      ? [compare('known_fixed_points', step(fixture.tensor(known) as Tensor2D))]
      : []),
  ];
}

/**
 * Recurrent cells at the candidates and fixed points of known networks: one step, its speed, the speed's gradient,
 * and the Jacobians. The search itself is not part of it.
 */
export function checkFixedPoints(fixture: Fixture): { compared: Comparison[]; unknown: string[] } {
  const networks = [...new Set(fixture.paths().map((path) => path.split('/')[0]!))];
  const compared = networks.flatMap(
    (network) => tf.tidy(() => checkNetwork(fixture, network) as never) as unknown as Comparison[],
  );
  const done = new Set(compared.map(({ field }) => field));
  const unknown = fixture.paths().filter((path) => !done.has(path) && !OF_THE_SEARCH.test(path));
  return { compared, unknown };
}

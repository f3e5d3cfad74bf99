import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor3D } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { Readin, Readout } from '../contracts/index.js';
import { lossAndGradients } from '../model/index.js';
import { StepStreams } from '../random/index.js';
import { expectClose, hasFunctions, openFixture } from '../test-support/functions-fixture.js';
import { plainScope } from '../test-support/plain-scope.js';
import { smallModel, smallSession } from '../test-support/small-model.js';
import { FanInLinear, KernelNormalizedLinear, Mlp } from './index.js';

type Part = Readin & Readout;
const built = (part: Part, sizes = { inFeatures: 4, outFeatures: 3 }) => {
  const scope = plainScope();
  part.build(scope, sizes);
  return { part, variables: scope.variables };
};
const shapes = (variables: Map<string, tf.Variable>) =>
  [...variables].map(([name, { shape }]) => [name, ...shape]);
const x = tf.tensor3d([1, -2, 0.5, 3, 0, 1, 2, -1], [1, 2, 4]);

describe('KernelNormalizedLinear', () => {
  it.skipIf(!hasFunctions)('gives the reference’s numbers and gradients', async () => {
    const fixture = await openFixture('kernel_normalized_linear');
    const [weight, input] = [fixture.tensor('weight'), fixture.tensor('input')];
    const [outFeatures, inFeatures] = weight.shape as [number, number];
    const { part, variables } = built(new KernelNormalizedLinear({ bias: false }), {
      inFeatures,
      outFeatures,
    });
    expect(shapes(variables)).toEqual([['weight', outFeatures, inFeatures]]);
    const kernel = variables.get('weight')!;
    kernel.assign(weight);
    const data = tf.reshape(input, [1, -1, inFeatures]) as Tensor3D;
    expectClose(part.apply(data), fixture.values('result'));
    const through = () =>
      tf.sum(
        tf.mul(part.apply(data), tf.reshape(fixture.tensor('cotangent'), [1, -1, outFeatures])),
      );
    const { grads } = tf.variableGrads(through as () => Scalar, [kernel]);
    expectClose(grads[kernel.name]!, fixture.values('grad_weight'));
  });

  it('does not change when its weights are scaled, and adds a bias by default', () => {
    const { part, variables } = built(new KernelNormalizedLinear());
    const before = part.apply(x).dataSync();
    const weight = variables.get('weight')!;
    weight.assign(tf.mul(weight, 7));
    expectClose(part.apply(x), before);
    variables.get('bias')!.assign(tf.tensor1d([1, 2, 3]));
    const rows = tf.norm(weight, 2, 1).dataSync();
    const [first] = tf.sum(tf.mul(weight, tf.slice(x, [0, 0, 0], [1, 1, 4])), 2).dataSync();
    expect(part.apply(x).dataSync()[0]).toBeCloseTo(first! / rows[0]! + 1, 5);
  });
});

describe('Mlp', () => {
  it('has the layers and names of a torch.nn.Sequential', () => {
    const { variables } = built(new Mlp({ hiddenSizes: [5, 6], activation: 'tanh' }));
    expect(shapes(variables)).toEqual([
      ['0.weight', 5, 4],
      ['0.bias', 5],
      ['2.weight', 6, 5],
      ['2.bias', 6],
      ['4.weight', 3, 6],
      ['4.bias', 3],
    ]);
  });

  it.each([
    ['relu', (u: number) => Math.max(0, u)],
    ['tanh', Math.tanh],
    ['elu', (u: number) => (u > 0 ? u : Math.expm1(u))],
  ] as const)('applies %s between them, and nothing after the last', (activation, f) => {
    const { part, variables } = built(
      new Mlp({ inFeatures: 4, outFeatures: 1, hiddenSizes: [2], activation }),
    );
    variables.get('0.weight')!.assign(tf.tensor2d([[1, 0, 0, 0], [0, 1, 0, 0]])); // prettier-ignore
    variables.get('0.bias')!.assign(tf.tensor1d([0.5, 0]));
    variables.get('2.weight')!.assign(tf.tensor2d([[2, -3]]));
    variables.get('2.bias')!.assign(tf.tensor1d([-10]));
    expectClose(part.apply(x), [2 * f(1.5) - 3 * f(-2) - 10, 2 * f(0.5) - 3 * f(1) - 10]);
  });
});

const PARTS: [string, (sizes: object) => Part][] = [
  ['FanInLinear', (options) => new FanInLinear(options)],
  ['KernelNormalizedLinear', (options) => new KernelNormalizedLinear(options)],
  ['Mlp', (options) => new Mlp({ hiddenSizes: [6], activation: 'elu', ...options })],
];

describe.each(PARTS)('%s in a model', (_, make) => {
  const gradients = (side: 'readin' | 'readout', trainable: boolean) => {
    const sizes = side === 'readin' ? [4, 4] : [3, 4];
    const part = make({ inFeatures: sizes[0], outFeatures: sizes[1], trainable });
    const model = smallModel({ parts: { [side]: [part] } });
    const random = new StepStreams(1, 0);
    const batch = new Map([[0, smallSession(1)]]);
    const result = lossAndGradients(model, batch, { split: 'valid', epoch: 0, random });
    const names = [...model.parameters.entries.keys()].filter((name) => name.startsWith(side));
    return { names, of: result.gradients };
  };

  it.each(['readin', 'readout'] as const)('is trained as %s, every parameter of it', (side) => {
    const { names, of } = gradients(side, true);
    expect(names.length).toBeGreaterThanOrEqual(2);
    for (const name of names) {
      expect(tf.max(tf.abs(of.get(name)!)).dataSync()[0], name).toBeGreaterThan(0);
    }
  });

  it.each(['readin', 'readout'] as const)('gets no gradient as a frozen %s', (side) => {
    const { names, of } = gradients(side, false);
    expect(names.filter((name) => of.has(name))).toEqual([]);
    expect(of.size).toBeGreaterThan(0);
  });
});

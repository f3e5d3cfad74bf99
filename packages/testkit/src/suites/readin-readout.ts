import type { FeatureSize, PlaceSizes, Readin, Readout } from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { type Check, ensure, ensureShape } from '../check.js';
import { ensureGradients } from '../gradients.js';
import { ensureClose, uniforms } from '../numbers.js';
import { partChecks, type Use, withPart } from '../parts.js';
import type { Subject } from '../subject.js';

const [B, T, IN, OUT] = [3, 4, 5, 6];

type Part = Readin | Readout;

const sizeOr = (size: FeatureSize | undefined, place: number): number =>
  typeof size === 'number' ? size : place;

/** What its place asks for; a part that states no sizes gives what it takes. */
const placeOf = ({ inFeatures, outFeatures }: Part): PlaceSizes => {
  const takes = sizeOr(inFeatures, IN);
  return {
    inFeatures: takes,
    outFeatures: sizeOr(outFeatures, outFeatures === undefined ? takes : OUT),
  };
};

const inputOf = (part: Part, trials = B): tf.Tensor3D => {
  const { inFeatures } = placeOf(part);
  const values = uniforms(B * T * inFeatures, 2).map((draw) => 2 * draw - 0.8);
  return tf.tensor3d(values.slice(0, trials * T * inFeatures), [trials, T, inFeatures]);
};

/** What a read-in or a read-out must keep to. */
export function readinReadoutChecks(subject: Subject): Check[] {
  const use: Use<Part> = {
    build: (part, scope) => part.build(scope, placeOf(part)),
    exercise: (part) => ({ output: part.apply(inputOf(part)) }),
  };
  const { kind, alsoKinds = [] } = subject.definition;
  const kinds = [kind, ...alsoKinds];
  return [
    ...partChecks(subject, use),
    {
      name: 'maps from and to the sizes of its place',
      run: () =>
        withPart(subject, use, ({ part }) =>
          tf.tidy(() => {
            const { outFeatures } = placeOf(part);
            ensureShape('apply(data)', part.apply(inputOf(part)).shape, [B, T, outFeatures]);
          }),
        ),
    },
    {
      name: 'maps every trial by itself',
      run: () =>
        withPart(subject, use, ({ part }) =>
          tf.tidy(() => {
            const all = part.apply(inputOf(part));
            const alone = part.apply(inputOf(part, 1));
            const first = tf.slice(all, 0, 1).dataSync();
            ensureClose('The first trial without the others', alone.dataSync(), first);
          }),
        ),
    },
    {
      name: 'says whether it is trained',
      run: () =>
        withPart(subject, use, ({ part, variables }) => {
          if (!kinds.includes('readin')) return;
          const trained = variables.size > 0;
          ensure(
            (part as Readin).trainable === trained,
            `trainable is ${(part as Readin).trainable}, but ${variables.size} of its parameters are trained.`,
          );
        }),
    },
    {
      name: 'its gradient agrees with differences',
      run: () =>
        withPart(subject, use, ({ part, variables }) =>
          tf.tidy(() => {
            const data = inputOf(part);
            const apply = (given: tf.Tensor) => part.apply(given as tf.Tensor3D);
            if (kinds.includes('readout')) {
              ensureGradients({ run: (g) => apply(g['data']!), inputs: { data }, variables });
            } else if (variables.size > 0) {
              ensureGradients({ run: () => apply(data), inputs: {}, variables });
            }
          }),
        ),
    },
  ];
}

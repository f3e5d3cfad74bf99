import { type Prior, type StepRandom, StepStreams } from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { type Check, ensure, ensureShape } from '../check.js';
import { ensureGradients } from '../gradients.js';
import { ensureClose, type Named, uniforms } from '../numbers.js';
import { partChecks, type Use, withPart } from '../parts.js';
import type { Subject } from '../subject.js';

/** What a prior is over: the initial condition `[B,D]`, the inferred inputs `[B,T,D]`. */
export type PriorPlace = 'initial condition' | 'inferred inputs';

const [TRIALS, STEPS, ANY_SIZE, DRAWS] = [3, 5, 2, 200];

const shapeAt = (place: PriorPlace, { shape = ANY_SIZE }: Prior, trials = TRIALS): number[] =>
  place === 'initial condition' ? [trials, shape] : [trials, STEPS, shape];

/** A posterior some way from any prior: mean and standard deviation. */
const posterior = (shape: readonly number[]) => ({
  mean: tf.tensor(uniforms(tf.util.sizeFromShape([...shape]), 1), [...shape]).sub(0.3),
  std: tf
    .tensor(uniforms(tf.util.sizeFromShape([...shape]), 2), [...shape])
    .mul(0.5)
    .add(0.3),
});

const stream = () => new StepStreams(5, 1);
const klOf = (prior: Prior, { mean, std, noise }: Named): tf.Scalar =>
  prior.kl(mean!, std!, prior.sampledKl ? noise : undefined);

const inputsAt = (place: PriorPlace, prior: Prior, random: StepRandom) => {
  const shape = shapeAt(place, prior);
  return { ...posterior(shape), noise: prior.drawNoise(random, 'noise', shape) };
};

/** What a prior must keep to, at the places in the model where it can stand. */
export function priorChecks(
  subject: Subject,
  places: readonly PriorPlace[] = ['initial condition', 'inferred inputs'],
): Check[] {
  const use: Use<Prior> = {
    build: (prior, scope) => prior.build(scope),
    exercise: (prior, random) =>
      Object.fromEntries(
        places.flatMap((place) => {
          const inputs = inputsAt(place, prior, random);
          const { mean, std, noise } = inputs;
          const sample = prior.makePosterior(mean, std).sample(noise);
          const results = { noise, sample, kl: klOf(prior, inputs) };
          return Object.entries(results).map(([name, value]) => [`${name} (${place})`, value]);
        }),
      ),
  };
  const everywhere = (check: (prior: Prior, place: PriorPlace) => void) => () =>
    withPart(subject, use, ({ part }) => {
      for (const place of places) tf.tidy(() => void check(part, place));
    });
  return [
    ...partChecks(subject, use),
    {
      name: 'draws noise of the shape that is asked for',
      run: everywhere((prior, place) => {
        const shape = shapeAt(place, prior);
        ensureShape('The noise', prior.drawNoise(stream(), 'noise', shape).shape, shape);
      }),
    },
    {
      name: 'draws its noise from the stream that it is given',
      run: everywhere((prior, place) => {
        if (!prior.variational) return;
        const draw = (seed: number, name: string) =>
          prior.drawNoise(new StepStreams(seed, 1), name, shapeAt(place, prior)).dataSync();
        const first = draw(5, 'a').join();
        ensure(first === draw(5, 'a').join(), 'The same seed and stream give other noise.');
        ensure(first !== draw(6, 'a').join(), 'Another seed gives the same noise.');
        ensure(first !== draw(5, 'b').join(), 'Another stream gives the same noise.');
      }),
    },
    {
      name: 'samples have the shape of the mean',
      run: everywhere((prior, place) => {
        const { mean, std, noise } = inputsAt(place, prior, stream());
        const sample = prior.makePosterior(mean, std).sample(noise);
        ensureShape('A sample', sample.shape, mean.shape);
      }),
    },
    {
      name: 'samples are mean + std * noise, unless locationScale is false',
      run: everywhere((prior, place) => {
        if (!prior.variational || prior.locationScale === false) return;
        const { mean, std, noise } = inputsAt(place, prior, stream());
        const sample = prior.makePosterior(mean, std).sample(noise).dataSync();
        ensureClose('sample', sample, mean.add(std.mul(noise)).dataSync());
      }),
    },
    {
      name: 'the KL is one number',
      run: everywhere((prior, place) => {
        ensureShape('The KL', klOf(prior, inputsAt(place, prior, stream())).shape, []);
      }),
    },
    {
      name: 'the KL is not negative, on average over samples',
      run: everywhere((prior, place) => {
        const random = stream();
        const draws = Array.from({ length: prior.sampledKl ? DRAWS : 1 }, () =>
          tf.tidy(() => klOf(prior, inputsAt(place, prior, random)).dataSync()[0]!),
        );
        const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
        const squares = draws.reduce((sum, value) => sum + (value - mean) ** 2, 0);
        const error = Math.sqrt(squares) / draws.length;
        ensure(
          mean >= -4 * error - 1e-5,
          `The KL of the ${place} is ${mean} ± ${error}; no distance from a prior is negative.`,
        );
      }),
    },
    {
      name: 'the KL is a mean over trials',
      run: everywhere((prior, place) => {
        const once = inputsAt(place, prior, stream());
        const twice = Object.fromEntries(
          Object.entries(once).map(([name, value]) => [name, tf.concat([value, value], 0)]),
        );
        const [expected, found] = [klOf(prior, once), klOf(prior, twice)].map(
          (kl) => kl.dataSync()[0]!,
        );
        ensureClose('The KL of every trial twice', [found!], [expected!]);
      }),
    },
    {
      name: "the KL's gradient agrees with differences",
      run: () =>
        withPart(subject, use, ({ part, variables }) => {
          for (const place of places) {
            tf.tidy(() => {
              const { noise, ...inputs } = inputsAt(place, part, stream());
              ensureGradients({
                run: (given) => klOf(part, { ...given, noise }),
                inputs,
                variables,
              });
            });
          }
        }),
    },
  ];
}

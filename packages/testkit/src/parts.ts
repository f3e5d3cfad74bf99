import { ParameterStore, type ParameterScope, type StepRandom, StepStreams } from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { type Check, ensure } from './check.js';
import { ensureFinite, ensureSame, type Named, scoped, valuesOf } from './numbers.js';
import type { Options, Subject } from './subject.js';

/** How the checks use a part that computes with tensors. */
export interface Use<Part> {
  /** Creates the part's parameters. */
  build(part: Part, scope: ParameterScope): void;
  /** Uses the part once, with all that it can do; the results by name. */
  exercise(part: Part, random: StepRandom): Named;
}

export interface Built<Part> {
  part: Part;
  store: ParameterStore;
  /** The parameters that are trained, by name. */
  variables: Map<string, tf.Variable>;
}

/** Makes the part with its parameters, calls the function, and takes the parameters away again. */
export function withPart<Part, Result>(
  subject: Subject,
  { build }: Pick<Use<Part>, 'build'>,
  use: (built: Built<Part>) => Result,
  { options, seed = 1 }: { options?: Options; seed?: number } = {},
): Result {
  const store = new ParameterStore(seed);
  try {
    const part = subject.create<Part>(options);
    build(part, store.scope());
    return use({ part, store, variables: store.trainable() });
  } finally {
    store.dispose();
  }
}

const stepRandom = () => new StepStreams(11, 3);

/** What every part that computes must keep to, whatever it computes. */
export function partChecks<Part>(subject: Subject, use: Use<Part>): Check[] {
  const run = (part: Part) => scoped(() => valuesOf(use.exercise(part, stepRandom())));
  const resultsOf = (options?: Options) =>
    withPart(subject, use, ({ part }) => run(part), options ? { options } : {});
  return [
    {
      name: 'all its results are finite',
      run() {
        for (const [name, values] of resultsOf()) ensureFinite(name, values);
      },
    },
    {
      name: 'made again, it starts from the same parameters',
      run() {
        const initial = (seed: number) =>
          withPart(
            subject,
            use,
            ({ store }) =>
              new Map([...store.snapshot()].map(([name, { values }]) => [name, [...values]])),
            { seed },
          );
        ensureSame(initial(1), initial(1), 'when the part is made again from the same seed');
      },
    },
    {
      name: 'made again, it gives the same results',
      run: () => ensureSame(resultsOf(), resultsOf(), 'when the part is made again'),
    },
    {
      name: 'it keeps nothing from one step to the next',
      run: () =>
        withPart(subject, use, ({ part }) =>
          ensureSame(run(part), run(part), 'when the same step is made again'),
        ),
    },
    {
      name: 'its options survive JSON and make the same part',
      run() {
        const copy = JSON.parse(JSON.stringify(subject.options)) as Options;
        ensureSame(resultsOf(), resultsOf(copy), 'when the options have been JSON');
      },
    },
    {
      name: 'building leaves only its parameters behind',
      run() {
        const before = tf.memory().numTensors;
        withPart(subject, use, ({ store }) => {
          const made = tf.memory().numTensors - before;
          const listed = store.snapshot().size;
          ensure(
            made === listed,
            `Making and building it leaves ${made} tensors, but it has ${listed} parameters. Dispose of the others, or make them in a tf.tidy.`,
          );
        });
      },
    },
    {
      name: 'a step leaves no tensors behind',
      run: () =>
        withPart(subject, use, ({ part }) => {
          for (let step = 0; step < 2; step++) {
            const before = tf.memory().numTensors;
            run(part);
            const kept = tf.memory().numTensors - before;
            ensure(
              kept === 0,
              `A step in a tf.tidy leaves ${kept} tensors behind. Do not use tf.keep or tf.variable in it.`,
            );
          }
        }),
    },
  ];
}

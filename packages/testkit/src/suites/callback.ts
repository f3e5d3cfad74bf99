import type { Callback } from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { inspect, isDeepStrictEqual } from 'node:util';
import { type Check, ensure } from '../check.js';
import type { Options, Subject } from '../subject.js';
import { type ChangeState, type Happened, stateOf, withRunFolder } from '../training.js';

const EPOCHS = 4;
const HOOKS: ReadonlySet<string> = new Set([
  'onTrainStart',
  'onEpochStart',
  'onValidationEnd',
  'onEpochEnd',
  'onTrainEnd',
]);

/** Names of the methods that look like hooks: `onEpochEnd`. */
const hooksOf = (callback: object): string[] => {
  const names = new Set<string>();
  for (let at = callback; at !== Object.prototype; at = Object.getPrototypeOf(at) as object) {
    for (const name of Object.getOwnPropertyNames(at)) if (/^on[A-Z]/.test(name)) names.add(name);
  }
  return [...names];
};

/** A state as a checkpoint gives it back: JSON, in which numbers that are not finite are kept. */
const asRead = (state: unknown): unknown =>
  JSON.parse(
    JSON.stringify(state, (_, value: unknown) =>
      typeof value === 'number' && !Number.isFinite(value) ? { $number: String(value) } : value,
    ),
    (_, value: unknown) =>
      typeof value === 'object' && value !== null && '$number' in value
        ? Number(value.$number)
        : value,
  );

/** What a callback did in a training, from its logs and its state. */
interface Trained extends Happened {
  readonly states: unknown[];
}

/** What a callback must keep to. */
export function callbackChecks(subject: Subject, change: ChangeState = (state) => state): Check[] {
  /** @param resumeAfter the epoch after which the training is stopped, and resumed with a callback made anew */
  const train = async (options?: Options, resumeAfter?: number): Promise<Trained> => {
    const trained: Trained = { logged: [], stopped: [], states: [] };
    await withRunFolder(async (paths) => {
      const at = (epoch: number) => change(stateOf(epoch, EPOCHS, paths, trained));
      let callback = subject.create<Callback>(options);
      await callback.onTrainStart?.(at(0));
      for (let epoch = 0; epoch < EPOCHS; epoch++) {
        await callback.onEpochStart?.(at(epoch));
        await callback.onValidationEnd?.(at(epoch));
        await callback.onEpochEnd?.(at(epoch));
        trained.states.push(structuredClone(callback.getState?.()));
        if (epoch !== resumeAfter) continue;
        const saved = callback.getState?.();
        callback = subject.create<Callback>(options);
        if (saved !== undefined) callback.setState?.(asRead(saved));
        await callback.onTrainStart?.(at(epoch + 1));
      }
      await callback.onTrainEnd?.(at(EPOCHS - 1));
    });
    return trained;
  };
  return [
    {
      name: 'its hooks are those of the contract',
      run() {
        const unknown = hooksOf(subject.create<Callback>()).filter((name) => !HOOKS.has(name));
        ensure(
          unknown.length === 0,
          `Nothing calls ${unknown.join(', ')}. Hooks are: ${[...HOOKS].join(', ')}.`,
        );
      },
    },
    { name: 'goes through a training without an error', run: async () => void (await train()) },
    {
      name: 'made again, it does the same',
      async run() {
        const copy = JSON.parse(JSON.stringify(subject.options)) as Options;
        const [first, again] = [await train(), await train(copy)];
        ensure(
          isDeepStrictEqual(first, again),
          `Two trainings differ: ${JSON.stringify(first)} and ${JSON.stringify(again)}.`,
        );
      },
    },
    {
      name: 'its state is plain data',
      async run() {
        for (const state of (await train()).states) {
          if (state === undefined) continue;
          const copy = asRead(state);
          ensure(
            isDeepStrictEqual(copy, state),
            `getState() gives what is another after JSON: ${inspect(state)}.`,
          );
        }
      },
    },
    {
      name: 'goes on where it was when a training is resumed',
      async run() {
        const whole = await train();
        const resumed = await train(undefined, 1);
        const endOf = ({ stopped, states }: Trained) => ({ stopped, last: states.at(-1) });
        ensure(
          isDeepStrictEqual(endOf(whole), endOf(resumed)),
          `A training that was resumed ends as ${JSON.stringify(endOf(resumed))}, and not as ${JSON.stringify(endOf(whole))}.`,
        );
      },
    },
    {
      name: 'leaves no tensors behind',
      async run() {
        const before = tf.memory().numTensors;
        await train();
        const kept = tf.memory().numTensors - before;
        ensure(kept === 0, `${kept} tensors are left after a training.`);
      },
    },
  ];
}

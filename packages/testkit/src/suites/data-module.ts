import type { Batch, DataModule, DataSplit, LoadedBatch, SessionBatch } from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { type Check, ensure, ensureShape } from '../check.js';
import { ensureSame, type Named, valuesOf } from '../numbers.js';
import type { Options, Subject } from '../subject.js';

const SEED = 4;
const SPLITS: readonly DataSplit[] = ['train', 'valid', 'test'];

const tensorsOf = (batch: SessionBatch): Named => ({ ...batch }) as unknown as Named;

const dispose = ({ batch, extra }: LoadedBatch): void => {
  for (const session of batch.values()) tf.dispose(tensorsOf(session));
  for (const tensors of extra.values()) tf.dispose([...tensors]);
};

type Numbers = Map<string, number[]>;

const addNumbers = (into: Numbers, path: string, session: SessionBatch): void => {
  for (const [name, values] of valuesOf(tensorsOf(session))) into.set(`${path}.${name}`, values);
};

/** The numbers of batches, which are disposed of. */
function numbersOf(batches: Iterable<LoadedBatch>, into: Numbers = new Map()): Numbers {
  let index = 0;
  for (const loaded of batches) {
    for (const [session, batch] of loaded.batch) {
      addNumbers(into, `batch ${index}, session ${session}`, batch);
    }
    index++;
    dispose(loaded);
  }
  return into;
}

const trialsOf = (batch: Batch): number =>
  [...batch.values()].reduce((sum, { encodData }) => sum + encodData.shape[0], 0);

/** What a data module must keep to. */
export function dataModuleChecks(subject: Subject): Check[] {
  const withModule = async (
    use: (module: DataModule) => void | Promise<void>,
    options?: Options,
  ): Promise<void> => {
    const module = subject.create<DataModule>(options);
    try {
      await module.setup();
      await use(module);
    } finally {
      module.dispose?.();
    }
  };
  const check = (name: string, use: (module: DataModule) => void | Promise<void>): Check => ({
    name,
    run: () => withModule(use),
  });
  const everything = (module: DataModule): Numbers =>
    numbersOf(module.validBatches(), numbersOf(module.trainBatches(SEED, 0)));
  return [
    check('has sessions, each with trials to train on', ({ sessions }) => {
      ensure(sessions.length > 0, 'After setup() it has no sessions.');
      for (const session of sessions) {
        const { name, encodSteps, encodChannels, reconSteps, reconChannels, trials } = session;
        const sizes = { encodSteps, encodChannels, reconSteps, reconChannels, ...trials };
        for (const [size, value] of Object.entries(sizes)) {
          const wrong = !Number.isInteger(value) || value < (size in trials ? 0 : 1);
          ensure(!wrong, `Session "${name}": ${size} is ${value}.`);
        }
        ensure((trials.train ?? 0) > 0, `Session "${name}" has no trials to train on.`);
      }
      const names = new Set(sessions.map(({ name }) => name));
      ensure(names.size === sessions.length, 'Two sessions have the same name.');
    }),
    check('is set up once, however often it is asked', async (module) => {
      const before = everything(module);
      await module.setup();
      ensureSame(before, everything(module), 'after a second setup()');
    }),
    check('gives batches of the sizes that its sessions say', (module) => {
      for (const loaded of [...module.trainBatches(SEED, 0), ...module.validBatches()]) {
        for (const [session, { encodData, reconData }] of loaded.batch) {
          const info = module.sessions[session];
          ensure(info !== undefined, `A batch has session ${session}, which there is not.`);
          const [trials] = encodData.shape;
          const { encodSteps, encodChannels, reconSteps, reconChannels } = info;
          ensureShape('encodData', encodData.shape, [trials, encodSteps, encodChannels]);
          ensureShape('reconData', reconData.shape, [trials, reconSteps, reconChannels]);
        }
        dispose(loaded);
      }
    }),
    check('gives sessions in increasing order', (module) => {
      for (const loaded of module.trainBatches(SEED, 0)) {
        const order = [...loaded.batch.keys()];
        const sorted = order.every((session, i) => i === 0 || order[i - 1]! < session);
        dispose(loaded);
        ensure(sorted, `A batch has the sessions ${order.join(', ')} in this order.`);
      }
    }),
    check('gives as many training batches as it says', (module) => {
      let [count, trials] = [0, 0];
      for (const loaded of module.trainBatches(SEED, 0)) {
        count++;
        trials += trialsOf(loaded.batch);
        dispose(loaded);
      }
      const { trainBatchCount } = module;
      ensure(count === trainBatchCount, `trainBatchCount is ${trainBatchCount}, not ${count}.`);
      const all = module.sessions.reduce((sum, session) => sum + (session.trials.train ?? 0), 0);
      ensure(count > 0 && trials <= all, `An epoch has ${trials} of ${all} training trials.`);
    }),
    check('orders training batches by seed and epoch alone', (module) => {
      const first = numbersOf(module.trainBatches(SEED, 1));
      numbersOf(module.trainBatches(SEED, 2));
      ensureSame(first, numbersOf(module.trainBatches(SEED, 1)), 'when the epoch is asked again');
    }),
    {
      name: 'made again, it gives the same batches',
      async run() {
        const results: Numbers[] = [];
        const copy = JSON.parse(JSON.stringify(subject.options)) as Options;
        for (const options of [subject.options, copy]) {
          await withModule((module) => void results.push(everything(module)), options);
        }
        ensureSame(results[0]!, results[1]!, 'when the data module is made again');
      },
    },
    check('gives every trial once for inference, always in the same order', (module) => {
      for (const [session, { name, trials }] of module.sessions.entries()) {
        for (const split of SPLITS) {
          const read = (): Numbers => {
            const numbers: Numbers = new Map();
            let count = 0;
            for (const batch of module.predictBatches(session, split)) {
              addNumbers(numbers, `${split} trial ${count}`, batch);
              count += batch.encodData.shape[0];
              tf.dispose(tensorsOf(batch));
            }
            const stated = trials[split] ?? 0;
            ensure(
              count === stated,
              `Session "${name}" has ${stated} trials of the split ${split}, but predictBatches gives ${count}.`,
            );
            return numbers;
          };
          ensureSame(read(), read(), 'when the trials are asked for again');
        }
      }
    }),
    {
      name: 'leaves no tensors behind',
      async run() {
        const before = tf.memory().numTensors;
        await withModule((module) => {
          const start = tf.memory().numTensors;
          for (let epoch = 0; epoch < 2; epoch++) {
            numbersOf(module.trainBatches(SEED, epoch));
            for (const loaded of module.trainBatches(SEED, epoch)) {
              dispose(loaded);
              break; // as when training is stopped
            }
          }
          const kept = tf.memory().numTensors - start;
          ensure(kept === 0, `${kept} tensors are left when all batches have been disposed of.`);
        });
        const kept = tf.memory().numTensors - before;
        ensure(kept === 0, `${kept} tensors are left after dispose().`);
      },
    },
  ];
}

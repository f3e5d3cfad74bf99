import { type Batch, type Lfads, OUTPUT_NAMES, type SessionOutput } from '@lfads/core';
import type * as tf from '@tensorflow/tfjs-core';
import { compareValues, type Comparison, missing } from '../comparison.js';
import type { Fixture } from '../fixture.js';
import { FixtureRandom } from '../fixture-random.js';

/** The three forward passes: parameters, means (rates), and parameters from posterior samples. */
export function checkOutputs(fixture: Fixture, model: Lfads, batch: Batch): Comparison[] {
  const passes = [
    ['output/params', { sample: false, outputMeans: false }],
    ['output/means', { sample: false, outputMeans: true }],
    ['output/sampled', { sample: true, outputMeans: false }],
  ] as const;
  return passes.flatMap(([group, options]) =>
    fixture.names(group).length === 0
      ? []
      : compareOutputs(
          fixture,
          group,
          forward(fixture, model, batch, { ...options, training: false }),
        ),
  );
}

interface Pass {
  sample: boolean;
  outputMeans: boolean;
  training: boolean;
}

/** The training stack, then the network. */
export function forward(fixture: Fixture, model: Lfads, batch: Batch, pass: Pass) {
  const random = new FixtureRandom(fixture);
  const augmented = model.augment(batch, 'train', random, () => {});
  return model.forward(new Map([...augmented].map(([s, { batch }]) => [s, batch])), {
    ...pass,
    random,
  });
}

/** Compares what a group holds, by session and field. */
export function compareOutputs(
  fixture: Fixture,
  group: string,
  outputs: ReadonlyMap<number, SessionOutput>,
): Comparison[] {
  const fields = new Map<string, keyof SessionOutput>(OUTPUT_NAMES);
  return fixture.names(group).map((name) => {
    const path = `${group}/${name}`;
    const [session, field] = name.split('/') as [string, string];
    const key = fields.get(field);
    const output = outputs.get(Number(session));
    if (!key || !output) return missing(path, 'the model gives no such output');
    return compareValues(
      path,
      output[key].dataSync(),
      fixture.values(path),
      fixture.float32Error(path),
    );
  });
}

/** The elementwise reconstruction loss of the means pass, before and after the stack's processing. */
export function checkReconstructionLoss(
  fixture: Fixture,
  model: Lfads,
  batch: Batch,
): Comparison[] {
  const random = new FixtureRandom(fixture);
  const augmented = model.augment(batch, 'train', random, () => {});
  const { outputParams } = model.infer(
    new Map([...augmented].map(([s, { batch }]) => [s, batch])),
    { sample: false, training: false, random },
  );
  return [...augmented].flatMap(
    ([
      session,
      {
        batch: { reconData },
        memos,
      },
    ]) => {
      const context = {
        session,
        split: 'train' as const,
        random,
        log: () => {},
        compat: model.hparams.compat,
      };
      const params = outputParams[[...augmented.keys()].indexOf(session)]!;
      const losses = model.parts.reconstruction[session]!.computeLoss(reconData, params);
      let processed = losses;
      for (const transform of model.parts.trainAugStack.lossTransforms) {
        processed =
          transform.processLosses?.(processed, memos.get(transform), context) ?? processed;
      }
      const found: [string, tf.Tensor][] = [
        [`recon_loss/${session}`, losses],
        [`recon_loss_after_aug/${session}`, processed],
      ];
      return found
        .filter(([path]) => fixture.has(path))
        .map(([path, loss]) =>
          compareValues(path, loss.dataSync(), fixture.values(path), fixture.float32Error(path)),
        );
    },
  );
}

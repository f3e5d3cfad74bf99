import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger, Metrics, RunPaths } from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { type Check, ensure } from '../check.js';
import type { Subject } from '../subject.js';
import { withRunFolder } from '../training.js';

const FIGURE =
  '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="5" height="5"/></svg>';
const HYPERPARAMETERS = { model: { gen_dim: 8, kl_ic_scale: 1e-5 }, tags: ['a'], none: null };

/** Three epochs; the second has a metric that is not a number, the third one that the first had not. */
const EPOCHS: readonly Metrics[] = [
  { 'train/loss': 2, 'valid/recon_smth': 2.1 },
  { 'train/loss': NaN, 'valid/recon_smth': 1.9 },
  { 'train/loss': 1.5, 'valid/recon_smth': 1.6, 'valid/bps': 0.1 },
].map((metrics) => Object.freeze(metrics));

async function write(logger: Logger, paths: RunPaths, resumed: boolean): Promise<void> {
  await logger.start(paths, HYPERPARAMETERS, resumed);
  for (const [i, metrics] of EPOCHS.entries()) {
    const epoch = i + (resumed ? EPOCHS.length : 0);
    await logger.metrics(metrics, epoch, 10 * (epoch + 1));
    await logger.figure?.('valid/raster_plot', FIGURE, 10 * (epoch + 1));
  }
}

/** Bytes in a folder. */
const sizeOf = (folder: string): number =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(folder, name)))
    .reduce((sum, found) => sum + (found.isFile() ? found.size : 0), 0);

/** What a logger must keep to. */
export function loggerChecks(subject: Subject): Check[] {
  const check = (name: string, run: (paths: RunPaths) => Promise<void>): Check => ({
    name,
    run: () => withRunFolder(run),
  });
  const create = () => subject.create<Logger>();
  return [
    check('takes metrics, figures, and what is not a number', async (paths) => {
      const logger = create();
      await write(logger, paths, false);
      await logger.finish(true);
    }),
    check('goes on when a run is resumed, and keeps what was written', async (paths) => {
      const first = create();
      await write(first, paths, false);
      await first.finish(true);
      const before = sizeOf(paths.dir);
      const second = create();
      await write(second, paths, true);
      await second.finish(true);
      const after = sizeOf(paths.dir);
      ensure(after >= before, `Resuming left ${after} bytes of the ${before} that were written.`);
    }),
    check('ends a run that failed before its first epoch', async (paths) => {
      const logger = create();
      await logger.start(paths, {}, false);
      await logger.finish(false);
    }),
    check('keeps runs apart', async (paths) => {
      const [other, untouched] = [join(paths.dir, 'b'), join(paths.dir, 'a')];
      const pathsOf = (dir: string): RunPaths => ({ dir, checkpoints: join(dir, 'checkpoints') });
      mkdirSync(other);
      mkdirSync(untouched);
      const [first, second] = [create(), create()];
      await first.start(pathsOf(untouched), {}, false);
      await second.start(pathsOf(other), {}, false);
      const before = sizeOf(untouched);
      await second.metrics(EPOCHS[0]!, 0, 10);
      await second.finish(true);
      ensure(
        sizeOf(untouched) === before,
        'What one run logs is written to the folder of another.',
      );
      await first.finish(true);
    }),
    check('leaves no tensors behind', async (paths) => {
      const before = tf.memory().numTensors;
      const logger = create();
      await write(logger, paths, false);
      await logger.finish(true);
      const kept = tf.memory().numTensors - before;
      ensure(kept === 0, `${kept} tensors are left after a run.`);
    }),
  ];
}

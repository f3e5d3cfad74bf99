import { defineCommand, definePlugin, definePrior, locationScale, LOG } from '@lfads/core';
import type { Prior } from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';

/** A plugin of one file: a prior that says when it is made, a command, and a folder of configs. */
export default definePlugin({
  name: 'counting-plugin',
  contractVersion: 1,
  configs: new URL('./counting-configs/', import.meta.url),
  components: [
    definePrior({
      target: 'counting-plugin/Flat',
      summary: 'No prior at all: its divergence is 0.',
      options: z.looseObject({ shape: z.int().positive() }),
      example: { shape: 3 },
      create({ shape }, context): Prior {
        context.resolve(LOG).info('Flat was made.');
        return {
          shape,
          variational: true,
          sampledKl: false,
          build: () => {},
          drawNoise: (random, stream, noiseShape) => random.normal(stream, noiseShape),
          makePosterior: locationScale,
          kl: () => tf.scalar(0),
        };
      },
    }),
  ],
  commands: [
    defineCommand({
      name: 'count parameters',
      summary: 'Counts the parameters of a run.',
      options: z.object({
        run: z.string().describe('folder of the run'),
        above: z.number().default(0).describe('count only those with more values than this'),
        only_trainable: z.boolean().default(false).describe('leave out frozen ones'),
      }),
      words: ['run'],
      async run({ run, above, only_trainable }, host) {
        const { model } = await host.openRun(run);
        const names = only_trainable
          ? [...model.parameters.trainable().keys()]
          : [...model.parameters.snapshot().keys()];
        const sizes = names.map((name) => model.parameters.snapshot().get(name)!.values.length);
        const count = sizes.filter((size) => size > above).length;
        host.print(host.json ? JSON.stringify({ count }) : `${count} parameters`);
      },
    }),
  ],
});

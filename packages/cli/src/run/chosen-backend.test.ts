import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jsonLines, workplace } from '../test-support/cli.js';
import { tinyOverrides, writeTinyData } from '../test-support/tiny-data.js';

const place = workplace();
afterAll(() => place.remove());

const PLUGIN = `
import { defineBackend, definePlugin } from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';

export default definePlugin({
  name: 'other-backend',
  contractVersion: 1,
  configs: new URL('./other-configs/', import.meta.url),
  components: [
    defineBackend({
      target: 'other-backend/Other',
      summary: 'Another back end.',
      options: z.object({ works: z.boolean().default(true) }),
      create: ({ works }) => ({
        async start() {
          if (!works) throw new Error('it does not');
          await tf.setBackend('lfads-cpu');
          return { name: 'other', words: 'something else', gpu: true };
        },
        probe: async () => ({ available: true, gpu: true, note: 'It has a GPU.' }),
      }),
    }),
  ],
});
`;

beforeAll(async () => {
  await writeTinyData(place.path('tiny.h5'));
  writeFileSync(place.path('other.ts'), PLUGIN);
});

const train = (...argv: string[]) =>
  place.lfads([
    'train',
    '--json',
    ...tinyOverrides(place.path('tiny.h5')),
    'trainer.max_epochs=1',
    ...argv,
  ]);

test('a config chooses the engine and the threads, and the command line overrides it', async () => {
  const chosen = await train('+backend.engine=js', '+backend.threads=1');
  expect(chosen.exitCode, chosen.err).toBe(0);
  expect(jsonLines(chosen.out)[0]).toMatchObject({
    engine: 'js',
    backend: 'lfads-cpu',
    gpu: false,
  });
  const { out } = await train('+backend.engine=js', '--cpu', 'wasm', '--threads', '1');
  expect(jsonLines(out)[0]).toMatchObject({ engine: 'wasm', threads: 1 });
});

test('a plugin can bring another one', async () => {
  const other = ['--plugin', './other.ts', 'backend._target_=other-backend/Other'];
  const { out, err } = await train(...other);
  expect(jsonLines(out)[0], err).toMatchObject({ backend: 'other', gpu: true });
  const contradiction = await train(...other, '--threads', '1');
  expect(contradiction.exitCode).toBe(2);
  expect(contradiction.err).toMatch(/--threads are options of lfads\/CpuBackend[\s\S]*backend=cpu/);
  const doctor = await place.lfads(['doctor', '--plugin', './other.ts']);
  expect(doctor.out).toMatch(/other +other-backend\/Other: available, with a GPU\. It has a GPU\./);
  expect(doctor.out).toMatch(/gpu +not in use/);
});

test('a config without one gets the CPU', async () => {
  const { out } = await train('~backend');
  expect(jsonLines(out)[0]).toMatchObject({ backend: 'lfads-cpu' });
});

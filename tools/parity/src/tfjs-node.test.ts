import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { TfjsNode } from '@lfads/backend-tfjs-node';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { checkFolder } from './check-folder.js';
import { fixtureText } from './report.js';

const folder = fileURLToPath(new URL('../../../../shared/parity', import.meta.url));
const build = process.env['LFADS_TFJS_NODE'];

describe.skipIf(!existsSync(folder) || !build)(
  'on TensorFlow, of the build that LFADS_TFJS_NODE names',
  () => {
    it('every fixture in shared/parity is reproduced', async () => {
      await TfjsNode.create({ package: null, require_gpu: false }, {} as never).start();
      const reports = await checkFolder(folder);
      expect(tf.getBackend()).toBe('tensorflow');
      expect(reports.length).toBeGreaterThan(0);
      expect(reports.filter(({ passed }) => !passed).map(fixtureText)).toEqual([]);
    });
  },
);

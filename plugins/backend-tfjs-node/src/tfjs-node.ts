import { type Backend, defineBackend, LfadsError } from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { PACKAGES } from './find.js';
import { loadTfjsNode } from './load.js';

export const TfjsNode = defineBackend({
  target: '@lfads/backend-tfjs-node/TfjsNode',
  summary: 'TensorFlow through tfjs-node, or tfjs-node-gpu on an NVIDIA GPU.',
  docs: 'Every operation runs in its composite version, as plain tfjs operations, since TensorFlow has no fused one.',
  options: z.object({
    package: z
      .enum(PACKAGES)
      .nullable()
      .default(null)
      .describe('package to load; null: the one for GPUs where it is installed, else the other'),
    require_gpu: z.boolean().default(false).describe('refuse to compute on the CPU'),
  }),
  create({ package: wanted, require_gpu }): Backend {
    return {
      async start() {
        const { source, gpu } = await loadTfjsNode(wanted);
        if (require_gpu && !gpu) throw noGpu(source);
        await tf.setBackend('tensorflow');
        return {
          name: 'tensorflow',
          words: `TensorFlow on the ${gpu ? 'GPU' : 'CPU'} (${source})`,
          gpu,
          ...(!gpu && { note: 'backend=cpu is faster on a CPU: its kernels are fused.' }),
        };
      },
      async probe() {
        try {
          const { source, gpu } = await loadTfjsNode(wanted);
          return { available: true, gpu, note: source };
        } catch (error) {
          if (!(error instanceof LfadsError)) throw error;
          return { available: false, gpu: false, note: [error.message, error.hint].join(' ') };
        }
      },
    };
  },
});

const noGpu = (source: string): LfadsError =>
  new LfadsError(
    'LFADS_TFJS_NODE_NO_GPU',
    `${source} computes on the CPU: TensorFlow found no GPU that it can use.`,
    'Install @tensorflow/tfjs-node-gpu, an NVIDIA driver, CUDA 11.2 and cuDNN 8, or leave out require_gpu.',
  );

import { createRequire } from 'node:module';
import { LfadsError } from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { findTfjsNode, type TfjsNodePackage } from './find.js';
import { polyfillUtil } from './polyfill-util.js';
import { usesGpu } from './uses-gpu.js';

export interface Loaded {
  /** Package or folder that it came from. */
  readonly source: string;
  /** Whether TensorFlow computes on a GPU. */
  readonly gpu: boolean;
}

/**
 * Loads tfjs-node, which registers the back end `tensorflow` with tfjs. The back end in use stays in use.
 *
 * @throws LfadsError LFADS_TFJS_NODE_MISSING when it is not installed, LFADS_TFJS_NODE_LOAD when it cannot be loaded
 */
export async function loadTfjsNode(wanted: TfjsNodePackage | null = null): Promise<Loaded> {
  const source = findTfjsNode(wanted);
  const before = tf.engine().backendName;
  polyfillUtil();
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '1'; // warnings, but no welcome
  try {
    createRequire(import.meta.url)(source);
  } catch (error) {
    throw cannotLoad(source, error);
  } finally {
    if (before) await tf.setBackend(before);
  }
  if (tf.findBackend('tensorflow') === null) {
    throw cannotLoad(
      source,
      new Error('it registered no back end "tensorflow" with this tfjs-core'),
    );
  }
  return { source, gpu: usesGpu() };
}

const cannotLoad = (source: string, cause: unknown): LfadsError =>
  Object.assign(
    new LfadsError(
      'LFADS_TFJS_NODE_LOAD',
      `${source} cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`,
      'Its install script may not have run, or found no TensorFlow for this system: run "npm rebuild ' +
        `${source}" with scripts allowed and read what it says. lfads trains without it: backend=cpu.`,
    ),
    { cause },
  );

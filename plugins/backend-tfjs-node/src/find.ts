import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { LfadsError } from '@lfads/core';

/** The one for GPUs first: it computes on the CPU where there is no GPU. */
export const PACKAGES = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const;
export type TfjsNodePackage = (typeof PACKAGES)[number];

const require = createRequire(import.meta.url);

/** The folder of a package, named in LFADS_TFJS_NODE, that was built by hand. */
const ownBuild = (): string | undefined => process.env['LFADS_TFJS_NODE'] || undefined;

function resolvable(request: string): boolean {
  try {
    require.resolve(request);
    return true;
  } catch {
    return false;
  }
}

/**
 * What to load: the folder named in the environment variable LFADS_TFJS_NODE, or the installed package.
 *
 * @param wanted null: the one for GPUs where it is installed, else the one for CPUs
 * @throws LfadsError LFADS_TFJS_NODE_MISSING with what to install
 */
export function findTfjsNode(wanted: TfjsNodePackage | null = null): string {
  const folder = ownBuild();
  if (folder !== undefined) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    throw new LfadsError(
      'LFADS_TFJS_NODE_MISSING',
      `LFADS_TFJS_NODE names ${folder}, which is no package's folder: it has no package.json.`,
      'Name the folder of a built @tensorflow/tfjs-node, or unset the variable.',
    );
  }
  const found = (wanted === null ? PACKAGES : [wanted]).find(resolvable);
  if (found !== undefined) return found;
  throw new LfadsError(
    'LFADS_TFJS_NODE_MISSING',
    `${wanted ?? PACKAGES.join(' or ')} is not installed.`,
    'Run "npm install @tensorflow/tfjs-node" for the CPU, or "npm install @tensorflow/tfjs-node-gpu" ' +
      'for an NVIDIA GPU (Linux, CUDA 11.2 and cuDNN 8). Their install scripts download TensorFlow.',
  );
}

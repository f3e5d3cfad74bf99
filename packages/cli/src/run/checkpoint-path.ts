import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RunPaths } from '@lfads/core';

export type CheckpointName = 'best' | 'last';

export const checkpointPath = ({ checkpoints }: RunPaths, name: CheckpointName): string =>
  join(checkpoints, `${name}.json`);

/** The best checkpoint if it is wanted and there is one, else the last. */
export const preferredCheckpoint = (paths: RunPaths, wantBest: boolean): CheckpointName =>
  wantBest && existsSync(checkpointPath(paths, 'best')) ? 'best' : 'last';

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Job, JobCommand, RunPaths } from '@lfads/core';
import { checkpointPath } from '../run/checkpoint-path.js';
import type { SweepState } from './sweep-state.js';

const LFADS = fileURLToPath(new URL('../../bin/lfads.js', import.meta.url));

/** `lfads train` for one job of a sweep: anew, or from its last checkpoint where there is one. */
export function jobCommand(
  cwd: string,
  { config, plugins, cpu }: SweepState,
  job: Job,
): JobCommand {
  const common = [
    '--json',
    ...plugins.flatMap((plugin) => ['--plugin', plugin]),
    ...(cpu === undefined ? [] : ['--cpu', cpu]),
  ];
  const paths: RunPaths = { dir: job.dir, checkpoints: join(job.dir, 'checkpoints') };
  const what = existsSync(checkpointPath(paths, 'last'))
    ? ['--resume', job.dir]
    : [
        ...['--run-dir', job.dir, '--config-name', config.name],
        ...(config.dir === undefined ? [] : ['--config-dir', config.dir]),
        '--',
        ...job.overrides,
      ];
  return { argv: [process.execPath, LFADS, 'train', ...common, ...what], cwd };
}

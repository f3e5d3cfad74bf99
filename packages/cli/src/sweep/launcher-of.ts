import { instantiate, type ResolvedConfig } from '@lfads/config';
import {
  type ComponentRegistry,
  type Job,
  JOB_COMMAND,
  type JobCommand,
  type Launcher,
} from '@lfads/core';
import { LOCAL_LAUNCHER } from '@lfads/tune';
import { runServices } from '../run/services.js';

/** The launcher that a config names under `launcher`; without one, that for this machine. */
export function launcherOf(
  config: ResolvedConfig,
  registry: ComponentRegistry,
  dir: string,
  command: (job: Job) => JobCommand,
): Launcher {
  const { container } = runServices(registry, 0, { dir, checkpoints: dir });
  container.provide(JOB_COMMAND, command);
  if ((config.tree['launcher'] ?? null) === null) return container.create(LOCAL_LAUNCHER, {});
  return instantiate(config, 'launcher', { registry, context: container.context }) as Launcher;
}

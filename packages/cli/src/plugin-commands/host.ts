import type { CommandHost, ComponentRegistry } from '@lfads/core';
import { loadCheckpoint } from '@lfads/train';
import type { BackendOptions } from '../cli-options.js';
import type { Io } from '../io.js';
import { startBackend } from '../run/backend.js';
import { checkpointPath, preferredCheckpoint } from '../run/checkpoint-path.js';
import { prepareExistingRun } from '../run/prepare.js';

export interface HostOptions extends BackendOptions {
  json: boolean;
}

/** What a command of a plugin works with. */
export function commandHost(
  io: Io,
  registry: ComponentRegistry,
  { json, ...backendOptions }: HostOptions,
  signal: AbortSignal,
): CommandHost {
  const note = (text: string) => io.err(`${text}\n`);
  let started: Promise<unknown> | undefined;
  const start = async () => void (await (started ??= startBackend(backendOptions)));
  return {
    cwd: io.cwd,
    json,
    signal,
    print: (text) => io.out(text),
    note,
    startBackend: start,
    async openRun(folder, { checkpoint, overrides = [] } = {}) {
      const { paths, config, settings, parts } = await prepareExistingRun(
        io.cwd,
        folder,
        overrides,
        registry,
        backendOptions,
      );
      for (const notice of parts.notices) note(notice);
      const chosen = checkpoint ?? preferredCheckpoint(paths, true);
      const { parameters } = await loadCheckpoint(checkpointPath(paths, chosen));
      parts.model.parameters.load(parameters);
      const { model, dataModule } = parts;
      return { paths, seed: settings.seed, config: config.tree, model, dataModule };
    },
  };
}

import { initCpuBackend } from '@lfads/backend-cpu';
import { type ConfigTree, instantiate, type ResolvedConfig } from '@lfads/config';
import {
  type Backend,
  type BackendInfo,
  type ComponentContext,
  type ComponentRegistry,
  LfadsError,
} from '@lfads/core';
import type { BackendOptions } from '../cli-options.js';

/** Starts the CPU back end as it was asked for, or the fastest there is. */
export async function startBackend({ cpu, threads }: BackendOptions): Promise<BackendInfo> {
  const found = await initCpuBackend({ ...(cpu && { engine: cpu }), ...(threads && { threads }) });
  const { engine, instructionSet, note } = found;
  const many = `${found.threads} ${found.threads === 1 ? 'thread' : 'threads'}`;
  return {
    name: 'lfads-cpu',
    words: `${engine} (${instructionSet}), ${many}`,
    gpu: false,
    note,
    details: { engine, instruction_set: instructionSet, threads: found.threads },
  };
}

export const CPU_BACKEND = 'lfads/CpuBackend';

/**
 * Starts the back end that a config names under `backend`; without one, the CPU's.
 *
 * @param options of the command line; those of the CPU go before the config's
 * @throws ConfigError, or LfadsError LFADS_RUN_SETTINGS for options that are of another back end
 */
export async function startChosenBackend(
  config: ResolvedConfig,
  registry: ComponentRegistry,
  context: ComponentContext,
  options: BackendOptions,
): Promise<BackendInfo> {
  const chosen = config.tree['backend'] as ConfigTree | null | undefined;
  if (chosen === undefined || chosen === null) return startBackend(options);
  const target = String(chosen['_target_']);
  if (target !== CPU_BACKEND && (options.cpu !== undefined || options.threads !== undefined)) {
    throw new LfadsError(
      'LFADS_RUN_SETTINGS',
      `--cpu and --threads are options of ${CPU_BACKEND}, but the config's backend is ${target}.`,
      'Leave them out, or choose backend=cpu.',
    );
  }
  return (instantiate(config, 'backend', { registry, context }) as Backend).start();
}

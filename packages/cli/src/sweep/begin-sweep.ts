import { expandSweep, type ResolvedConfig } from '@lfads/config';
import type { ComponentRegistry } from '@lfads/core';
import type { CpuEngine } from '../cli-options.js';
import { compose, type ConfigChoice } from '../run/compose.js';
import { createTimestampFolder } from '../run/run-folder.js';
import { saveSweep, type SweepState } from './sweep-state.js';

export interface SweepRequest extends ConfigChoice {
  name?: string;
  plugin: string[];
  cpu?: CpuEngine;
}

/**
 * Makes the folder of a new sweep, once the config of each of its trainings composes.
 *
 * @throws ConfigError of the first training whose config is wrong; no folder is made then
 */
export async function beginSweep(
  cwd: string,
  { configName, configDir, overrides, name, plugin, cpu }: SweepRequest,
  registry: ComponentRegistry,
): Promise<[string, SweepState]> {
  const { keys, jobs } = expandSweep(overrides);
  const choice = { configName, ...(configDir !== undefined && { configDir }) };
  let config: ResolvedConfig | undefined;
  for (const { overrides: own } of jobs) {
    config = await compose(cwd, { ...choice, overrides: own }, registry);
  }
  const dir = await createTimestampFolder(cwd, name ?? config!.configName, new Date());
  const state: SweepState = {
    format: 1,
    config: { name: configName, ...(configDir !== undefined && { dir: configDir }) },
    plugins: plugin,
    ...(cpu !== undefined && { cpu }),
    keys: [...keys],
    jobs: jobs.map(({ values, overrides: own }, i) => ({
      id: String(i),
      values: [...values],
      overrides: [...own],
    })),
  };
  await saveSweep(dir, state);
  return [dir, state];
}

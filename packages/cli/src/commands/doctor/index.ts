import { selfTest } from '@lfads/backend-cpu';
import { type Backend, type BackendProbe, createRunContainer } from '@lfads/core';
import type { ComponentRegistry } from '@lfads/core';
import { Command } from 'commander';
import {
  type BackendOptions,
  type PluginOptions,
  withBackendOptions,
  withJsonOption,
  withPluginOptions,
} from '../../cli-options.js';
import type { CliContext } from '../../context.js';
import { CPU_BACKEND, startBackend } from '../../run/backend.js';
import { createProjectRegistry } from '../../run/project-registry.js';
import { version } from '../../version.js';

const SELF_TEST_SECONDS = 2;

type DoctorOptions = BackendOptions & PluginOptions & { json: boolean };

export function doctorCommand({ io }: CliContext): Command {
  const command = new Command('doctor').description(
    `what lfads computes with here, a self-test of ${SELF_TEST_SECONDS} seconds, and other back ends`,
  );
  return withJsonOption(withPluginOptions(withBackendOptions(command))).action(
    async ({ json, plugin, ...options }: DoctorOptions) => {
      const registry = await createProjectRegistry(io.cwd, plugin);
      const backend = await startBackend(options);
      const { gflops } = selfTest(SELF_TEST_SECONDS);
      const others = await probeOthers(registry);
      const { node } = process.versions;
      if (json) {
        const { details, note, gpu } = backend;
        io.out(JSON.stringify({ version, node, ...details, gpu, note, gflops, others }));
        return;
      }
      io.out(`lfads      ${version}, Node ${node}`);
      io.out(`back end   ${backend.words}`);
      io.out(`note       ${backend.note}`);
      io.out(`gpu        not in use`);
      io.out(
        `self-test  ${gflops > 0 ? `${gflops.toFixed(1)} GFLOP/s` : 'none: no fused kernels in use'}`,
      );
      for (const { target, available, gpu, note } of others) {
        const state = available
          ? `available, ${gpu ? 'with a GPU' : 'without a GPU'}`
          : 'not there';
        io.out(`other      ${target}: ${state}. ${note}`);
      }
    },
  );
}

async function probeOthers(
  registry: ComponentRegistry,
): Promise<(BackendProbe & { target: string })[]> {
  const { create } = createRunContainer(registry);
  const targets = registry
    .definitions()
    .filter(({ kind, target }) => kind === 'backend' && target !== CPU_BACKEND)
    .map(({ target }) => target);
  const probes = targets.map(async (target) => {
    const found = await create<Backend>(target).probe?.();
    return found === undefined ? [] : [{ target, ...found }];
  });
  return (await Promise.all(probes)).flat();
}

import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { configJsonSchema } from '@lfads/config';
import { Command } from 'commander';
import { type PluginOptions, withPluginOptions } from '../../cli-options.js';
import type { CliContext } from '../../context.js';
import { createProjectRegistry } from '../../run/project-registry.js';

export function schemaCommand({ io }: CliContext): Command {
  const command = new Command('schema')
    .description('JSON Schema of configs, for editors: every component with its options')
    .option('--out <file>', 'write it to this file');
  return withPluginOptions(command).action(
    async ({ plugin, out }: PluginOptions & { out?: string }) => {
      const registry = await createProjectRegistry(io.cwd, plugin);
      const text = JSON.stringify(configJsonSchema(registry.definitions()), null, 2);
      if (out === undefined) return io.out(text);
      const file = resolve(io.cwd, out);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, `${text}\n`);
      io.out(`Schema: ${out}`);
    },
  );
}

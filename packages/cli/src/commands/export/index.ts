import { relative, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { withJsonOption } from '../../cli-options.js';
import type { CliContext } from '../../context.js';
import { type CheckpointName, preferredCheckpoint } from '../../run/checkpoint-path.js';
import { defaultStem, exportWeights } from '../../run/export-weights.js';
import { openRunFolder } from '../../run/run-folder.js';

interface ExportOptions {
  checkpoint?: CheckpointName;
  out?: string;
  overwrite: boolean;
  json: boolean;
}

export function exportCommand({ io }: CliContext): Command {
  const command = new Command('export')
    .description(
      "a run's parameters as safetensors, with a lfads-torch state_dict's names, and its config as JSON",
    )
    .argument('<run>', 'folder of the run')
    .addOption(
      new Option(
        '--checkpoint <name>',
        'which parameters (default: the best, else the last)',
      ).choices(['best', 'last']),
    )
    .option('--out <path>', 'both files, without their extensions (default: <run>/export/model)')
    .option('--overwrite', 'replace files that are there', false);
  return withJsonOption(command).action(
    async (run: string, { checkpoint, out, overwrite, json }: ExportOptions) => {
      const paths = openRunFolder(io.cwd, run);
      const name = checkpoint ?? preferredCheckpoint(paths, true);
      const stem = out === undefined ? defaultStem(paths) : resolve(io.cwd, out);
      const exported = await exportWeights(paths, name, stem, overwrite);
      if (json) {
        io.out(JSON.stringify({ checkpoint: name, ...exported }));
        return;
      }
      io.out(`Parameters ${relative(io.cwd, exported.weights)} (${exported.parameters} arrays)`);
      io.out(`Config     ${relative(io.cwd, exported.model)}`);
    },
  );
}

import { selfTest } from '@lfads/backend-cpu';
import { Command } from 'commander';
import { type BackendOptions, withBackendOptions, withJsonOption } from '../../cli-options.js';
import type { CliContext } from '../../context.js';
import { backendInWords, startBackend } from '../../run/backend.js';
import { version } from '../../version.js';

const SELF_TEST_SECONDS = 2;

export function doctorCommand({ io }: CliContext): Command {
  const command = new Command('doctor').description(
    `what lfads computes with here, and a self-test of ${SELF_TEST_SECONDS} seconds`,
  );
  return withJsonOption(withBackendOptions(command)).action(
    async ({ json, ...options }: BackendOptions & { json: boolean }) => {
      const backend = await startBackend(options);
      const { gflops } = selfTest(SELF_TEST_SECONDS);
      if (json) {
        const { engine, instructionSet, threads, note } = backend;
        const { node } = process.versions;
        io.out(
          JSON.stringify({
            version,
            node,
            engine,
            instruction_set: instructionSet,
            threads,
            note,
            gflops,
          }),
        );
        return;
      }
      io.out(`lfads      ${version}, Node ${process.versions.node}`);
      io.out(`back end   ${backendInWords(backend)}`);
      io.out(`note       ${backend.note}`);
      io.out(
        `self-test  ${gflops > 0 ? `${gflops.toFixed(1)} GFLOP/s` : 'none: no fused kernels in use'}`,
      );
    },
  );
}

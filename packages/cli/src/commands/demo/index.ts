import { Command } from 'commander';
import { type BackendOptions, withBackendOptions, withJsonOption } from '../../cli-options.js';
import type { CliContext } from '../../context.js';
import { ExitCode } from '../../exit-codes.js';
import { table } from '../../table.js';
import { type DemoResult, runDemo } from './run-demo.js';

export function demoCommand(context: CliContext): Command {
  const command = new Command('demo')
    .description('simulate spikes driven by a Lorenz attractor, infer the firing rates, score them')
    .argument('[overrides...]', 'changes of the config');
  return withJsonOption(withBackendOptions(command)).action(
    async (overrides: string[], { json, ...backend }: BackendOptions & { json: boolean }) => {
      const { io, exitWith } = context;
      const result = await runDemo(io, backend, overrides);
      if (result === undefined) exitWith(ExitCode.interrupted);
      else if (json) io.out(JSON.stringify(asJson(result)));
      else io.out(asText(result));
    },
  );
}

const asJson = ({ epochs, seconds, scores, runDir }: DemoResult) => ({
  epochs,
  seconds,
  valid_nll: scores.validNll,
  bits_per_spike: scores.bitsPerSpike,
  rate_r2: scores.rateR2,
  run_dir: runDir,
});

const asText = ({ epochs, seconds, scores, runDir, output, figure }: DemoResult) =>
  [
    table(
      ['epochs', 'seconds', 'validation NLL', 'bits/spike', 'rate R²'],
      [
        [
          String(epochs),
          seconds.toFixed(1),
          scores.validNll.toFixed(4),
          scores.bitsPerSpike.toFixed(4),
          scores.rateR2.toFixed(4),
        ],
      ],
    ),
    'Scores are of the validation trials: NLL in nats per neuron and bin, R² of inferred against true rates.',
    '',
    `Run            ${runDir}`,
    `Inferred rates ${output}`,
    `One trial      ${figure}`,
  ].join('\n');

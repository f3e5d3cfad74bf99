#!/usr/bin/env node
import { initCpuBackend } from '@lfads/backend-cpu';
import { setCompositeOps } from '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';
import { Command, Option } from 'commander';
import { checkFolder } from './check-folder.js';
import { fixtureText, reportJson } from './report.js';

interface ParityOptions {
  dir: string;
  cpu?: 'native' | 'wasm' | 'js';
  composite?: boolean;
  json?: boolean;
}

const { dir, cpu, composite, json } = new Command('parity')
  .description(
    "Checks the model against every fixture of the reference implementation's numbers in a folder.",
  )
  .requiredOption('--dir <folder>', 'folder of fixtures (*.h5)')
  .addOption(
    new Option('--cpu <engine>', "kernels' engine; default: the best there is").choices([
      'native',
      'wasm',
      'js',
    ]),
  )
  .option('--composite', 'use no fused operation (without --cpu: on the plain tfjs backend)')
  .option('--json', 'end with one JSON line')
  .parse()
  .opts<ParityOptions>();

try {
  await chooseBackend();
  const reports = await checkFolder(dir);
  for (const report of reports) console.log(fixtureText(report));
  if (json) console.log(reportJson(reports));
  const failed = reports.some(({ passed, skippedReason }) => !passed && skippedReason === null);
  const nothing = reports.every(({ passed }) => !passed);
  if (nothing) console.error(`${dir} holds no fixture that could be checked.`);
  process.exitCode = failed || nothing ? 1 : 0;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

async function chooseBackend(): Promise<void> {
  setCompositeOps(composite ?? false);
  if (composite && !cpu) {
    await tf.setBackend('cpu');
    console.log('backend: cpu (tfjs), composite operations');
    return;
  }
  if (cpu) process.env['LFADS_CPU'] = cpu;
  const { engine, instructionSet, threads } = await initCpuBackend();
  const kind = composite || engine === 'js' ? 'composite' : 'fused';
  console.log(`backend: ${engine} (${instructionSet}, ${threads} threads), ${kind} operations`);
}

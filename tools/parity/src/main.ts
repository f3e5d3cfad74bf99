#!/usr/bin/env node
import { initCpuBackend } from '@lfads/backend-cpu';
import { setCompositeOps } from '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';
import { Command, Option } from 'commander';
import { reportAccuracy } from './accuracy/report-accuracy.js';
import { checkFolder } from './check-folder.js';
import { fixtureText, reportJson } from './report.js';

interface ParityOptions {
  dir: string;
  cpu?: 'native' | 'wasm' | 'js';
  composite?: boolean;
  accuracy?: boolean;
  write?: string;
  json?: boolean;
}

const { dir, cpu, composite, accuracy, write, json } = new Command('parity')
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
  .option(
    '--accuracy',
    "instead: errors of every fused kernel and engine against float64, beside the reference's own",
  )
  .option('--write <file>', "write the accuracy's tables to a Markdown file")
  .option('--json', 'end with one JSON line')
  .parse()
  .opts<ParityOptions>();

try {
  process.exitCode = accuracy ? await reportAccuracy(dir, { write, json }) : await check();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

async function check(): Promise<number> {
  await chooseBackend();
  const reports = await checkFolder(dir);
  for (const report of reports) console.log(fixtureText(report));
  if (json) console.log(reportJson(reports));
  const failed = reports.some(({ passed, skippedReason }) => !passed && skippedReason === null);
  const nothing = reports.every(({ passed }) => !passed);
  if (nothing) console.error(`${dir} holds no fixture that could be checked.`);
  return failed || nothing ? 1 : 0;
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

#!/usr/bin/env node
import { initCpuBackend } from '@lfads/backend-cpu';
import { setCompositeOps } from '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';
import { Command, Option } from 'commander';
import { checkMatrix } from './matrix.js';
import { matrixPage } from './matrix-page.js';
import { writeFile } from 'node:fs/promises';
import { reportAccuracy } from './accuracy/report-accuracy.js';
import { checkFolder } from './check-folder.js';
import { fixtureText, reportJson } from './report.js';

interface ParityOptions {
  dir: string;
  cpu?: 'native' | 'wasm' | 'js';
  composite?: boolean;
  accuracy?: boolean;
  matrix?: boolean;
  write?: string;
  json?: boolean;
}

const { dir, cpu, composite, accuracy, matrix, write, json } = new Command('parity')
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
  .option(
    '--matrix',
    'check composite and fused operations on every engine, with one thread and two',
  )
  .option('--write <file>', 'write the tables of --accuracy or --matrix to a Markdown file')
  .option('--json', 'end with one JSON line')
  .parse()
  .opts<ParityOptions>();

try {
  process.exitCode = accuracy
    ? await reportAccuracy(dir, { write, json })
    : matrix
      ? await checkAll()
      : await check();
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

/** Every combination; each has to pass. */
async function checkAll(): Promise<number> {
  let failed = false;
  const columns = await checkMatrix(dir, undefined, ({ combination, reports }) => {
    const faults = reports.filter(({ passed, skippedReason }) => !passed && skippedReason === null);
    failed ||= faults.length > 0;
    console.log(`${combination.name}: ${faults.length === 0 ? 'passed' : 'FAILED'}`);
    for (const fault of faults) console.log(fixtureText(fault));
  });
  if (write) await writeFile(write, await matrixPage(columns));
  if (json) {
    const all = columns.map(({ combination, reports }) => ({
      combination: combination.name,
      ...(JSON.parse(reportJson(reports)) as object),
    }));
    console.log(JSON.stringify({ combinations: all }));
  }
  return failed ? 1 : 0;
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

#!/usr/bin/env node
import { processIo, reportError } from 'lfads';
import { createProgram } from './program.js';

const io = processIo();
try {
  await createProgram(io).parseAsync();
} catch (error) {
  const json = process.argv.includes('--json');
  process.exitCode = reportError(error, io, { debug: false, json });
}

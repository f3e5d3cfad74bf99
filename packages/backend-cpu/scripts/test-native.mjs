// Builds the kernels' stand-alone tests (native/tests/) and runs them: "sanitize" under AddressSanitizer and UBSan,
// "arm64" cross-compiled for NEON and emulated, without an argument as they are.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { canLink, canRun, compileUnits, findCompiler, run } from './compiler.mjs';
import { commonFlags, hostUnits, kernelUnits, testUnits } from './native-units.mjs';
import {
  buildFolder,
  buildScripts,
  isFresh,
  markBuilt,
  nativeSources,
  nativeTestSources,
} from './sources.mjs';

const sanitizers = ['-fsanitize=address,undefined', '-fno-sanitize-recover=all'];
const variants = {
  plain: { arch: process.arch, compiler: findCompiler(), flags: ['-O2'], runner: [] },
  sanitize: {
    arch: process.arch,
    compiler: findCompiler(),
    flags: ['-O1', '-g1', '-fno-omit-frame-pointer', ...sanitizers],
    runner: [],
  },
  arm64: {
    arch: 'arm64',
    compiler: 'aarch64-linux-gnu-g++',
    flags: ['-O2', '-static'],
    runner: ['qemu-aarch64-static'],
  },
};

const name = process.argv[2] ?? 'plain';
const variant = variants[name];
if (!variant) throw new Error(`"${name}" is none of ${Object.keys(variants).join(', ')}.`);
const { arch, compiler, flags, runner } = variant;
const missing = [compiler ?? 'C++ compiler', ...runner].find((tool) => !canRun(tool));
const folder = join(buildFolder, `tests-${name}`);
const program = join(folder, 'kernel-tests');
mkdirSync(folder, { recursive: true });

const skip = (why) => console.log(`lfads: the kernels' tests "${name}" were skipped: ${why}.`);
if (missing) skip(`there is no ${missing}`);
else if (!canLink(compiler, flags, join(folder, 'nothing')))
  skip(`${compiler} cannot link with ${flags.join(' ')}`);
else await build().then(() => run(runner[0] ?? program, runner.length > 0 ? [program] : []));

async function build() {
  const inputs = [...nativeSources(), ...nativeTestSources(), ...buildScripts()];
  if (isFresh(program, inputs)) return;
  const units = [...kernelUnits(arch), ...hostUnits, ...testUnits()];
  const objects = await compileUnits(compiler, units, [...commonFlags, ...flags], folder);
  await run(compiler, [...flags, ...objects, '-o', program, '-pthread']);
  markBuilt(program, inputs);
}

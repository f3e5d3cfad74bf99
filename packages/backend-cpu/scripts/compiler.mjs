// Running a C++ compiler.
import { spawn, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { nativeFolder } from './sources.mjs';

export const canRun = (command) =>
  spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;

/** True where the compiler has all libraries that these flags call for. */
export const canLink = (compiler, flags, output) =>
  spawnSync(compiler, [...flags, '-x', 'c++', '-', '-o', output], {
    input: 'int main() {}',
    stdio: ['pipe', 'ignore', 'ignore'],
  }).status === 0;

/** The C++ compiler at hand, undefined where there is none. */
export const findCompiler = () =>
  [process.env.CXX, 'g++', 'clang++', 'c++'].find((name) => name && canRun(name));

/** Runs a command; rejects where it fails. */
export function run(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options });
    child.on('error', reject);
    child.on('exit', (code, signal) =>
      code === 0
        ? resolve()
        : reject(new Error(`${command} ${args.join(' ')}: ${signal ?? `exit code ${code}`}`)),
    );
  });
}

/** Compiles units of native/ into `folder`, one per processor at a time, and gives the objects' paths. */
export async function compileUnits(compiler, units, flags, folder) {
  const objects = units.map((unit) => join(folder, unit.object));
  const waiting = units.map((unit, i) => [
    ...flags,
    ...unit.flags,
    '-c',
    join(nativeFolder, unit.source),
    '-o',
    objects[i],
  ]);
  const worker = async () => {
    for (let args = waiting.shift(); args; args = waiting.shift()) await run(compiler, args);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return objects;
}

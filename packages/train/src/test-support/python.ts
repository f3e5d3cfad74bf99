import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Whether the `python3` of the search path has a module. */
export const pythonHas = (module: string): boolean =>
  spawnSync('python3', ['-c', `import ${module}`], { stdio: 'ignore' }).status === 0;

/** Whether it could be imported, which may need more than is there. */
export const pythonFinds = (module: string): boolean =>
  spawnSync(
    'python3',
    ['-c', `from importlib.util import find_spec as f; exit(not f('${module}'))`],
    {
      stdio: 'ignore',
    },
  ).status === 0;

/** Runs a Python program that prints JSON. */
export async function python(program: string, ...args: string[]): Promise<unknown> {
  const { stdout } = await run('python3', ['-W', 'ignore', '-c', program, ...args]);
  return JSON.parse(stdout.trim().split('\n').at(-1)!);
}

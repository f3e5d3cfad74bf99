import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { writeH5 } from '@lfads/data';
import { main as lfads } from 'lfads';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Kind, KINDS, namesOf, scaffold } from './index.js';

/** In the workspace, so that packages resolve; what they resolve to is what is published: the built files. */
const dir = fileURLToPath(new URL('../build/scaffolded', import.meta.url));
const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url));
const kinds = Object.keys(KINDS) as Kind[];

const SHAPE = { trials: 24, steps: 20, channels: 6 };

const run = async (program: string, ...args: string[]) => {
  const env = { ...process.env };
  delete env['VITEST']; // or the tests that are run would think that they are these
  try {
    const path = join(modules, program);
    const { stdout } = await promisify(execFile)(process.execPath, [path, ...args], {
      cwd: dir,
      env,
    });
    return { passed: true, output: stdout };
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return { passed: false, output: stdout + stderr };
  }
};

beforeAll(async () => {
  rmSync(dir, { recursive: true, force: true });
  for (const kind of kinds) {
    mkdirSync(join(dir, kind), { recursive: true });
    scaffold(join(dir, kind), kind, namesOf(`my-${kind}`));
  }
  const { trials, steps, channels } = SHAPE;
  const counts = Float32Array.from({ length: trials * steps * channels }, (_, i) =>
    Math.max(0, Math.round(1.3 * Math.sin(i / 7 + (i % channels)) + 0.5)),
  );
  const shape = [trials, steps, channels];
  const names = ['train', 'valid'].flatMap((split) => [
    `${split}_encod_data`,
    `${split}_recon_data`,
  ]);
  await writeH5(
    join(dir, 'data.h5'),
    new Map([...names, 'spikes'].map((name) => [name, { shape, data: counts }])),
  );
});

describe('packages of every kind', () => {
  it('compile under their own settings', async () => {
    const extended = { extends: './prior/tsconfig.json', include: ['*/src'] };
    const compilerOptions = { rootDir: '.', noEmit: true };
    writeFileSync(join(dir, 'tsconfig.json'), JSON.stringify({ ...extended, compilerOptions }));
    const { passed, output } = await run('typescript/bin/tsc', '-p', dir);
    expect(passed, output).toBe(true);
  });

  it('pass their own tests', async () => {
    writeFileSync(
      join(dir, 'vitest.config.mjs'),
      `export default { test: { include: ['*/src/*.test.ts'] } };`,
    );
    const { passed, output } = await run('vitest/vitest.mjs', 'run', '--root', dir);
    expect(passed, output).toBe(true);
    for (const kind of kinds) expect(output).toContain(`${kind}/src/index.test.ts`);
  });

  it.each(kinds)('train with their example: %s', async (kind) => {
    const sizes = ['ic_enc', 'ci_enc', 'con', 'ic', 'gen', 'fac'].map(
      (name) => `model.${name}_dim=6`,
    );
    const file = kind === 'data-module' ? 'my_data.file' : 'datamodule.datafile_pattern';
    const data = `${file}=${join(dir, 'data.h5')}`;
    const overrides = [
      ...sizes,
      data,
      'trainer.max_epochs=1',
      'posterior_sampling.fn.num_samples=2',
    ];
    const err: string[] = [];
    const exitCode = await lfads(['train', '--config-name', 'example.yaml', ...overrides], {
      out: () => {},
      err: (text) => void err.push(text),
      terminal: false,
      cwd: join(dir, kind),
      onInterrupt: () => () => {},
    });
    expect(exitCode, err.join('')).toBe(0);
  });
});

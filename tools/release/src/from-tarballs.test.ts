import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { publishedWorkspaces, rootFolder, rootManifest } from './workspaces.js';

/** Outside of the workspace: nothing of it can be found from there. */
const folder = mkdtempSync(join(tmpdir(), 'lfads-tarballs-'));
const app = join(folder, 'app');
afterAll(() => rmSync(folder, { recursive: true }));

const environment = () => {
  const env: NodeJS.ProcessEnv = { ...process.env, LFADS_THREADS: '1', NO_COLOR: '1' };
  delete env['VITEST']; // or the tests that are run would think that they are these
  delete env['FORCE_COLOR'];
  return env;
};

async function run(cwd: string, program: string, ...args: string[]): Promise<string> {
  try {
    const options = { cwd, env: environment(), maxBuffer: 2 ** 26 };
    return (await promisify(execFile)(program, args, options)).stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${basename(program)} ${args.join(' ')}\n${stdout}\n${stderr}`);
  }
}
const node = (cwd: string, ...args: string[]) => run(cwd, process.execPath, ...args);
const npm = (cwd: string, ...args: string[]) => run(cwd, 'npm', ...args);

/** Packs a copy, so that what packing writes for a moment disturbs no other test. */
async function packed(workspace: { folder: string }): Promise<string> {
  const copy = join(folder, 'packages', basename(workspace.folder));
  const skipped = ['node_modules', 'build', 'platforms'].map((name) =>
    join(rootFolder, workspace.folder, name),
  );
  const built = join(rootFolder, workspace.folder, 'build');
  cpSync(join(rootFolder, workspace.folder), copy, {
    recursive: true,
    filter: (path) => !skipped.includes(path),
  });
  const wasm = basename(workspace.folder) === 'backend-cpu' ? ['simd', 'relaxed'] : [];
  for (const name of wasm) {
    cpSync(join(built, `${name}.mjs`), join(copy, 'build', `${name}.mjs`));
  }
  const [{ filename }] = JSON.parse(
    await npm(copy, 'pack', '--json', '--pack-destination', folder),
  ) as [{ filename: string }];
  return filename;
}

const tools = ['typescript', 'vitest', '@types/node'] as const;

beforeAll(async () => {
  cpSync(join(rootFolder, 'configs'), join(folder, 'configs'), { recursive: true });
  const workspaces = (await publishedWorkspaces()).filter(({ platform }) => !platform);
  const dependencies: Record<string, string> = {};
  for (const workspace of workspaces) {
    dependencies[workspace.manifest.name] = `file:../${await packed(workspace)}`;
  }
  const devDependencies = Object.fromEntries(
    tools.map((name) => [name, (rootManifest['devDependencies'] as Record<string, string>)[name]]),
  );
  mkdirSync(app);
  const manifest = { private: true, type: 'module', dependencies, devDependencies };
  writeFileSync(join(app, 'package.json'), JSON.stringify(manifest));
  await npm(app, 'install', '--prefer-offline', '--no-audit', '--no-fund');
});

it("a stranger's prior, scaffolded, tested and packed, trains from three lines of config where nothing but tarballs is installed", async () => {
  const bin = (name: string) => join(app, 'node_modules', '.bin', name);
  await run(app, bin('create-lfads-plugin'), 'my-prior', '--kind', 'prior');
  const plugin = join(app, 'my-prior');
  const module = (path: string) => join(app, 'node_modules', path);
  await node(plugin, module('typescript/bin/tsc'), '-p', 'tsconfig.build.json');
  expect(await node(plugin, module('vitest/vitest.mjs'), 'run')).toMatch(/Tests +\d+ passed/);
  const [{ filename }] = JSON.parse(await npm(plugin, 'pack', '--json')) as [{ filename: string }];
  const tarball = join(plugin, filename);
  await npm(app, 'install', tarball, '--prefer-offline', '--no-audit', '--no-fund');
  rmSync(join(plugin, 'src'), { recursive: true });

  writeFileSync(join(app, 'lfads.config.yaml'), 'plugins: [lfads-plugin-my-prior]\n');
  const config = `defaults: [single, _self_]
my_prior: { _target_: lfads-plugin-my-prior/MyPrior, shape: '\${model.ic_dim}' }
model: { ic_prior: '\${my_prior}' }
`;
  writeFileSync(join(app, 'mine.yaml'), config);
  writeFileSync(
    join(app, 'simulate.mjs'),
    `import { simulateLorenz, writeH5 } from '@lfads/data';
const { datasets, attributes } = simulateLorenz({ conditions: 4, trials: 5, steps: 20, neurons: 6 });
await writeH5('lorenz.h5', datasets, attributes);`,
  );
  await node(app, 'simulate.mjs');
  const sizes = ['ic_enc', 'ci_enc', 'con', 'ic', 'gen', 'fac'].map(
    (name) => `model.${name}_dim=6`,
  );
  const out = await run(
    app,
    bin('lfads'),
    ...['train', '--json', '--config-name', 'mine.yaml', ...sizes],
    ...['datamodule.datafile_pattern=lorenz.h5', 'trainer.max_epochs=2'],
    'posterior_sampling.fn.num_samples=2',
  );
  const last = JSON.parse(out.trim().split('\n').at(-1)!) as { run_dir: string };
  expect(readdirSync(last.run_dir)).toContain('lfads_output_lorenz.h5');
  const resolved = readFileSync(join(last.run_dir, 'config.yaml'), 'utf8');
  expect(resolved).toMatch(/ic_prior:\n +_target_: lfads-plugin-my-prior\/MyPrior/);

  const plugins = await run(app, bin('lfads'), 'plugins', 'list');
  for (const part of ['plugin-calcium/ZeroInflatedGamma', 'plugin-nlb/NLBEvaluation']) {
    expect(plugins).toContain(part);
  }
});

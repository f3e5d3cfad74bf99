import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { StepProfile } from './profile-steps.js';

const bin = fileURLToPath(new URL('../dist/main.js', import.meta.url));

async function bench(...argv: string[]) {
  const { stdout } = await promisify(execFile)(process.execPath, [bin, ...argv]);
  return { stdout, json: JSON.parse(stdout.trimEnd().split('\n').at(-1)!) as Answer };
}

interface Answer {
  results: Record<string, unknown>[];
}

const positive = () =>
  expect.toSatisfy((value) => typeof value === 'number' && value > 0) as number;

/** A peer that takes an hour, or for inference a minute. */
const peer = `node -e 'console.log(JSON.stringify({median_ms: process.argv[2] === "--infer" ? 6e4 : 36e5, min_ms: 1, peak_rss_mb: 1, workload: process.argv[1]}))' {workload} {infer}`;

describe.skipIf(!existsSync(bin))('the built command', () => {
  it('ends with one JSON line of all back ends and modes, beside every peer', async () => {
    const argv = ['tiny', '--rounds', '1', '--seconds', '0.01', '--against', peer, '--json'];
    const { json } = await bench(...argv, '--against', `${peer} # again`);
    const named = json.results.map(({ backend, mode }) => `${String(backend)} ${String(mode)}`);
    expect(named).toEqual(
      ['train', 'infer'].flatMap((mode) =>
        ['native', 'wasm', 'wasm-1', 'wasm-simd128', 'js'].map((backend) => `${backend} ${mode}`),
      ),
    );
    const numbers = ['median_ms', 'min_ms', 'gflops', 'peak_share', 'peak_rss_mb'];
    for (const result of json.results) {
      expect(result).toMatchObject(Object.fromEntries(numbers.map((name) => [name, positive()])));
      const against = {
        ratio_median: positive(),
        ratio_min: positive(),
        ratio_max: positive(),
        median_ms: result['mode'] === 'infer' ? 6e4 : 36e5,
      };
      expect(result).toMatchObject({ workload: 'tiny', against, peers: [against, against] });
    }
  });

  it("accounts for a step's time in a profile", async () => {
    const argv = ['tiny', '--backend', 'native', '--mode', 'train', '--rounds', '1'];
    const { json, stdout } = await bench(...argv, '--seconds', '0.01', '--profile', '--json');
    const { kernels, outside, total_ms } = json.results[0]!['profile'] as StepProfile;
    const sum = [...kernels, ...outside].reduce((total, { ms }) => total + ms, 0);
    expect(sum).toBeCloseTo(total_ms, 6);
    expect(stdout).toContain('outside kernels');
    expect(stdout).toContain('minor page faults');
  });

  it('times kernels below measured ceilings', async () => {
    const { json } = await bench('kernels', 'tiny', '--seconds', '0.01', '--only', 'gru', '--json');
    const kernels = json.results.map(({ kernel }) => kernel);
    expect(new Set(kernels)).toEqual(new Set(['gruSequence', 'gruSequenceGrad']));
    expect(json.results[0]).toMatchObject({
      gflops: positive(),
      gbs: positive(),
      share: positive(),
    });
  });

  it('times a step from size to size, for each number of threads', async () => {
    const sizes = ['--axis', 'hidden', '--sizes', '2', '4', '--threads', '1', '2'];
    const { json } = await bench('scaling', ...sizes, '--seconds', '0.01', '--json');
    const named = json.results.map(({ size, threads }) => [size, threads]);
    expect(named).toEqual([2, 4].map((size) => [size, 1]).concat([2, 4].map((size) => [size, 2])));
    expect(json.results[0]).toMatchObject({ us_per_bin: positive(), ms_per_gflop: positive() });
  });

  it('measures what gradient checkpointing saves and costs', async () => {
    const argv = ['long', '16', '--workload', 'tiny', '--trials', '2', '--rounds', '1'];
    const { json } = await bench(...argv, '--seconds', '0.01', '--json');
    const [off, on] = json.results as { kept_mb: number }[];
    expect(on!.kept_mb).toBeLessThan(off!.kept_mb / 2);
    expect(on).toMatchObject({ slower: { ratio_median: positive() }, peak_rss_mb: positive() });
  });

  it('times every cell of the generator fused and step by step', async () => {
    const argv = ['cells', 'tiny', '--rounds', '1', '--seconds', '0.01', '--json'];
    const { json } = await bench(...argv);
    expect(json.results.map(({ cell }) => cell)).toEqual(['gru', 'tanh', 'relu', 'linear']);
    for (const result of json.results) {
      expect(result).toMatchObject({
        fused_ms: positive(),
        composite_ms: positive(),
        ratio_median: positive(),
      });
    }
  });

  it('names the workloads that there are', async () => {
    await expect(bench('lorentz')).rejects.toThrow(/There are: lorenz, mc_maze, mc_maze_large/);
  });
});

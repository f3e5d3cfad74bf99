import * as ops from '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { describeCpuBackend, initCpuBackend, setThreads } from './init.js';
import { nativeAddonExists, nativeInstructionSets } from './node-engine.js';
import { resolveSettings } from './options.js';
import { selfTest } from './self-test.js';

afterEach(() => vi.unstubAllEnvs());

describe('initCpuBackend', () => {
  test('makes lfads-cpu the backend and says what runs', async () => {
    const warnings = vi.spyOn(console, 'warn');
    const info = await initCpuBackend();
    expect(tf.getBackend()).toBe('lfads-cpu');
    expect(tf.tensor1d([1, 2]).dataSync()).toEqual(Float32Array.of(1, 2));
    expect(describeCpuBackend()).toEqual(info);
    expect(warnings).not.toHaveBeenCalled();
  });

  test('follows the environment rather than its options', async () => {
    vi.stubEnv('LFADS_CPU', 'wasm');
    expect(await initCpuBackend({ engine: 'js' })).toMatchObject({ engine: 'wasm' });
    vi.stubEnv('LFADS_ISA', 'simd128');
    expect(await initCpuBackend()).toMatchObject({ instructionSet: 'simd128' });
  });

  test.runIf(nativeAddonExists())('takes the threads asked for, also later', async () => {
    vi.stubEnv('LFADS_THREADS', '3');
    expect(await initCpuBackend({ engine: 'native', threads: 1 })).toMatchObject({ threads: 3 });
    setThreads(2);
    expect(describeCpuBackend().threads).toBe(2);
  });

  test.runIf(nativeAddonExists())('runs the scalar kernels only where asked to', async () => {
    expect(nativeInstructionSets().at(-1)).toBe('scalar');
    const native = await initCpuBackend({ engine: 'native' });
    expect(native.instructionSet).toBe(nativeInstructionSets()[0]);
    vi.stubEnv('LFADS_ISA', 'scalar');
    expect(await initCpuBackend({ engine: 'native' })).toMatchObject({ instructionSet: 'scalar' });
  });

  test('leaves the operations to their composites with engine js, and takes them back', async () => {
    await initCpuBackend({ engine: 'js' });
    expect(tf.getKernel(ops.GRU_SEQUENCE, 'lfads-cpu') ?? null).toBeNull();
    expect(tf.add(1, 2).dataSync()[0]).toBe(3);
    await initCpuBackend({ engine: 'wasm' });
    expect(tf.getKernel(ops.GRU_SEQUENCE, 'lfads-cpu')).toBeDefined();
    expect(tf.add(1, 2).dataSync()[0]).toBe(3);
  });

  test('refuses settings that make no sense, naming where they come from', async () => {
    expect(() => resolveSettings({ engine: 'gpu' as 'js' }, {})).toThrow(
      /LFADS_CPU_OPTION.*"gpu".*options\.engine/,
    );
    expect(() => resolveSettings({}, { LFADS_CPU: 'fast' })).toThrow(/"fast" \(from LFADS_CPU\)/);
    expect(() => resolveSettings({}, { LFADS_THREADS: 'two' })).toThrow(/LFADS_THREADS is NaN/);
    expect(() => setThreads(0)).toThrow(/whole number/);
    vi.stubEnv('LFADS_ISA', 'mmx');
    await expect(initCpuBackend({ engine: 'wasm' })).rejects.toMatchObject({
      code: 'LFADS_CPU_OPTION',
    });
  });
});

test('the self-test multiplies matrices', async () => {
  await initCpuBackend();
  expect(selfTest(0.05).gflops).toBeGreaterThan(0);
  await initCpuBackend({ engine: 'js' });
  expect(selfTest(0.05)).toMatchObject({ engine: 'js', gflops: 0 });
});

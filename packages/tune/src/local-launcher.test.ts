import { conformance } from '@lfads/testkit';
import { describe, expect, it } from 'vitest';
import { LOCAL_LAUNCHER, LocalLauncher, tunePlugin } from './index.js';

conformance({ test: it, plugin: tunePlugin, target: LOCAL_LAUNCHER });

const job = { id: 'a', overrides: [], dir: '/nowhere/a' };
const never = new AbortController().signal;
const launcherOf = (argv: readonly string[], threads?: number) =>
  new LocalLauncher({
    command: () => ({ argv, cwd: process.cwd() }),
    slots: 1,
    ...(threads !== undefined && { threads }),
  });

describe('LocalLauncher', () => {
  it('tells the job how many threads are its own', async () => {
    const script = `console.log(JSON.stringify({ event: 'done', metrics: { threads: Number(process.env.LFADS_THREADS) } }))`;
    const result = await launcherOf([process.execPath, '-e', script], 3).launch(job, never);
    expect(result).toEqual({ ok: true, metrics: { threads: 3 } });
  });

  it('repeats what a job that broke down said last', async () => {
    const script = `console.error('x'.repeat(5000)); console.error('out of memory'); process.exit(9)`;
    const result = await launcherOf([process.execPath, '-e', script]).launch(job, never);
    expect(result).toMatchObject({ ok: false });
    const { reason } = result as { reason: string };
    expect(reason).toMatch(/^It ended with exit code 9 and said:\nx+\nout of memory$/);
    expect(reason.length).toBeLessThan(2100);
  });

  it('throws when the program cannot be started', async () => {
    await expect(launcherOf(['/no/such/program']).launch(job, never)).rejects.toThrow(/ENOENT/);
  });
});

import type { Job, JobCommand, JobResult, Launcher } from '@lfads/core';
import { type Check, ensure } from '../check.js';
import type { Subject } from '../subject.js';

type Fate = 'done' | 'error' | 'killed' | 'stopped';

/** What a job of a fate does in place of a training. */
const SCRIPTS: Readonly<Record<Fate, string>> = {
  done: `console.log('{"event":"start"}'); console.log('{"event":"done","metrics":{"valid/recon":0.5}}')`,
  error: `console.log('{"event":"error","message":"The data are gone."}'); process.exitCode = 2`,
  killed: `console.log('{"event":"epoch"}'); process.kill(process.pid, 'SIGKILL')`,
  stopped: `process.on('SIGINT', () => { console.log('{"event":"interrupted"}'); process.exit(130) }); setInterval(() => {}, 1000)`,
};

const jobOf = (fate: Fate): Job => ({
  id: fate,
  overrides: [`fate=${fate}`],
  dir: `${process.cwd()}/${fate}`,
});

/** Stands in for the command that trains a model. */
export const commandOfTrial = ({ id }: Job): JobCommand => ({
  argv: [process.execPath, '-e', SCRIPTS[id as Fate]],
  cwd: process.cwd(),
});

/** What a launcher must keep to. */
export function launcherChecks(subject: Subject): Check[] {
  const launched = async (act: (launcher: Launcher) => Promise<void>) => {
    const launcher = subject.create<Launcher>();
    try {
      await act(launcher);
    } finally {
      await launcher.dispose?.();
    }
  };
  const check = (name: string, act: (launcher: Launcher) => Promise<void>): Check => ({
    name,
    run: () => launched(act),
  });
  const never = new AbortController().signal;
  return [
    check('says how many jobs it takes at a time', ({ slots }) => {
      ensure(Number.isInteger(slots) && slots >= 1, `slots must be 1 or more, not ${slots}.`);
      return Promise.resolve();
    }),
    check('gives the metrics of a job that was done', async (launcher) => {
      const result = await launcher.launch(jobOf('done'), never);
      ensure(result.ok, `The job was done, but: ${reasonOf(result)}`);
      const found = result.metrics['valid/recon'];
      ensure(found === 0.5, `The job gave valid/recon = 0.5, the launcher ${found}.`);
    }),
    check('gives the reason of a job that failed', async (launcher) => {
      const result = await launcher.launch(jobOf('error'), never);
      ensure(
        reasonOf(result).includes('The data are gone.'),
        `The job failed with "The data are gone."; the launcher says "${reasonOf(result)}".`,
      );
    }),
    check('gives a reason when a job is killed', async (launcher) => {
      const result = await launcher.launch(jobOf('killed'), never);
      ensure(reasonOf(result) !== '', 'A job that was killed must not be ok, and needs a reason.');
    }),
    check('runs as many jobs at a time as it says', async (launcher) => {
      const jobs = Array.from({ length: Math.min(launcher.slots, 4) }, () => jobOf('done'));
      const results = await Promise.all(jobs.map((job) => launcher.launch(job, never)));
      ensure(
        results.every(({ ok }) => ok),
        `Of ${jobs.length} jobs side by side, not all were done: ${results.map(reasonOf).join(' ')}`,
      );
    }),
    check('stops a job when it is told to', async (launcher) => {
      const stop = new AbortController();
      const ending = launcher.launch(jobOf('stopped'), stop.signal);
      setTimeout(() => stop.abort(), 300);
      ensure(!(await ending).ok, 'A job that was stopped must not be ok.');
    }),
    check('begins no job that it is told to stop before', async (launcher) => {
      const result = await launcher.launch(jobOf('done'), AbortSignal.abort());
      ensure(!result.ok, 'The job ran, though it had been stopped before.');
    }),
  ];
}

const reasonOf = (result: JobResult): string => (result.ok ? '' : result.reason);

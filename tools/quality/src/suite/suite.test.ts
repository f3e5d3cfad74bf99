import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulateLorenz, writeH5 } from '@lfads/data';
import { createProjectRegistry, startBackend } from 'lfads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { updatedPage } from '../report/page.js';
import type { Surroundings } from '../run/train-and-score.js';
import { peerPace } from './peer.js';
import { runSuite } from './run-suite.js';
import { timeToQuality } from './time-to-quality.js';

let dir: string;
let surroundings: Surroundings;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lfads-quality-suite-'));
  const { datasets, attributes } = simulateLorenz({
    conditions: 8,
    trials: 5,
    steps: 12,
    neurons: 6,
  });
  await writeH5(join(dir, 'lorenz.h5'), datasets, attributes);
  surroundings = {
    io: { out: () => {}, err: () => {}, terminal: false, cwd: dir, onInterrupt: () => () => {} },
    registry: await createProjectRegistry(dir, []),
    backend: await startBackend({}),
    options: {},
  };
});
afterAll(() => rm(dir, { recursive: true }));

const facts = { cpu: 'a processor', node: '20', backend: 'native, 2 threads', maxEpochs: 6 };
const suite = (seeds: number[]) =>
  runSuite(
    {
      dir,
      only: ['lorenz'],
      seeds,
      maxEpochs: 6,
      peer: 'echo \'{"epoch":2,"seconds":8}\'',
      json: true,
    },
    surroundings,
  );

describe('the suite', () => {
  it('trains each seed and writes their table, with the reference beside it', async () => {
    const entries = (await suite([0, 1]))!;
    const page = await updatedPage('', entries, facts);
    expect(page).toMatch(/\| seed 0 .*\n\| seed 1 .*\n(\| .*\n)*\| true rates/);
    expect(page).toMatch(/\| 134 epochs: .* \| not reached .* \| 536 /);
    expect(page).toContain('--only lorenz --seeds 0,1 --max-epochs 6 --write');
    expect(page).toContain('4.00 s an epoch over 2 epochs');
    const other = '## Another data set\n\nits table\n';
    const again = await updatedPage(`${page}\n${other}`, entries, facts);
    expect(again).toContain(other.trim());
    expect(again.match(/^## /gm)).toHaveLength(2);
  });

  it('finds the epoch that reached a figure, from the best checkpoint until then', async () => {
    const [{ results } = { results: [] }] = (await suite([0]))!;
    const easy = { epochs: 1, rateR2: -1e9, rateR2Overall: -1e9, bitsPerSpike: -1e9 };
    const never = { ...easy, rateR2: 1.1 };
    const output = await readFile(join(results[0]!.run.paths.dir, 'lfads_output_lorenz.h5'));
    const [reached, missed] = await timeToQuality(results[0]!, [easy, never]);
    expect(reached!.at!.epochs).toBe(5);
    expect(reached!.at!.seconds).toBe(results[0]!.history[4]!.seconds);
    expect(missed!.at).toBeUndefined();
    expect(await readFile(join(results[0]!.run.paths.dir, 'lfads_output_lorenz.h5'))).toEqual(
      output,
    );
  });
});

describe('the pace of the reference', () => {
  it('is read from the last line that its command prints', async () => {
    expect(await peerPace('echo epoch; echo \'{"epoch": 3, "seconds": 12.5}\'')).toEqual({
      epochs: 3,
      seconds: 12.5,
    });
  });

  it.each(['echo hello', 'exit 3', 'echo \'{"epoch":0,"seconds":1}\''])(
    '"%s" has none',
    (command) => expect(peerPace(command)).rejects.toMatchObject({ code: 'LFADS_QUALITY_PEER' }),
  );
});

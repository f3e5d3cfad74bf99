import { join } from 'node:path';
import type { DataModule, Lfads, ParameterValues } from '@lfads/core';
import { BasicDataModule, writeH5 } from '@lfads/data';
import { Trainer } from '@lfads/train';
import { addSession } from '../add-session.js';
import { simulateSessions, type SessionsOptions } from '../simulate-sessions.js';
import { stitch } from '../stitch.js';
import { buildModel, type Maps } from './build-model.js';
import { rateR2 } from './rate-r2.js';

const COMPONENTS = 3;

/** Simulates sessions, aligns them, and gives the paths of the aligned files. */
export async function simulateAndStitch(dir: string, options: SessionsOptions): Promise<string[]> {
  const sessions = simulateSessions(options);
  const files = sessions.map((_, s) => join(dir, `session_${s}.h5`));
  for (const [s, file] of files.entries()) await writeH5(file, sessions[s]!);
  const report = await stitch({ files, components: COMPONENTS, outDir: join(dir, 'stitched') });
  return report.sessions.map(({ path }) => path);
}

export interface Trained {
  /** R² of the rates on held-out trials, by session. */
  r2: number[];
  parameters: Map<string, ParameterValues>;
}

/**
 * Trains one model on these files together.
 *
 * @param dynamics with `added`: the trained parameters that are kept
 */
export async function trainOn(
  dir: string,
  files: readonly string[],
  epochs: number,
  maps: Maps,
  dynamics?: ReadonlyMap<string, ParameterValues>,
): Promise<Trained> {
  const data = new BasicDataModule({ datafilePattern: files, batchSize: 16 * files.length });
  await data.setup();
  const model = buildModel(data, epochs, maps);
  if (dynamics) addSession(model, dynamics);
  await new Trainer({ maxEpochs: epochs, gradientClipVal: 200 }).fit({
    model,
    dataModule: data,
    paths: { dir, checkpoints: join(dir, 'checkpoints') },
  });
  const r2 = await scores(model, data);
  const parameters = model.parameters.snapshot();
  model.dispose();
  data.dispose();
  return { r2, parameters };
}

async function scores(model: Lfads, data: DataModule): Promise<number[]> {
  const r2: number[] = [];
  for (const session of data.sessions.keys()) r2.push(await rateR2(model, data, session));
  return r2;
}

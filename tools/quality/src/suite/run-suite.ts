import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LfadsError } from '@lfads/core';
import { jsonLine } from '../report/json-line.js';
import { resultText } from '../report/text.js';
import { type QualityResult, type Surroundings, trainAndScore } from '../run/train-and-score.js';
import { type PeerPace, peerPace } from './peer.js';
import { type Recipe, RECIPES } from './recipes.js';
import { REFERENCE } from './reference.js';
import { type Reached, timeToQuality } from './time-to-quality.js';

export interface SuiteRequest {
  /** Folder of the data files. */
  dir: string;
  /** Stems of the data files; all when empty. */
  only: readonly string[];
  seeds: readonly number[];
  maxEpochs?: number | undefined;
  /** A command that trains the reference on lorenz.h5 for a few epochs. */
  peer?: string | undefined;
  json: boolean;
}

export interface SuiteEntry {
  recipe: Recipe;
  results: readonly QualityResult[];
  /** Of each result, where the reference was measured too. */
  reached?: readonly (readonly Reached[])[];
  peer?: PeerPace | undefined;
}

/**
 * Trains every data set with its config, once for each seed.
 *
 * @throws LfadsError LFADS_QUALITY_UNKNOWN_DATA for a name that is not among them, or a missing file
 */
export async function runSuite(
  request: SuiteRequest,
  surroundings: Surroundings,
): Promise<SuiteEntry[] | undefined> {
  const entries: SuiteEntry[] = [];
  for (const recipe of chosen(request)) {
    const results: QualityResult[] = [];
    const lorenz = recipe.data === 'lorenz';
    const peer = lorenz && request.peer ? await peerPace(request.peer) : undefined;
    const reached: Reached[][] = [];
    for (const seed of request.seeds) {
      const result = await trainAndScore(
        {
          data: join(request.dir, `${recipe.data}.h5`),
          config: 'single',
          overrides: recipe.overrides,
          seed,
          maxEpochs: request.maxEpochs,
        },
        surroundings,
      );
      if (!result) return undefined;
      surroundings.io.out(
        request.json ? jsonLine(result) : `${recipe.data}\n${resultText(result)}`,
      );
      if (lorenz) reached.push(await timeToQuality(result, REFERENCE));
      results.push(result);
    }
    entries.push({ recipe, results, ...(lorenz && { reached, peer }) });
  }
  return entries;
}

function chosen({ dir, only }: SuiteRequest): readonly Recipe[] {
  const known = RECIPES.map(({ data }) => data);
  const unknown = only.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw unknownData(
      `There is no data set ${unknown.join(', ')}.`,
      `There are: ${known.join(', ')}.`,
    );
  }
  const recipes = RECIPES.filter(({ data }) => only.length === 0 || only.includes(data));
  const missing = recipes.filter(({ data }) => !existsSync(join(dir, `${data}.h5`)));
  if (missing.length > 0) {
    throw unknownData(
      `${dir} has no ${missing.map(({ data }) => `${data}.h5`).join(', ')}.`,
      'Name the folder of the data with --dir, or those that are there with --only.',
    );
  }
  return recipes;
}

const unknownData = (message: string, hint: string) =>
  new LfadsError('LFADS_QUALITY_UNKNOWN_DATA', message, hint);

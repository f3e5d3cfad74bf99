import { mkdir, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { LfadsError } from '@lfads/core';
import { copyWithDatasets, type H5Dataset } from '@lfads/data';
import { alignSessions, type SessionAlignment } from './align.js';
import { conditionAverages, sharedConditions, stackConditions } from './condition-averages.js';
import { trajectorySvg } from './trajectory-svg.js';

export interface StitchOptions {
  /** One HDF5 file a session, with `train_cond_idx`. */
  files: readonly string[];
  /** Size of the shared space. */
  components: number;
  /** Where the copies with their alignment, `stitch.json` and `stitch.svg` go. */
  outDir: string;
}

export interface StitchReport {
  /** Conditions that the alignment is made of: those of all sessions. */
  conditions: number[];
  components: number;
  /** The share of the variance of all channels together, by component. */
  explained: number[];
  sessions: {
    name: string;
    path: string;
    channels: number;
    components_explained: number;
    channels_explained: number;
  }[];
}

/**
 * Copies the sessions' files with `readin_weight` `[channels, components]` and `readout_bias` `[channels]`
 * added, from which MultisessionReadin and MultisessionReadout start, and reports how well they align.
 *
 * @throws LfadsError LFADS_STITCH_NAMES when two files have one name, LFADS_STITCH_CONDITIONS,
 * LFADS_STITCH_STEPS, LFADS_STITCH_COMPONENTS, LFADS_STITCH_NAN
 */
export async function stitch({ files, components, outDir }: StitchOptions): Promise<StitchReport> {
  checkNames(files);
  const averages = await Promise.all(files.map((file) => conditionAverages(file)));
  const conditions = sharedConditions(averages);
  const { explained, sessions } = alignSessions(
    averages.map((session) => stackConditions(session, conditions)),
    components,
  );
  await mkdir(outDir, { recursive: true });
  const report: StitchReport = { conditions, components, explained, sessions: [] };
  for (const [s, file] of files.entries()) {
    const path = join(outDir, basename(file));
    await copyWithDatasets(file, path, alignmentDatasets(sessions[s]!));
    report.sessions.push({
      name: stem(file),
      path,
      channels: averages[s]!.channels,
      components_explained: sessions[s]!.componentsExplained,
      channels_explained: sessions[s]!.channelsExplained,
    });
  }
  const drawn = sessions.map(({ aligned }, s) => ({ name: stem(files[s]!), aligned }));
  await writeFile(join(outDir, 'stitch.svg'), trajectorySvg(drawn, averages[0]!.steps));
  await writeFile(join(outDir, 'stitch.json'), `${JSON.stringify(report, null, 2)}\n`);
  return report;
}

const stem = (file: string) => basename(file, extname(file));

function checkNames(files: readonly string[]): void {
  const names = files.map((file) => basename(file));
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (files.length > 1 && twice === undefined) return;
  throw new LfadsError(
    'LFADS_STITCH_NAMES',
    twice === undefined
      ? `${files.length} files are given to stitch.`
      : `Two of the files to stitch are named ${twice}.`,
    'Give two or more files of different names.',
  );
}

const alignmentDatasets = ({ weight, bias }: SessionAlignment): Map<string, H5Dataset> =>
  new Map([
    [
      'readin_weight',
      { shape: [weight.rows, weight.columns], data: Float32Array.from(weight.to1DArray()) },
    ],
    ['readout_bias', { shape: [bias.length], data: Float32Array.from(bias) }],
  ]);

import { z } from 'zod';
import {
  LfadsError,
  type ComponentContext,
  type DataModule,
  type FeatureSize,
  type SessionInfo,
} from '../contracts/index.js';
import { brandedPart } from '../registry/brand.js';
import { DATA_MODULE } from '../registry/index.js';
import { Affine } from './affine.js';
import { given, uniformFanIn } from './initial-values.js';
import type { AffineMap } from './alignment.js';

/** Options that the read-ins and the read-outs of several sessions share. */
export const multisessionOptions = {
  datafile_pattern: z
    .string()
    .optional()
    .describe('Not needed: the sessions are those of the data module'),
  pcr_init: z
    .boolean()
    .default(true)
    .describe('Start from the alignment in the data files (readin_weight, readout_bias)'),
};

/** How the affine maps of the sessions are made. */
export interface SessionMaps {
  target: string;
  kind: 'readin' | 'readout';
  pcrInit: boolean;
  trainable: boolean;
  aligned(data: DataModule, session: number): AffineMap;
  sizes(info: SessionInfo): Sizes;
}

interface Sizes {
  inFeatures: FeatureSize;
  outFeatures: FeatureSize;
}

const fromAlignment = ({ weight, bias, ...sizes }: AffineMap) => ({
  ...sizes,
  initialWeight: () => given(weight),
  initialBias: () => given(bias),
});

const atRandom = (sizes: Sizes) => ({
  ...sizes,
  initialWeight: uniformFanIn,
  initialBias: uniformFanIn,
});

/** An affine map for every session of the run's data module. */
export const sessionAffines = (context: ComponentContext, maps: SessionMaps) => {
  const data = context.resolve(DATA_MODULE);
  const { target, kind, trainable } = maps;
  const inputGradient = kind === 'readout';
  const modules = data.sessions.map((info, session) => {
    const start = maps.pcrInit
      ? fromAlignment(maps.aligned(data, session))
      : atRandom(maps.sizes(info));
    const create = () => new Affine({ ...start, trainable, inputGradient });
    return brandedPart({ target, kinds: [kind], again: create });
  });
  return { modules };
};

/**
 * The side of the maps that all sessions share.
 *
 * @throws LfadsError LFADS_MODEL_PCR_INIT when it is stated with `pcr_init`, where the files give it
 */
export const sharedSize = (
  part: string,
  option: string,
  size: FeatureSize,
  pcrInit: boolean,
): FeatureSize => {
  if (!pcrInit || size === 'auto') return size;
  throw new LfadsError(
    'LFADS_MODEL_PCR_INIT',
    `${part} has pcr_init: true and ${option}: ${size}.`,
    `Leave ${option} out, since the files give it, or set pcr_init to false.`,
  );
};

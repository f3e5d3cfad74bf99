import type { FeatureSize, PlaceSizes, SessionInfo } from '../contracts/index.js';
import type { LfadsHyperparameters } from './hyperparameters.js';
import type { LfadsParts } from './parts.js';

type Unchecked = { [Side in keyof PlaceSizes]: number | undefined };

/** What the places of one session's parts ask for; undefined: `auto`, and there are no data. */
export function placeSizes(
  hps: LfadsHyperparameters,
  parts: LfadsParts,
  session: number,
  info: SessionInfo | undefined,
): Record<'readin' | 'readout', Unchecked> {
  const { inFeatures } = parts.readin[session]!;
  const { outFeatures } = parts.readout[session]!;
  const outputs = info && info.reconChannels * parts.reconstruction[session]!.nParams;
  return {
    readin: {
      inFeatures: sizeOf(inFeatures, hps.encodDataDim, info?.encodChannels),
      outFeatures: hps.encodDataDim,
    },
    readout: {
      inFeatures: hps.facDim,
      outFeatures: sizeOf(outFeatures, hps.facDim, outputs),
    },
  };
}

/** @param unchanged the size where the part passes its input on */
const sizeOf = (
  size: FeatureSize | undefined,
  unchanged: number,
  found: number | undefined,
): number | undefined => (size === undefined ? unchanged : size === 'auto' ? found : size);

import { LfadsError, type Readin, type SessionInfo } from '../contracts/index.js';

/** The model's sizes that may be `auto`. */
export const AUTO_SIZES = [
  'encod_data_dim',
  'encod_seq_len',
  'recon_seq_len',
  'ext_input_dim',
] as const;
export type AutoSize = (typeof AUTO_SIZES)[number];

export interface SizeSources {
  /** Sizes of the sessions as found in their files. */
  sessions?: readonly SessionInfo[] | undefined;
  /** By session: one that changes the number of channels gives `encod_data_dim`. */
  readin?: readonly Pick<Readin, 'outFeatures'>[];
}

interface Found {
  size: number;
  where: string;
}

/**
 * The sizes with each `auto` replaced. Without any data there is no external input.
 *
 * @throws LfadsError (LFADS_MODEL_DIMENSIONS) with a line for every size that cannot be found
 */
export function findSizes(
  stated: Readonly<Record<AutoSize, number | 'auto'>>,
  sources: SizeSources,
): Record<AutoSize, number> {
  const faults: string[] = [];
  const find = (key: AutoSize): number => {
    const size = stated[key];
    if (size !== 'auto') return size;
    const found = candidates(key, sources);
    const [first] = found;
    if (first && found.every((other) => other.size === first.size)) return first.size;
    if (!first && key === 'ext_input_dim') return 0;
    faults.push(`model.${key} is auto, but ${whyNot(key, found, sources)}`);
    return NaN;
  };
  const sizes = Object.fromEntries(AUTO_SIZES.map((key) => [key, find(key)]));
  if (faults.length === 0) return sizes as Record<AutoSize, number>;
  throw new LfadsError(
    'LFADS_MODEL_DIMENSIONS',
    `Sizes of the model cannot be found:\n  ${faults.join('\n  ')}`,
    'Give the named keys a number. Sessions with different channels need a read-in for each, such as MultisessionReadin.',
  );
}

function candidates(key: AutoSize, { sessions = [], readin = [] }: SizeSources): Found[] {
  if (key !== 'encod_data_dim') {
    const property = { encod_seq_len: 'encodSteps', recon_seq_len: 'reconSteps' } as const;
    return sessions.map((session) => ({
      size: session[key === 'ext_input_dim' ? 'extInputDim' : property[key]],
      where: session.path,
    }));
  }
  const count = Math.max(sessions.length, readin.length);
  return Array.from({ length: count }).flatMap((_, s): Found[] => {
    const size = readin[s]?.outFeatures ?? sessions[s]?.encodChannels;
    const where = readin[s]?.outFeatures === undefined ? sessions[s]?.path : `model.readin.${s}`;
    return size === undefined || size === 'auto' ? [] : [{ size, where: where! }];
  });
}

function whyNot(key: AutoSize, found: readonly Found[], { sessions, readin }: SizeSources): string {
  if (found.length > 0) {
    return `sessions differ: ${found.map(({ size, where }) => `${size} in ${where}`).join(', ')}`;
  }
  return key === 'encod_data_dim' && sessions && readin?.length
    ? 'so is out_features of model.readin'
    : 'there are no data to read it from';
}

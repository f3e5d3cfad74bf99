import {
  type ConfigTree,
  type ConfigValue,
  PYTHON_ALIASES,
  type ResolvedConfig,
  withValues,
} from '@lfads/config';
import type { ComponentRegistry, Lfads, SessionInfo } from '@lfads/core';

type Sizes = Readonly<Record<'in_features' | 'out_features', number>>;

/**
 * The config of a run with the numbers that `auto` sizes of its model, its read-ins and its read-outs came to.
 * A part for several sessions of different sizes keeps its `auto`, as do lists such as MultisessionReadin,
 * which take their sizes from the data files.
 */
export function withFoundSizes(
  config: ResolvedConfig,
  { hparams, parts }: Lfads,
  sessions: readonly SessionInfo[],
  registry: ComponentRegistry,
): ResolvedConfig {
  const readins = sessions.map(({ encodChannels }) => ({
    in_features: encodChannels,
    out_features: hparams.encodDataDim,
  }));
  const readouts = sessions.map(({ reconChannels }, s) => ({
    in_features: hparams.facDim,
    out_features: reconChannels * parts.reconstruction[s]!.nParams,
  }));
  const model = config.tree['model'] as ConfigTree;
  return withValues(config, {
    'model.encod_data_dim': hparams.encodDataDim,
    'model.encod_seq_len': hparams.encodSeqLen,
    'model.recon_seq_len': hparams.reconSeqLen,
    'model.ext_input_dim': hparams.extInputDim,
    ...foundIn('model.readin', model['readin'], readins, registry),
    ...foundIn('model.readout', model['readout'], readouts, registry),
  });
}

/** What the `auto` sizes of parts by session came to, by path. */
function foundIn(
  path: string,
  parts: ConfigValue | undefined,
  sizes: readonly Sizes[],
  registry: ComponentRegistry,
): Record<string, number> {
  if (isList(parts)) {
    const places = parts.length === 1 ? [sizes] : parts.map((_, s) => sizes.slice(s, s + 1));
    return Object.assign(
      {},
      ...parts.map((part, i) => foundOf(`${path}.${i}`, part, places[i]!)),
    ) as Record<string, number>;
  }
  if (!isTree(parts)) return {};
  if (isList(parts['modules'])) {
    return foundIn(`${path}.modules`, parts['modules'], sizes, registry);
  }
  const target = String(parts['_target_']);
  const { kind } = registry.resolve(PYTHON_ALIASES.get(target) ?? target);
  return kind === 'moduleList' ? {} : foundOf(path, parts, sizes);
}

function foundOf(path: string, part: ConfigValue, sizes: readonly Sizes[]): Record<string, number> {
  if (!isTree(part)) return {};
  const keys = (['in_features', 'out_features'] as const).filter((key) => {
    return part[key] === 'auto' && sizes.every((size) => size[key] === sizes[0]![key]);
  });
  return Object.fromEntries(keys.map((key) => [`${path}.${key}`, sizes[0]![key]]));
}

const isList = (value: ConfigValue | undefined): value is readonly ConfigValue[] =>
  Array.isArray(value);
const isTree = (value: ConfigValue | undefined): value is ConfigTree =>
  typeof value === 'object' && value !== null && !isList(value);

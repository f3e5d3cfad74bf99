import {
  ConfigError,
  type ConfigProblem,
  type ConfigValue,
  instantiate,
  type ResolvedConfig,
} from '@lfads/config';
import {
  type ComponentRegistry,
  DATA_MODULE,
  DATA_STATISTICS,
  type DataModule,
  type Lfads,
  LfadsError,
} from '@lfads/core';
import { checkSupport, dataStatistics } from '@lfads/data';
import { startChosenBackend } from './backend.js';
import { runServices } from './services.js';
import { runSettings } from './settings.js';

/** What was found right. */
export interface ConfigCheck {
  /** How many `_target_`s were made. */
  components: number;
  /** The data files that sizes and values were checked against. */
  sessions: string[];
  /** Why the sizes could not be checked. */
  withoutData?: string;
  /** What parts say of themselves, such as that they do nothing here. */
  notices: string[];
}

const countTargets = (value: ConfigValue): number =>
  typeof value === 'object' && value !== null
    ? Object.entries(value as Record<string, ConfigValue>).reduce(
        (count, [key, child]) => count + (key === '_target_' ? 1 : countTargets(child)),
        0,
      )
    : 0;

/** A fault as problems of a config: one for each line of its message that names a key, where it has such. */
function problemsOf(error: LfadsError, path: string, config: ResolvedConfig): ConfigProblem[] {
  if (error instanceof ConfigError) return [...error.problems];
  const { code, message, hint } = error;
  const help = hint === undefined ? {} : { hint };
  const at = (key: string) => {
    const origin = config.originOf(key);
    return { path: key, ...(origin && { origin }) };
  };
  const named = message.split('\n').flatMap((line) => {
    const key = /^\s+(\w+(?:\.\w+)+) /.exec(line)?.[1];
    return key !== undefined && config.originOf(key)
      ? [{ code, message: `${line.trim()}.`, ...at(key), ...help }]
      : [];
  });
  return named.length > 0 ? named : [{ code, message, ...at(path), ...help }];
}

/**
 * Makes every part of a config without running it; where its data files are there, checks sizes and values
 * against them too.
 *
 * @throws ConfigError with every problem found
 */
export async function checkConfig(
  config: ResolvedConfig,
  registry: ComponentRegistry,
): Promise<ConfigCheck> {
  const problems: ConfigProblem[] = [];
  const attempt = async <T>(path: string, act: () => T): Promise<Awaited<T> | undefined> => {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof LfadsError)) throw error;
      problems.push(...problemsOf(error, path, config));
      return undefined;
    }
  };
  const { container: run, notices } = runServices(registry, 0, { dir: '', checkpoints: '' });
  const make = (path: string) =>
    attempt(path, () => instantiate(config, path, { registry, context: run.context }));

  // A seed of null is one to be chosen by the run.
  const settings = config.tree['seed'] === null ? { ...config.tree, seed: 0 } : config.tree;
  await attempt('seed', () => runSettings({ tree: settings }));
  await attempt('backend', () => startChosenBackend(config, registry, run.context, {}));
  const others = Object.keys(config.tree).filter((key) => key !== 'model' && key !== 'backend');
  const parts = new Map<string, unknown>();
  for (const key of others) parts.set(key, await make(key));

  const data = parts.get('datamodule') as DataModule | undefined;
  const { ready = false, absent } = (data && (await setUp(data, attempt))) ?? {};
  const sessions = ready ? data?.sessions : undefined;
  if (sessions && data) {
    run.provide(DATA_MODULE, data);
    run.provide(DATA_STATISTICS, dataStatistics(data));
  }
  const model = (await make('model')) as Lfads | undefined;
  if (model && sessions && data) {
    const built = await attempt('model', () => (model.build(0, sessions), true));
    const supports = model.parts.reconstruction.map(({ support }) => support);
    if (built) await attempt('model.reconstruction', () => checkSupport(data, supports));
  }
  const counted = sessions ? problems : problems.filter(({ code }) => !NEEDS_DATA.includes(code));
  const [first, ...rest] = counted;
  if (first) throw new ConfigError([first, ...rest]);
  return {
    components: countTargets(config.tree),
    sessions: sessions?.map(({ path }) => path) ?? [],
    ...(absent !== undefined && { withoutData: absent }),
    notices: [...notices],
  };
}

/** What parts that take their sizes from the data fail with when there are none. */
const NEEDS_DATA: readonly string[] = ['LFADS_SERVICE_MISSING', 'LFADS_MODEL_DIMENSIONS'];

/** Reads the data, or tells why there are none: no file matches. Other faults are the config's problems. */
async function setUp(
  data: DataModule,
  attempt: <T>(path: string, act: () => T) => Promise<unknown>,
): Promise<{ ready: boolean; absent?: string }> {
  try {
    await data.setup();
    return { ready: true };
  } catch (error) {
    if (error instanceof LfadsError && error.code === 'LFADS_DATA_NO_FILES') {
      return { ready: false, absent: error.message };
    }
    await attempt('datamodule.datafile_pattern', () => Promise.reject(error));
    return { ready: false };
  }
}

import type { BackendOptions } from '../cli-options.js';
import { CPU_OPTIONS } from './cpu-backend.js';
import {
  createRandomStreams,
  createRunContainer,
  type ComponentRegistry,
  LOG,
  RANDOM_STREAMS,
  RUN_PATHS,
  type RunContainer,
  type RunPaths,
  SEED,
} from '@lfads/core';

/** A run's container with the services that are there before its data are read. */
export function runServices(
  registry: ComponentRegistry,
  seed: number,
  paths: RunPaths,
  backend: BackendOptions = {},
): { container: RunContainer; notices: ReadonlySet<string> } {
  const container = createRunContainer(registry);
  const notices = new Set<string>();
  const keep = (text: string) => void notices.add(text);
  container.provide(SEED, seed);
  container.provide(RANDOM_STREAMS, createRandomStreams(seed));
  container.provide(RUN_PATHS, paths);
  container.provide(CPU_OPTIONS, backend);
  container.provide(LOG, { info: keep, warn: keep });
  return { container, notices };
}

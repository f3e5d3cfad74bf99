import {
  type ComponentDefinition,
  type ComponentRegistry,
  corePlugin,
  createRandomStreams,
  createRegistry,
  createRunContainer,
  JOB_COMMAND,
  LOG,
  type Plugin,
  RANDOM_STREAMS,
  type RunContainer,
  SEED,
} from '@lfads/core';
import { ensure } from './check.js';
import { commandOfTrial } from './suites/launcher.js';

export type Options = Readonly<Record<string, unknown>>;

export interface SubjectOptions {
  /** The plugin that brings the component. */
  plugin: Plugin;
  target: string;
  /** Options as they are in YAML, nested parts with their `_target_`; default: the definition's example. */
  options?: Options;
  /** Plugins whose parts are needed besides, and those that it is tried with. */
  plugins?: readonly Plugin[];
  /** Provides services that the component asks for, besides the seed, the random streams and the log. */
  provide?: (run: RunContainer) => void;
}

/** The component that is checked. */
export interface Subject {
  readonly definition: ComponentDefinition;
  readonly options: Options;
  readonly registry: ComponentRegistry;
  /** Makes the part anew, in a run of its own with the seed 1. */
  create<Part>(options?: Options): Part;
  /** Makes a part of another component, with options as they are in YAML. */
  other<Part>(target: string, options: Options): Part;
}

export function subjectOf(given: SubjectOptions): Subject {
  const { plugin, target, plugins = [] } = given;
  const registry = createRegistry([...new Set([corePlugin, ...plugins, plugin])]);
  const definition = plugin.components.find((component) => component.target === target);
  ensure(
    definition !== undefined,
    `The plugin "${plugin.name}" has no component "${target}"; it has ${plugin.components.map((component) => component.target).join(', ')}.`,
  );
  const options = given.options ?? definition.example ?? {};
  const make = <Part>(name: string, values: Options): Part => {
    const run = createRunContainer(registry);
    run.provide(SEED, 1);
    run.provide(RANDOM_STREAMS, createRandomStreams(1));
    run.provide(LOG, { info: () => {}, warn: () => {} });
    run.provide(JOB_COMMAND, commandOfTrial);
    given.provide?.(run);
    return run.create<Part>(name, nestedParts(run, values));
  };
  return {
    definition,
    options,
    registry,
    create: (values = options) => make(target, values),
    other: make,
  };
}

/** Options with the parts in place of their mappings. */
function nestedParts(run: RunContainer, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => nestedParts(run, item));
  if (!isMapping(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, nestedParts(run, item)]);
  const { _target_: target, ...options } = Object.fromEntries(entries) as Options;
  return typeof target === 'string' ? run.create(target, options) : options;
}

const isMapping = (value: unknown): value is Options =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

import type { z } from 'zod';
import type { CommandDefinition } from './command.js';

/** The kinds of part a config can choose by `_target_`. */
export const COMPONENT_KINDS = [
  'model',
  'prior',
  'reconstruction',
  'augmentation',
  'augmentationStack',
  'readin',
  'readout',
  'moduleList',
  'generatorCell',
  'dataModule',
  'trainer',
  'callback',
  'logger',
  'posteriorSampling',
  'optimizer',
  'schedule',
  'launcher',
  'backend',
  'value',
] as const;
export type ComponentKind = (typeof COMPONENT_KINDS)[number];

declare const service: unique symbol;

/** The address of a service of type T. */
export type Token<T> = symbol & { readonly [service]?: T };

/** Services a component's factory may ask for, by token (see `registry/tokens.ts`). */
export interface ComponentContext {
  /** Throws LfadsError LFADS_SERVICE_MISSING when nobody provides the service. */
  resolve<T>(token: Token<T>): T;
  /** The service, or undefined. */
  find<T>(token: Token<T>): T | undefined;
}

/** A part: its address, its options' schema (snake_case keys, as in YAML) and its factory. */
export interface ComponentDefinition<Options extends z.ZodType = z.ZodType, Part = unknown> {
  /** `<npm package>/<ExportName>`. */
  readonly target: string;
  readonly kind: ComponentKind;
  /** Other kinds that the part serves as well. */
  readonly alsoKinds?: readonly ComponentKind[];
  readonly summary: string;
  /** What its page says besides: Markdown, with the source of an equation. */
  readonly docs?: string;
  /** Options of an example, as they are in YAML, without `_target_`; nested parts with theirs. */
  readonly example?: Readonly<Record<string, unknown>>;
  /** Target of a component of another plugin that configs get this one for. */
  readonly replaces?: string;
  readonly options: Options;
  create(options: z.output<Options>, context: ComponentContext): Part;
}

/** The contract version plugins are made for. */
export const CONTRACT_VERSION = 1;

export interface Plugin {
  readonly name: string;
  readonly contractVersion: number;
  readonly components: readonly ComponentDefinition[];
  /** Subcommands of the `lfads` program. */
  readonly commands?: readonly CommandDefinition[];
  /** Folder of YAML configs, searched after the project's own: `new URL('../configs/', import.meta.url)`. */
  readonly configs?: { readonly href: string };
}

import type { z } from 'zod';

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
] as const;
export type ComponentKind = (typeof COMPONENT_KINDS)[number];

/** Services a component's factory may ask for, by token (see `tokens.ts`). */
export interface ComponentContext {
  resolve<T>(token: symbol): T;
}

/** A part: its address, its options' schema (snake_case keys, as in YAML) and its factory. */
export interface ComponentDefinition<Options extends z.ZodType = z.ZodType, Part = unknown> {
  /** `<npm package>/<ExportName>`. */
  readonly target: string;
  readonly kind: ComponentKind;
  readonly summary: string;
  readonly options: Options;
  create(options: z.output<Options>, context: ComponentContext): Part;
}

/** The contract version plugins are made for. */
export const CONTRACT_VERSION = 1;

export interface Plugin {
  readonly name: string;
  readonly contractVersion: number;
  readonly components: readonly ComponentDefinition[];
}

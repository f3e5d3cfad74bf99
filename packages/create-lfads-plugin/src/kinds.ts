interface KindInfo {
  /** In a sentence. */
  readonly words: string;
  /** The interface in `@lfads/core`. */
  readonly contract: string;
  /** Packages of lfads that the template imports besides `@lfads/core`. */
  readonly hosts?: readonly string[];
}

/** Kinds of part that there is a template for. */
export const KINDS = {
  prior: { words: 'prior', contract: 'Prior' },
  reconstruction: { words: 'likelihood or other loss', contract: 'Reconstruction' },
  augmentation: { words: 'augmentation', contract: 'Augmentation' },
  readin: { words: 'read-in', contract: 'Readin' },
  readout: { words: 'read-out', contract: 'Readout' },
  'generator-cell': { words: 'generator cell', contract: 'GeneratorCell' },
  callback: { words: 'callback', contract: 'Callback' },
  logger: { words: 'logger', contract: 'Logger' },
  'data-module': { words: 'data module', contract: 'DataModule', hosts: ['@lfads/data'] },
} as const satisfies Readonly<Record<string, KindInfo>>;

export type Kind = keyof typeof KINDS;

export const hostsOf = (kind: Kind): readonly string[] => (KINDS[kind] as KindInfo).hosts ?? [];

export const isKind = (text: string): text is Kind => Object.hasOwn(KINDS, text);

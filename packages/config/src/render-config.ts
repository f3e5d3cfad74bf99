import type { ResolvedConfig } from './compose.js';
import type { ConfigNode } from './node.js';
import { describeOrigin } from './origin.js';
import type { Origin } from './origin.js';
import { yamlText, yamlValue } from './yaml-text.js';

export interface RenderOptions {
  /** Adds to each value where it came from: `# configs/model/lorenz.yaml:12:10`. */
  readonly origin?: boolean;
  /** Paths are shown relative to this folder. Default: the current one. */
  readonly cwd?: string;
}

interface Line {
  readonly text: string;
  /** Of the value on this line; none on a line that only opens a mapping or list. */
  readonly origin?: Origin;
}

/** Origins stand in one column, but not further right than this. */
const ORIGIN_COLUMN = 80;

const leaf = (node: ConfigNode): string | undefined => {
  if (node.kind === 'scalar') return yamlValue(node.value);
  if (node.kind === 'template') return yamlText(node.source);
  if (node.kind === 'list') return node.items.length === 0 ? '[]' : undefined;
  return node.entries.size === 0 ? '{}' : undefined;
};

const indented = (lines: readonly Line[]): Line[] =>
  lines.map((line) => ({ ...line, text: `  ${line.text}` }));

const linesOf = (node: ConfigNode): Line[] => {
  const text = leaf(node);
  if (text !== undefined) return [{ text, origin: node.origin }];
  if (node.kind === 'list') {
    return node.items.flatMap((item) => {
      const [first, ...rest] = linesOf(item);
      return first ? [{ ...first, text: `- ${first.text}` }, ...indented(rest)] : [];
    });
  }
  if (node.kind !== 'map') return [];
  return [...node.entries].flatMap(([key, entry]) => {
    const name = `${yamlText(key)}:`;
    const value = leaf(entry.node);
    return value === undefined
      ? [{ text: name }, ...indented(linesOf(entry.node))]
      : [{ text: `${name} ${value}`, origin: entry.node.origin }];
  });
};

/** YAML text of a composed config; composed again, it gives the same values. */
export const renderConfig = (
  config: Pick<ResolvedConfig, 'root'>,
  options: RenderOptions = {},
): string => {
  const lines = linesOf(config.root);
  const widths = lines.map((line) => (line.origin ? line.text.length : 0));
  const width = Math.min(ORIGIN_COLUMN, Math.max(0, ...widths));
  const shown = lines.map(({ text, origin }) =>
    options.origin && origin
      ? `${text.padEnd(width)}  # ${describeOrigin(origin, options.cwd)}`
      : text,
  );
  return `${shown.join('\n')}\n`;
};

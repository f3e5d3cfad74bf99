import { Document, isMap, isSeq, visit } from 'yaml';
import type { Node } from 'yaml';
import type { ResolvedConfig } from './compose.js';
import { childOf, toPlain } from './node.js';
import type { ConfigNode } from './node.js';
import { describeOrigin } from './origin.js';
import { yamlScalar } from './scalar-text.js';

export interface RenderOptions {
  /** Adds to each value where it came from: `# configs/model/lorenz.yaml:12:10`. */
  readonly origin?: boolean;
  /** Paths are shown relative to this folder. Default: the current one. */
  readonly cwd?: string;
}

const MARK = '@@origin@@';
const WIDEST = 80;

const escapeInterpolation = (text: string): string =>
  text.replaceAll(/(\\*)\$\{/g, (_, slashes: string) => `${slashes}${slashes}\\\${`);

/** Strings that would be read as something else are quoted. */
const protectText = (document: Document): void => {
  visit(document, {
    Scalar: (_, scalar) => {
      if (typeof scalar.value !== 'string') return;
      if (scalar.value.includes('${')) scalar.value = escapeInterpolation(scalar.value);
      const text = String(scalar.value);
      if (yamlScalar(text) !== text) scalar.type = 'QUOTE_SINGLE';
    },
  });
};

const addOrigins = (yaml: Node, node: ConfigNode, cwd: string): void => {
  const children: [string, Node][] = isMap(yaml)
    ? yaml.items.map((pair) => [String((pair.key as { value?: unknown }).value), pair.value as Node])
    : isSeq(yaml)
      ? yaml.items.map((item, index) => [String(index), item as Node])
      : [];
  if (children.length === 0) yaml.comment = `${MARK}${describeOrigin(node.origin, cwd)}`;
  for (const [key, child] of children) {
    const below = childOf(node, key);
    if (below) addOrigins(child, below, cwd);
  }
};

/** Moves the marked comments into one column. */
const alignOrigins = (text: string): string => {
  const lines = text.split('\n').map((line) => {
    const at = line.indexOf(`#${MARK}`);
    return at < 0
      ? { code: line, origin: undefined }
      : { code: line.slice(0, at).trimEnd(), origin: line.slice(at + 1 + MARK.length) };
  });
  const width = Math.min(WIDEST, Math.max(0, ...lines.map(({ code, origin }) => (origin ? code.length : 0))));
  return lines
    .map(({ code, origin }) => (origin === undefined ? code : `${code.padEnd(width)}  # ${origin}`))
    .join('\n');
};

/** YAML text of a composed config; read again, it gives the same values. */
export const renderConfig = (config: ResolvedConfig, options: RenderOptions = {}): string => {
  const document = new Document(toPlain(config.root), { version: '1.1' });
  protectText(document);
  const contents = document.contents as Node | null;
  if (options.origin && contents) addOrigins(contents, config.root, options.cwd ?? process.cwd());
  const text = document.toString({ lineWidth: 0, directives: false });
  return options.origin ? alignOrigins(text) : text;
};

import { didYouMean, joinHints } from './nearest.js';
import { toPlain } from './node.js';
import type { ConfigNode, MapNode, Path } from './node.js';

/** A node with `_target_`, taken apart. */
export interface TargetNode {
  readonly target: string;
  readonly targetNode: ConfigNode;
  /** `_args_`: options by their position in the schema. */
  readonly args: readonly ConfigNode[];
  /** `_partial_`: give a function of further options instead of the component. */
  readonly partial: boolean;
  /** `_recursive_`: whether targets inside the options are made too. */
  readonly recursive: boolean;
  readonly options: ReadonlyMap<string, ConfigNode>;
}

const KEYWORDS = ['_target_', '_args_', '_partial_', '_recursive_', '_convert_'] as const;
type Keyword = (typeof KEYWORDS)[number];
const isKeyword = (key: string): key is Keyword => KEYWORDS.some((keyword) => keyword === key);

const CONVERSIONS = ['none', 'partial', 'object', 'all'];

export interface TargetFault {
  readonly at: Path;
  readonly message: string;
  readonly hint?: string;
}

export const hasTarget = (node: MapNode): boolean => node.entries.has('_target_');

const EXPECTED: Readonly<Record<Keyword, string>> = {
  _target_: 'the name of a component',
  _args_: 'a list',
  _partial_: 'true or false',
  _recursive_: 'true or false',
  _convert_: `one of ${CONVERSIONS.join(', ')}`,
};

const accepts = (keyword: Keyword, node: ConfigNode): boolean => {
  const value = toPlain(node);
  if (keyword === '_target_') return typeof value === 'string' && value !== '';
  if (keyword === '_args_') return node.kind === 'list';
  if (keyword === '_convert_') return CONVERSIONS.includes(String(value));
  return typeof value === 'boolean';
};

/** Takes a node with `_target_` apart, or tells what is wrong with its keywords. */
export const readTarget = (node: MapNode): TargetNode | { faults: readonly TargetFault[] } => {
  const faults: TargetFault[] = [];
  const options = new Map<string, ConfigNode>();
  const keywords = new Map<Keyword, ConfigNode>();
  for (const [key, entry] of node.entries) {
    if (!isKeyword(key)) {
      options.set(key, entry.node);
      const meant = /^_.+_$/.test(key) ? didYouMean(key, KEYWORDS) : undefined;
      if (meant)
        faults.push({ at: [key], message: `"${key}" is no keyword.`, ...joinHints(meant) });
    } else if (accepts(key, entry.node)) keywords.set(key, entry.node);
    else {
      const found = JSON.stringify(toPlain(entry.node));
      faults.push({ at: [key], message: `Expected ${EXPECTED[key]}, found ${found}.` });
    }
  }
  const targetNode = keywords.get('_target_');
  if (faults.length > 0 || !targetNode) return { faults };
  const args = keywords.get('_args_');
  const flag = (keyword: Keyword, otherwise: boolean): boolean => {
    const found = keywords.get(keyword);
    return found ? toPlain(found) === true : otherwise;
  };
  return {
    target: String(toPlain(targetNode)),
    targetNode,
    args: args?.kind === 'list' ? args.items : [],
    partial: flag('_partial_', false),
    recursive: flag('_recursive_', true),
    options,
  };
};

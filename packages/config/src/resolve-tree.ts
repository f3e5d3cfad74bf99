import { throwIfAny } from './config-error.js';
import type { ConfigProblem } from './config-error.js';
import type { Interpolation, Reference, ResolverCall, ValueAst } from './grammar/ast.js';
import { Cursor } from './grammar/cursor.js';
import { parseTemplate } from './grammar/template.js';
import { parseValue } from './grammar/value.js';
import { didYouMean } from './nearest.js';
import { childOf, fromPlain, isMissing, nodeAt, pathsOf, showPath, toPlain } from './node.js';
import type { ConfigNode, ConfigTree, ConfigValue, MapNode, Path, TemplateNode } from './node.js';
import { baseDirOf } from './origin.js';
import type { ResolverTable } from './resolvers.js';
import { grammarScalar } from './scalar-text.js';
import {
  Unresolved,
  asText,
  cycle,
  missingValue,
  unknownReference,
  unresolved,
} from './unresolved.js';
import type { Place } from './unresolved.js';

export interface ResolveOptions {
  readonly resolvers: ResolverTable;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Base of `relpath` in overrides. */
  readonly cwd: string;
}

/** How a reference fails to a value that is not there. */
const ABSENT: readonly string[] = ['LFADS_CONFIG_UNKNOWN_REFERENCE', 'LFADS_CONFIG_MISSING_VALUE'];

/** Resolves nodes of one tree, each once. Its functions throw `Unresolved`. */
const createResolution = (root: MapNode, options: ResolveOptions) => {
  const done = new Map<string, ConfigNode | Unresolved>();
  const active = new Map<string, Path>();

  const select = (path: Path, place: Place, reference: Reference): ConfigNode => {
    let node: ConfigNode = root;
    for (const [depth, key] of path.entries()) {
      const holder = node.kind === 'template' ? resolveAt(path.slice(0, depth), node) : node;
      const child = childOf(holder, key);
      if (!child) throw unknownReference(place, reference, path, depth, holder);
      node = child;
    }
    return resolveAt(path, node);
  };

  const refer = (reference: Reference, place: Place): ConfigNode => {
    const { dots } = reference;
    const depth = place.path.length;
    if (dots > depth) {
      throw unresolved(
        'LFADS_CONFIG_UNKNOWN_REFERENCE',
        place,
        reference,
        `${reference.source} climbs above the root: "${showPath(place.path)}" is ${depth} deep.`,
      );
    }
    const base = dots === 0 ? [] : place.path.slice(0, depth - dots);
    const keys = reference.keys.map((key) =>
      typeof key === 'string' ? key : asText(toPlain(evaluate(key, place)), place, key),
    );
    return select([...base, ...keys], place, reference);
  };

  const joined = (parts: TemplateNode['parts'], place: Place): string =>
    parts
      .map((part) =>
        typeof part === 'string' ? part : asText(toPlain(evaluate(part, place)), place, part),
      )
      .join('');

  const argument = (value: ValueAst, place: Place): ConfigValue => {
    if (value.type === 'list') return value.items.map((item) => argument(item, place));
    if (value.type === 'map') {
      const tree = Object.create(null) as Record<string, ConfigValue>;
      for (const { key, value: item } of value.entries) tree[key] = argument(item, place);
      return tree satisfies ConfigTree;
    }
    const only = value.parts.length === 1 ? value.parts[0] : undefined;
    if (only !== undefined && typeof only !== 'string') return toPlain(evaluate(only, place));
    const text = joined(value.parts, place);
    return value.bare ? grammarScalar(text) : text;
  };

  /** What `${key}` would give, or undefined where it is missing. */
  const selectKey = (key: string, place: Place): ConfigValue | undefined => {
    const [only] = parseTemplate(`\${${key}}`);
    if (typeof only !== 'object' || only.type !== 'reference') return undefined;
    try {
      return toPlain(refer(only, place));
    } catch (error) {
      if (error instanceof Unresolved && ABSENT.includes(error.problem.code)) return undefined;
      throw error;
    }
  };

  const call = (interpolation: ResolverCall, place: Place): ConfigNode => {
    const { name } = interpolation;
    const { origin } = place.template;
    const resolver = options.resolvers.get(name);
    if (!resolver) {
      throw unresolved(
        'LFADS_CONFIG_UNKNOWN_RESOLVER',
        place,
        interpolation,
        `There is no resolver "${name}".`,
        didYouMean(name, options.resolvers.keys()),
        `Resolvers: ${[...options.resolvers.keys()].join(', ')}.`,
      );
    }
    const args = interpolation.args.map((arg) => argument(arg, place));
    try {
      const context = {
        baseDir: baseDirOf(origin, options.cwd),
        env: options.env,
        select: (key: string) => selectKey(key, place),
        decode: (text: string) => argument(parseValue(new Cursor(text)), place),
      };
      return fromPlain(resolver(args, context), origin);
    } catch (error) {
      if (error instanceof Unresolved) throw error;
      const message = error instanceof Error ? error.message : String(error);
      throw unresolved('LFADS_CONFIG_RESOLVER_FAILED', place, interpolation, message);
    }
  };

  const evaluate = (interpolation: Interpolation, place: Place): ConfigNode =>
    interpolation.type === 'call' ? call(interpolation, place) : refer(interpolation, place);

  const resolveTemplate = (template: TemplateNode, path: Path): ConfigNode => {
    const place = { path, template };
    const { origin, parts } = template;
    const only = parts.length === 1 ? parts[0] : undefined;
    return only !== undefined && typeof only !== 'string'
      ? { ...evaluate(only, place), origin }
      : { kind: 'scalar', value: joined(parts, place), origin };
  };

  const compute = (path: Path, node: ConfigNode): ConfigNode => {
    if (isMissing(node)) throw missingValue(path, node.origin);
    if (node.kind === 'scalar') return node;
    if (node.kind === 'template') return resolveTemplate(node, path);
    if (node.kind === 'list') {
      const items = node.items.map((item, index) => resolveAt([...path, String(index)], item));
      return { ...node, items };
    }
    const entries = [...node.entries].map(([key, entry]) => {
      return [key, { ...entry, node: resolveAt([...path, key], entry.node) }] as const;
    });
    return { ...node, entries: new Map(entries) };
  };

  const resolveAt = (path: Path, node: ConfigNode): ConfigNode => {
    const id = JSON.stringify(path);
    const known = done.get(id);
    if (known instanceof Unresolved) throw known;
    if (known) return known;
    if (active.has(id)) {
      const started = [...active.keys()].indexOf(id);
      throw cycle([...[...active.values()].slice(started), path], node.origin);
    }
    active.set(id, path);
    try {
      const resolved = compute(path, node);
      done.set(id, resolved);
      return resolved;
    } catch (error) {
      if (error instanceof Unresolved) done.set(id, error);
      throw error;
    } finally {
      active.delete(id);
    }
  };

  return resolveAt;
};

/**
 * Replaces every interpolation by its value.
 *
 * @throws ConfigError with every problem met on the way, each `???` among them
 */
export const resolveTree = (root: MapNode, options: ResolveOptions): MapNode => {
  const resolveAt = createResolution(root, options);
  const problems = new Set<ConfigProblem>();
  for (const path of pathsOf(root)) {
    const node = nodeAt(root, path);
    if (!node || node.kind === 'map' || node.kind === 'list') continue;
    try {
      resolveAt(path, node);
    } catch (error) {
      if (!(error instanceof Unresolved)) throw error;
      problems.add(error.problem);
    }
  }
  throwIfAny(problems);
  return resolveAt([], root) as MapNode;
};

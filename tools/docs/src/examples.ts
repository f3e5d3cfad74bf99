import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMap, parseDocument, stringify, visit } from 'yaml';

/** A component as a config that comes with lfads has it. */
export interface Example {
  /** Below the config folder: `model/lorenz.yaml`. */
  readonly file: string;
  readonly yaml: string;
}

const mappingsOf = (folder: string, file: string): [target: string, example: Example][] => {
  const found: [string, Example][] = [];
  visit(parseDocument(readFileSync(join(folder, file), 'utf8')), {
    Map: (_, node) => {
      const target = isMap(node) ? node.get('_target_') : undefined;
      if (typeof target !== 'string') return;
      found.push([target, { file, yaml: stringify(node.toJSON(), { singleQuote: true }) }]);
    },
  });
  return found;
};

/** The first use of each component in the configs of a folder, by target. */
export const examplesIn = (folder: string): ReadonlyMap<string, Example> => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.yaml'),
  );
  const all = files.sort().flatMap((file) => mappingsOf(folder, file));
  return new Map(all.reverse());
};

import { basename } from 'node:path';
import { camelCase, pascalCase } from 'change-case';
import validatePackageName from 'validate-npm-package-name';
import { UsageError } from './usage-error.js';

export interface Names {
  /** Of the npm package: `lfads-plugin-my-prior`. */
  package: string;
  /** Of the component, and in `_target_`: `MyPrior`. */
  component: string;
  /** Of its constant in the source: `myPrior`. */
  constant: string;
}

const PREFIX = 'lfads-plugin-';

/**
 * The names that a folder's name leads to: `my-prior` makes the package `lfads-plugin-my-prior` with the
 * component `MyPrior`. A name that has the prefix already is taken as it is.
 *
 * @throws UsageError when npm would refuse the package's name, or no component can be called so
 */
export function namesOf(folder: string): Names {
  const name = basename(folder);
  const short = name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name;
  const names = {
    package: PREFIX + short,
    component: pascalCase(short),
    constant: camelCase(short),
  };
  const { validForNewPackages, errors = [], warnings = [] } = validatePackageName(names.package);
  if (!validForNewPackages) {
    throw new UsageError(
      `"${names.package}" cannot be a package's name: ${[...errors, ...warnings].join('; ')}.`,
    );
  }
  if (!/^[A-Za-z]\w*$/.test(names.component)) {
    throw new UsageError(
      `"${name}" gives the component's name "${names.component}"; take a name that begins with a letter.`,
    );
  }
  return names;
}

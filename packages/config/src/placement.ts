import type { ConfigFile } from './config-source.js';
import type { GroupEntry, NamedEntry } from './defaults-entry.js';
import type { Origin } from './origin.js';
import { childGroup, finalPackage, overrideKey, packageOfGroup } from './packages.js';

/** What entries of a defaults list inherit from the file that has it. */
export interface Parent {
  readonly group: string;
  readonly package: string;
}

/** A config about to be expanded. */
export interface Placed {
  /** The group that holds it, `''` at the root. */
  readonly group: string;
  /** Null: nothing was chosen. */
  readonly name: string | null;
  readonly parentPackage: string;
  /** As written in the entry. */
  readonly package: string | undefined;
  /** The package when neither the entry nor the file states one. */
  readonly defaultPackage: string;
  /** `group` or `group@package`, for entries that overrides can change. */
  readonly key: string | undefined;
  readonly optional: boolean;
  readonly origin: Origin;
  readonly primary: boolean;
}

/** Where the choice of a group's entry goes; the choice itself is made later. */
export const placeGroup = (entry: GroupEntry, parent: Parent) => {
  const group = entry.appended ? entry.group : childGroup(parent.group, entry.group);
  const defaultPackage = packageOfGroup(entry.group.replace(/^\//, ''));
  return {
    group,
    parentPackage: parent.package,
    package: entry.package,
    defaultPackage,
    key: overrideKey(group, finalPackage(parent.package, entry.package ?? defaultPackage, group)),
    optional: entry.optional,
    origin: entry.origin,
    primary: false,
  };
};

export const placeNamed = (entry: NamedEntry, parent: Parent): Placed => {
  const path = entry.name.split('/');
  const name = path.pop() ?? '';
  const group = entry.name === `/${name}` ? '/' : path.join('/');
  return {
    group: childGroup(parent.group, group),
    name,
    parentPackage: parent.package,
    package: entry.package,
    defaultPackage: packageOfGroup(group.replace(/^\//, '')),
    key: undefined,
    optional: entry.optional,
    origin: entry.origin,
    primary: false,
  };
};

/** The entry config itself, below the package of its folder. */
export const placePrimary = (primary: ConfigFile): Placed => {
  const path = primary.name.split('/');
  const name = path.pop() ?? '';
  const group = path.join('/');
  return {
    group,
    name,
    parentPackage: '',
    package: undefined,
    defaultPackage: packageOfGroup(group),
    key: undefined,
    optional: false,
    origin: primary.content.origin,
    primary: true,
  };
};

const headerPackage = (packageHeader: string | undefined): string | undefined =>
  packageHeader === undefined || packageHeader === '_group_'
    ? undefined
    : packageHeader.startsWith('_global_')
      ? packageHeader
      : `_global_.${packageHeader}`;

/** Where a config's values go: what its entry says, or the file itself, or its group. */
export const packageOf = (placed: Placed, header: string | undefined): string =>
  finalPackage(
    placed.parentPackage,
    placed.package ?? headerPackage(header) ?? placed.defaultPackage,
    placed.group,
    placed.name ?? '',
  );

/** Where a config's values go: dotted paths, resolved from what entries and headers say. */

export const packageOfGroup = (group: string): string => group.replaceAll('/', '.');

/** A group named in a config of `parent`; a leading `/` makes it absolute. */
export const childGroup = (parent: string, group: string): string => {
  if (group.startsWith('/')) return group.slice(1);
  return [parent, group].filter((part) => part !== '').join('/');
};

/**
 * The package in the composed config. `_global_` starts again from the root, `_here_` adds nothing,
 * `_group_` and `_name_` stand for the config's group and name.
 */
export const finalPackage = (parent: string, pkg: string, group: string, name = ''): string => {
  const filled = (pkg === '_here_' ? '' : pkg)
    .replaceAll('_group_', `_global_.${packageOfGroup(group)}`)
    .replaceAll('_name_', name);
  const parts = [...parent.split('.'), ...filled.split('.')].filter((part) => part !== '');
  return parts.slice(parts.lastIndexOf('_global_') + 1).join('.');
};

/** What an override calls this entry: the group, with `@package` where that is not the usual one. */
export const overrideKey = (group: string, pkg: string): string =>
  packageOfGroup(group) === pkg ? group : `${group}@${pkg === '' ? '_global_' : pkg}`;

/** Hydra's own settings: configs may hold them, and they are left aside. */
export const HYDRA = 'hydra';
export const isHydraGroup = (group: string): boolean =>
  group === HYDRA || group.startsWith(`${HYDRA}/`);

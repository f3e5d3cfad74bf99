const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Names that would reach into JavaScript's own machinery if they were keys. */
export const isForbiddenKey = (key: string): boolean => FORBIDDEN.has(key);

export const forbiddenKey = (key: string) =>
  ({
    code: 'LFADS_CONFIG_FORBIDDEN_KEY',
    message: `"${key}" cannot be a key of a config: JavaScript reserves that name.`,
    hint: 'Rename the key.',
  }) as const;

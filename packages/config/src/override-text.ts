import type { ConfigValue } from './node.js';

const quoted = (text: string): string => {
  const escaped = text
    .replaceAll(/(\\*)\$\{/g, (_, slashes: string) => `${slashes}${slashes}\\\${`)
    .replaceAll(/(\\*)'/g, (_, slashes: string) => `${slashes}${slashes}\\'`)
    .replace(/\\+$/, (slashes) => slashes + slashes);
  return `'${escaped}'`;
};

const number = (value: number): string => {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return Object.is(value, -0) ? '-0.0' : String(value);
};

/** A value as the right-hand side of an override; `parseOverride` reads the same value back. */
export const formatOverrideValue = (value: ConfigValue): string => {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') return number(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[${value.map(formatOverrideValue).join(',')}]`;
  const entries = Object.entries(value).map(
    ([key, item]) => `${quoted(key)}:${formatOverrideValue(item as ConfigValue)}`,
  );
  return `{${entries.join(',')}}`;
};

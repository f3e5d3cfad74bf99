const camel = (key: string): string =>
  key.replaceAll(/(?<=[a-z0-9])_([a-z0-9])/gi, (_, after: string) => after.toUpperCase());

const isPlain = (value: unknown): value is Record<string, unknown> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
};

const deepValue = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(deepValue);
  return isPlain(value) ? camelKeys(value, true) : value;
};

/** `fac_dim` as a type: `facDim`. */
export type CamelKey<Key extends string> = Key extends `${infer Head}_${infer Tail}`
  ? Tail extends ''
    ? Key
    : Head extends ''
      ? `_${CamelKey<Tail>}`
      : `${Head}${Capitalize<CamelKey<Tail>>}`
  : Key;

export type CamelKeys<T> = { [Key in keyof T & string as CamelKey<Key>]: T[Key] };

/**
 * The one mapping from YAML's snake_case to code's camelCase: `fac_dim` to `facDim`. Leading and
 * trailing underscores stay. With `deep`, also in mappings and lists inside; never inside instances.
 */
export const camelKeys = <T extends object>(value: T, deep = false): CamelKeys<T> =>
  Object.fromEntries(
    Object.entries(value).map(([key, item]) => [camel(key), deep ? deepValue(item) : item]),
  ) as CamelKeys<T>;

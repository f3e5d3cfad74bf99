type CamelCase<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name;

export type CamelCaseKeys<T> = { -readonly [Key in keyof T as CamelCase<Key & string>]: T[Key] };

const camelCase = (name: string) =>
  name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** `{lr_adam_beta1: …}` to `{lrAdamBeta1: …}`. */
export const camelCaseKeys = <T extends object>(snake: T): CamelCaseKeys<T> =>
  Object.fromEntries(
    Object.entries(snake).map(([name, value]) => [camelCase(name), value]),
  ) as CamelCaseKeys<T>;

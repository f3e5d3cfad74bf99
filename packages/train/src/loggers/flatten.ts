export type FlatValue = string | number | boolean;

/** A configuration's values by their paths (`model.lr_init`); lists and null as JSON text. */
export function flatten(tree: unknown, path = ''): Map<string, FlatValue> {
  if (typeof tree !== 'object' || tree === null || Array.isArray(tree)) {
    const isFlat = ['string', 'number', 'boolean'].includes(typeof tree);
    return new Map(
      path ? [[path, isFlat ? (tree as FlatValue) : JSON.stringify(tree ?? null)]] : [],
    );
  }
  return new Map(
    Object.entries(tree).flatMap(([key, value]) => [
      ...flatten(value, path ? `${path}.${key}` : key),
    ]),
  );
}

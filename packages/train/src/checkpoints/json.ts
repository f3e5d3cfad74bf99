/** JSON has no NaN and no infinities, but metrics and best scores do: they are stored as `{"$number": "NaN"}`. */
export const stringifyExact = (value: unknown): string =>
  JSON.stringify(
    value,
    (_, entry: unknown) =>
      typeof entry === 'number' && !Number.isFinite(entry) ? { $number: String(entry) } : entry,
    2,
  );

export const parseExact = (text: string): unknown =>
  JSON.parse(text, (_, entry: unknown) =>
    typeof entry === 'object' && entry !== null && '$number' in entry
      ? Number(entry.$number)
      : entry,
  );

import type { Scalar } from './node.js';
import { yamlScalar } from './scalar-text.js';

const PLAIN = /^[A-Za-z_./][\w./@%+-]*$/;
const PRINTABLE = /^[\p{L}\p{N}\p{P}\p{S} ]*$/u;

const unicodeEscape = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Text as a YAML scalar, quoted unless every reader takes it for text anyway. */
export const yamlText = (text: string): string => {
  if (PLAIN.test(text) && yamlScalar(text) === text) return text;
  if (PRINTABLE.test(text)) return `'${text.replaceAll("'", "''")}'`;
  return JSON.stringify(text).replaceAll(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, (character) =>
    [...Array(character.length).keys()].map((i) => unicodeEscape(character.charAt(i))).join(''),
  );
};

const yamlNumber = (value: number): string => {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
  return Object.is(value, -0) ? '-0.0' : String(value);
};

/** A value as text of a config, in which a literal `${` is escaped. */
export const yamlValue = (value: Scalar): string => {
  if (typeof value === 'number') return yamlNumber(value);
  if (typeof value !== 'string') return String(value);
  return yamlText(
    value.replaceAll(/(\\*)\$\{/g, (_, slashes: string) => `${slashes}${slashes}\\\${`),
  );
};

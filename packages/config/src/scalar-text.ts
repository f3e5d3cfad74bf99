import type { Scalar } from './node.js';

const INTEGER = /^[-+]?(?:0|[1-9](?:_?\d)*)$/;
const FLOAT =
  /^[-+]?(?:(?:\d[\d_]*)\.[\d_]*(?:[eE][-+]?\d+)?|(?:\d[\d_]*)[eE][-+]?\d+|\.\d[\d_]*(?:[eE][-+]?\d+)?)$/;
const YAML_HEX_OR_BINARY = /^([-+]?)(0x[\da-fA-F_]+|0b[01_]+)$/;

/** Integers have no -0. */
const toNumber = (text: string): number => {
  const value = Number(text.replaceAll('_', ''));
  return INTEGER.test(text) ? value + 0 : value;
};

const signOf = (text: string): number => (text.startsWith('-') ? -1 : 1);

/**
 * The value of an unquoted YAML scalar, as OmegaConf reads it: YAML 1.1 booleans, integers with
 * underscores, floats without a dot (`1e-4`) or with a signed exponent (`1.0e+4`). Leading zeros and
 * colons (`007`, `12:30`), octal and of base 60 there, are text.
 */
export const yamlScalar = (text: string): Scalar => {
  if (/^(?:|~|null|Null|NULL)$/.test(text)) return null;
  if (/^(?:true|True|TRUE|yes|Yes|YES|on|On|ON)$/.test(text)) return true;
  if (/^(?:false|False|FALSE|no|No|NO|off|Off|OFF)$/.test(text)) return false;
  if (INTEGER.test(text) || FLOAT.test(text)) return toNumber(text);
  const based = YAML_HEX_OR_BINARY.exec(text);
  if (based) return toNumber(based[2] ?? '') * signOf(text);
  if (/^[-+]?\.(?:inf|Inf|INF)$/.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (/^\.(?:nan|NaN|NAN)$/.test(text)) return NaN;
  return text;
};

/** The value of unquoted text in an override or a resolver's argument. */
export const grammarScalar = (text: string): Scalar => {
  if (/^null$/i.test(text)) return null;
  if (/^true$/i.test(text)) return true;
  if (/^false$/i.test(text)) return false;
  if (INTEGER.test(text) || FLOAT.test(text)) return toNumber(text);
  if (/^[-+]?inf$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (/^[-+]?nan$/i.test(text)) return NaN;
  return text;
};

import { InvalidArgumentError } from 'commander';
import { TINY, WORKLOADS } from './workloads.js';

const NAMES = WORKLOADS.map(({ name }) => name);

export function workloadName(value: string): string {
  if ([...NAMES, TINY.name].includes(value)) return value;
  throw new InvalidArgumentError(`No workload is called so. There are: ${NAMES.join(', ')}.`);
}

/** For a list of workloads: adds one to those before it. */
export const workloadNames = (value: string, before: readonly string[] | undefined) => [
  ...(before ?? []),
  workloadName(value),
];

export function positive(value: string): number {
  const number = Number(value);
  if (number > 0 && number < Infinity) return number;
  throw new InvalidArgumentError('It must be a number above 0.');
}

export function count(value: string): number {
  const number = positive(value);
  if (Number.isInteger(number)) return number;
  throw new InvalidArgumentError('It must be a whole number.');
}

/** For a list of whole numbers: adds one to those before it. */
export const counts = (value: string, before: readonly number[] | undefined) => [
  ...(before ?? []),
  count(value),
];

/** What a list's arguments give, or `all` where there are none. */
export const orAll = <T>(list: readonly T[], all: readonly T[]) => (list.length > 0 ? list : all);

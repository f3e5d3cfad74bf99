import type { Finding } from './check-events.js';

export const findingText = ({ level, where, problem, advice }: Finding): string =>
  `${level}: ${where}: ${problem}. ${advice}`;

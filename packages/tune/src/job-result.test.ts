import { expect, it } from 'vitest';
import { jobResult } from './index.js';

it.each([
  ['{"event":"done","metrics":{"a":1,"b":null}}', { ok: true, metrics: { a: 1, b: NaN } }],
  ['{"event":"interrupted"}', { ok: false, reason: 'It was stopped.' }],
  ['{"event":"error","code":"X","message":"bad"}', { ok: false, reason: 'bad' }],
  ['{"event":"epoch","metrics":{}}', { ok: false, reason: 'nothing' }],
  ['half a li', { ok: false, reason: 'nothing' }],
  ['', { ok: false, reason: 'nothing' }],
])('the last line %s tells what came of a job', (line, result) => {
  expect(jobResult(line, 'nothing')).toEqual(result);
});

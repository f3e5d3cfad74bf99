import { expect, it } from 'vitest';
import { apiProblems } from './api-problems.js';

const core = { report: 'core.api.md', packageName: '@lfads/core', released: false };

it('a changed report needs a changeset that names its package', () => {
  expect(apiProblems([core], new Set(['@lfads/data']))).toEqual([
    'core.api.md changed, and no changeset names @lfads/core.',
  ]);
  expect(apiProblems([core], new Set(['@lfads/core']))).toEqual([]);
});

it('a release has used the changesets up', () => {
  expect(apiProblems([{ ...core, released: true }], new Set())).toEqual([]);
});

import { z } from 'zod';
import { defineModuleList, targetOf } from '../registry/index.js';

const anyPart = z.custom<object>((value) => targetOf(value) !== undefined, {
  error: 'expected a component (a mapping with _target_)',
});

export const moduleList = defineModuleList({
  target: '@lfads/core/ModuleList',
  summary: 'Parts of one kind, one per session.',
  example: { modules: [{ _target_: '@lfads/core/Poisson' }, { _target_: '@lfads/core/Gaussian' }] },
  options: z.object({ modules: z.array(anyPart).min(1).describe('The parts, by session') }),
  create: ({ modules }) => ({ modules }),
});

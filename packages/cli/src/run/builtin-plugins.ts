import { corePlugin, type Plugin } from '@lfads/core';
import { dataPlugin } from '@lfads/data';
import { trainPlugin } from '@lfads/train';

/** The plugins whose components every config can name. */
export const builtinPlugins: readonly Plugin[] = [corePlugin, dataPlugin, trainPlugin];

import { CONTRACT_VERSION, corePlugin, definePlugin, type Plugin } from '@lfads/core';
import { dataPlugin } from '@lfads/data';
import { trainPlugin } from '@lfads/train';
import { tunePlugin } from '@lfads/tune';
import { cpuBackend } from './cpu-backend.js';

const cliPlugin = definePlugin({
  name: 'lfads',
  contractVersion: CONTRACT_VERSION,
  components: [cpuBackend],
});

/** The plugins whose components every config can name. */
export const builtinPlugins: readonly Plugin[] = [
  corePlugin,
  dataPlugin,
  trainPlugin,
  tunePlugin,
  cliPlugin,
];

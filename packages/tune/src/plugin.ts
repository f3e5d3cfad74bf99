import { CONTRACT_VERSION, definePlugin } from '@lfads/core';
import { localLauncher } from './local-launcher.js';

/** The launcher for this machine. */
export const tunePlugin = definePlugin({
  name: '@lfads/tune',
  contractVersion: CONTRACT_VERSION,
  components: [localLauncher],
});

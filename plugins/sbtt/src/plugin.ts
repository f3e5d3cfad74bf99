import { definePlugin } from '@lfads/core';
import { hideCommand } from './hide-command.js';

/** The augmentation itself is a component of @lfads/core. */
export const sbttPlugin = definePlugin({
  name: '@lfads/plugin-sbtt',
  contractVersion: 1,
  components: [],
  commands: [hideCommand],
  configs: new URL('../configs/', import.meta.url),
});

export default sbttPlugin;

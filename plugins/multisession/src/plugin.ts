import { definePlugin } from '@lfads/core';
import { stitchCommand } from './stitch-command.js';
import { trainedDynamics } from './trained-dynamics.js';

/** The read-ins, read-outs and reconstructions by session are components of @lfads/core. */
export const multisessionPlugin = definePlugin({
  name: '@lfads/plugin-multisession',
  contractVersion: 1,
  components: [trainedDynamics],
  commands: [stitchCommand],
  configs: new URL('../configs/', import.meta.url),
});

export default multisessionPlugin;

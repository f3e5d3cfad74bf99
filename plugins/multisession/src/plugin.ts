import { definePlugin } from '@lfads/core';

/** The read-ins, read-outs and reconstructions by session are components of @lfads/core. */
export const multisessionPlugin = definePlugin({
  name: '@lfads/plugin-multisession',
  contractVersion: 1,
  components: [],
});

export default multisessionPlugin;

import { definePlugin } from '@lfads/core';
import { channelTemporalShift } from './channel-temporal-shift.js';
import { prepareCommand } from './prepare-command.js';

export const emgPlugin = definePlugin({
  name: '@lfads/plugin-emg',
  contractVersion: 1,
  components: [channelTemporalShift],
  commands: [prepareCommand],
  configs: new URL('../configs/', import.meta.url),
});

export default emgPlugin;

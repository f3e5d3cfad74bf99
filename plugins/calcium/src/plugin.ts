import { definePlugin } from '@lfads/core';
import { checkCommand } from './check-command.js';
import { decodeCommand } from './decode-command.js';
import { prepareCommand } from './prepare-command.js';
import { simulateCommand } from './simulate-command.js';
import { zeroInflatedGamma } from './zero-inflated-gamma.js';

export const calciumPlugin = definePlugin({
  name: '@lfads/plugin-calcium',
  contractVersion: 1,
  components: [zeroInflatedGamma],
  commands: [prepareCommand, checkCommand, simulateCommand, decodeCommand],
  configs: new URL('../configs/', import.meta.url),
});

export default calciumPlugin;

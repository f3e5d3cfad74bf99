import { definePlugin } from '@lfads/core';
import { evaluateCommand } from './evaluate-command.js';
import { nlbEvaluation } from './nlb-evaluation.js';

export const nlbPlugin = definePlugin({
  name: '@lfads/plugin-nlb',
  contractVersion: 1,
  components: [nlbEvaluation],
  commands: [evaluateCommand],
  configs: new URL('../configs/', import.meta.url),
});

export default nlbPlugin;

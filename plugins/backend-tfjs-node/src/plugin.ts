import { definePlugin } from '@lfads/core';
import { TfjsNode } from './tfjs-node.js';

export const tfjsNodePlugin = definePlugin({
  name: '@lfads/backend-tfjs-node',
  contractVersion: 1,
  components: [TfjsNode],
  configs: new URL('../configs/', import.meta.url),
});

import { definePlugin } from '@lfads/core';
import { basicDataModule } from './basic-data-module.definition.js';

/** The components of this package. */
export const dataPlugin = definePlugin({
  name: '@lfads/data',
  contractVersion: 1,
  components: [basicDataModule],
});

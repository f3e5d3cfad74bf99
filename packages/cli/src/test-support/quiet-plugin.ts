import { defineCallback, definePlugin } from '@lfads/core';
import { z } from 'zod';

/** A plugin as a third party would write it. */
export default definePlugin({
  name: 'lfads-plugin-quiet',
  contractVersion: 1,
  components: [
    defineCallback({
      target: 'lfads-plugin-quiet/Quiet',
      summary: 'Does nothing.',
      options: z.object({ how_much: z.number().default(1) }),
      create: () => ({}),
    }),
  ],
});

import { z } from 'zod';
import { defineModuleList } from '../registry/index.js';
import { alignedReadin } from './alignment.js';
import { featureSize } from './feature-size.js';
import { multisessionOptions, sessionAffines, sharedSize } from './multisession.js';

const TARGET = '@lfads/core/MultisessionReadin';

export const multisessionReadin = defineModuleList({
  target: TARGET,
  summary: 'One affine read-in per session, from its channels to a space that all sessions share.',
  options: z.object({
    ...multisessionOptions,
    out_features: featureSize('Size of the shared space; with pcr_init the files give it'),
    requires_grad: z.boolean().default(false).describe('Train the maps'),
  }),
  create: ({ pcr_init, out_features, requires_grad }, context) => {
    const outFeatures = sharedSize('MultisessionReadin', 'out_features', out_features, pcr_init);
    return sessionAffines(context, {
      target: TARGET,
      kind: 'readin',
      pcrInit: pcr_init,
      trainable: requires_grad,
      aligned: alignedReadin,
      sizes: ({ encodChannels }) => ({ inFeatures: encodChannels, outFeatures }),
    });
  },
});

import { z } from 'zod';
import { alignedReadout } from '../readins/alignment.js';
import { multisessionOptions, requireSize, sessionAffines } from '../readins/multisession.js';
import { defineModuleList } from '../registry/index.js';

const TARGET = '@lfads/core/MultisessionReadout';

export const multisessionReadout = defineModuleList({
  target: TARGET,
  summary: "One affine read-out per session, from the factors to its channels' parameters.",
  options: z.object({
    ...multisessionOptions,
    in_features: z
      .int()
      .positive()
      .optional()
      .describe('Number of factors (fac_dim); with pcr_init the files give it'),
    requires_grad: z.boolean().default(true).describe('Train the maps'),
    recon_params: z
      .int()
      .positive()
      .default(1)
      .describe('Parameters of the output distribution per channel'),
  }),
  create: ({ pcr_init, in_features, requires_grad, recon_params }, context) => {
    const inFeatures = requireSize('MultisessionReadout', 'in_features', in_features, pcr_init);
    return sessionAffines(context, {
      target: TARGET,
      kind: 'readout',
      pcrInit: pcr_init,
      trainable: requires_grad,
      aligned: alignedReadout,
      sizes: ({ reconChannels }) => ({ inFeatures, outFeatures: reconChannels * recon_params }),
    });
  },
});

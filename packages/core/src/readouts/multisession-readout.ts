import { z } from 'zod';
import { alignedReadout } from '../readins/alignment.js';
import { featureSize } from '../readins/feature-size.js';
import { multisessionOptions, sessionAffines, sharedSize } from '../readins/multisession.js';
import { defineModuleList } from '../registry/index.js';

const TARGET = '@lfads/core/MultisessionReadout';

export const multisessionReadout = defineModuleList({
  target: TARGET,
  summary: "One affine read-out per session, from the factors to its channels' parameters.",
  docs: `With \`pcr_init\` the alignment starts the first parameter of each channel. The others of a likelihood with several, such as the rate of a
gamma law, start at 0 whatever the factors are.`,
  options: z.object({
    ...multisessionOptions,
    in_features: featureSize('Number of factors; with pcr_init the files give it'),
    requires_grad: z.boolean().default(true).describe('Train the maps'),
    recon_params: featureSize('Parameters of the output distribution per channel'),
  }),
  create: ({ pcr_init, in_features, requires_grad, recon_params }, context) => {
    const inFeatures = sharedSize('MultisessionReadout', 'in_features', in_features, pcr_init);
    const outputs = (channels: number) =>
      recon_params === 'auto' ? 'auto' : channels * recon_params;
    return sessionAffines(context, {
      target: TARGET,
      kind: 'readout',
      pcrInit: pcr_init,
      trainable: requires_grad,
      aligned(data, session) {
        const map = alignedReadout(data, session);
        const { reconChannels } = data.sessions[session]!;
        // where the alignment is of other channels than the data, its own size tells the model so
        return map.outFeatures === reconChannels
          ? { ...map, outFeatures: outputs(reconChannels) }
          : map;
      },
      sizes: ({ reconChannels }) => ({ inFeatures, outFeatures: outputs(reconChannels) }),
    });
  },
});

import type { Lfads } from '@lfads/core';

/** Hyper-parameters that a search may change during training, under lfads-torch's names. */
const LOGGED = {
  'hp/lr_init': 'lrInit',
  'hp/dropout_rate': 'dropoutRate',
  'hp/l2_ic_enc_scale': 'l2IcEncScale',
  'hp/l2_ci_enc_scale': 'l2CiEncScale',
  'hp/l2_gen_scale': 'l2GenScale',
  'hp/l2_con_scale': 'l2ConScale',
  'hp/kl_co_scale': 'klCoScale',
  'hp/kl_ic_scale': 'klIcScale',
  'hp/weight_decay': 'weightDecay',
} as const;

/** `hp/…`: the scalars above, and what the training augmentations state (`hp/cd_rate`). */
export function hyperparameterMetrics({ hparams, parts }: Lfads): Record<string, number> {
  const metrics: Record<string, number> = {};
  for (const [name, key] of Object.entries(LOGGED)) metrics[name] = hparams[key];
  for (const { hyperparameters } of parts.trainAugStack.batchTransforms) {
    for (const [name, value] of Object.entries(hyperparameters ?? {}))
      metrics[`hp/${name}`] = value;
  }
  return metrics;
}

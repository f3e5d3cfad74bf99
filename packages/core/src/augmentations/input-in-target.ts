import { LfadsError, type SessionBatch } from '../contracts/index.js';

/**
 * Whoever hides the input from the loss needs the input to be the target's first bins and channels.
 *
 * @throws LfadsError LFADS_AUGMENTATION_INPUT_NOT_IN_TARGET
 */
export function ensureInputInTarget(
  augmentation: string,
  { encodData, reconData }: SessionBatch,
  session: number,
): void {
  const [, inputSteps, inputChannels] = encodData.shape;
  const [, steps, channels] = reconData.shape;
  if (inputSteps <= steps && inputChannels <= channels) return;
  throw new LfadsError(
    'LFADS_AUGMENTATION_INPUT_NOT_IN_TARGET',
    `${augmentation} takes the input to be the first bins and channels of the target, but session ${session} has an input of ${inputSteps} bins x ${inputChannels} channels (encod_data) and a target of ${steps} bins x ${channels} channels (recon_data).`,
    `When the target is something else than the input, leave ${augmentation} out: take it from model.train_aug_stack.transforms and both of its orders.`,
  );
}
